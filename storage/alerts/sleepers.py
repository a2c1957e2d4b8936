"""The VIPs who are falling asleep, as managers are told of them every day."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from segmentation.models.value_group import MVC
from storage.alerts import words
from storage.alerts.who import Who, who
from storage.tables import Absence, Alert, Contact, Customer, Person, Profile, ProfileChange, Run

ASLEEP = ("dormant", "shock", "dead", "buried")
"""The stages of whoever should be woken, and of those for whom it may be too late."""

WEEK = 7
"""The days that are counted."""


@dataclass(frozen=True)
class Sleeper:
    """A VIP who is dormant or worse, and what was done about it.

    `contact` is how somebody last reached out, on `contact_day`, with the `cause` that was found; `state` is that of
    the newest alert, of those that somebody has in hand (`taken_by`) if there are any.
    """

    customer_id: int
    name: str
    owner: Who | None
    stage: str
    last_visit: date | None
    days_since_last_visit: int | None
    value_at_risk: Decimal
    is_new: bool
    contact: str | None = None
    contact_day: date | None = None
    cause: str | None = None
    state: str | None = None
    taken_by: Who | None = None


@dataclass(frozen=True)
class Sleepers:
    """Those who are described, new ones first, then by value at risk; the figures are those of all.

    `week` counts on each of the last days those who were VIPs and slept then; the last is today's count.
    """

    described: tuple[Sleeper, ...]
    total: int
    new: int
    value_at_risk: Decimal
    week: dict[date, int]


def sleepers(
    session: Session,
    *,
    of: Collection[int] | None,
    as_of: date,
    since: date | None,
    limit: int | None,
    unowned: bool = True,
) -> Sleepers:
    """Return the open VIPs who are dormant or worse at the end of a day, not known to be away, and not given up.

    Args:
        of: ids of the owners whose customers count; None for everybody's.
        since: who fell asleep, became a VIP, or ceased to be known to be away, after this day is new; None where nobody
            was told before, so that nobody is.
        limit: how many to describe; all if None.
        unowned: whether those nobody owns count beside those of the owners.
    """
    concerned = [*_concerned(of, unowned=unowned), not_(_away(as_of))]
    theirs = [*concerned, Profile.tier == MVC.key, Profile.activity.in_(ASLEEP)]
    is_new = case((_is_new(since), 1), else_=0) if since else literal(0)
    total, new, value = session.execute(
        _of(func.count(), func.coalesce(func.sum(is_new), 0), func.sum(Profile.value_at_risk)).where(*theirs)
    ).one()
    columns = (Profile, Customer.name, Person, is_new.label("is_new"))
    order = (is_new.desc(), Profile.value_at_risk.desc(), Profile.customer_id)
    rows = session.execute(_of(*columns).where(*theirs).order_by(*order).limit(limit)).all()
    week = _week(session, concerned, today=total, as_of=as_of)
    return Sleepers(_described(session, rows), total, new, value or Decimal(0), week)


def _of(*columns: Any) -> Select[Any]:
    """Return a query of profiles with their customers, and the owners of those who have one."""
    joined = select(*columns).select_from(Profile).join(Customer, Customer.id == Profile.customer_id)
    return joined.outerjoin(Person, Person.id == Customer.owner_id)


def _concerned(of: Collection[int] | None, *, unowned: bool) -> list[ColumnElement[bool]]:
    """Return the conditions that a customer is open and not given up, of some owners or perhaps of nobody."""
    reached = [Customer.status == "open", not_(_given_up())]
    if of is None:
        return reached
    theirs = Customer.owner_id.in_(of)
    return [*reached, or_(Customer.owner_id.is_(None), theirs) if unowned else theirs]


def _away(day: date) -> ColumnElement[bool]:
    """Return the condition that a customer is known to be away on a day."""
    lasts = or_(Absence.last_day.is_(None), Absence.last_day >= day)
    return exists().where(Absence.customer_id == Profile.customer_id, Absence.first_day <= day, lasts)


def _given_up() -> ColumnElement[bool]:
    """Return the condition that somebody gave a customer up for lost who has not come since."""
    lost = (Alert.customer_id == Profile.customer_id, Alert.state == words.LOST)
    return exists().where(*lost, Alert.as_of >= Profile.last_visit)


def _is_new(since: date) -> ColumnElement[bool]:
    """Return the condition that a customer who counts did not on a day."""
    return or_(_became("activity", ASLEEP, since), _became("tier", (MVC.key,), since), _away(since))


def _became(label: str, any_of: Collection[str], since: date) -> ColumnElement[bool]:
    """Return the condition that a label of a customer became one of some after a day, and was none of them."""
    change = select(ProfileChange.id).join(Run, Run.id == ProfileChange.run_id)
    became = (ProfileChange.after.in_(any_of), ProfileChange.before.not_in(any_of), ~Run.superseded)
    when = (ProfileChange.customer_id == Profile.customer_id, ProfileChange.as_of > since)
    return change.where(ProfileChange.label == label, *became, *when).exists()


def _week(session: Session, concerned: Sequence[ColumnElement[bool]], *, today: int, as_of: date) -> dict[date, int]:
    """Count the VIPs asleep on each of the last days, going back from today by what changed."""
    counts, count = {as_of: today}, today
    rose = _rises(_changes(session, concerned, since=as_of - timedelta(WEEK)))
    count -= sum(more for day, more in rose.items() if day > as_of)
    for back in range(1, WEEK):
        count -= rose[as_of - timedelta(back - 1)]
        counts[as_of - timedelta(back)] = max(count, 0)
    return dict(sorted(counts.items()))


def _changes(session: Session, concerned: Sequence[ColumnElement[bool]], *, since: date) -> list[Any]:
    """Return how VIPs became such or ceased to be after a day, fell asleep or awoke, the last change first."""
    label, before, after = ProfileChange.label, ProfileChange.before, ProfileChange.after
    counts = {"tier": (MVC.key,), "activity": ASLEEP}
    turns = or_(*((label == name) & (before.in_(any_of) != after.in_(any_of)) for name, any_of in counts.items()))
    labels = (Profile.customer_id, Profile.tier, Profile.activity)
    joined = _of(ProfileChange.id, ProfileChange.as_of, label, before, *labels).join(
        ProfileChange, ProfileChange.customer_id == Profile.customer_id
    )
    lately = (ProfileChange.as_of > since, turns, ~Run.superseded)
    changes = joined.join(Run, Run.id == ProfileChange.run_id).where(*concerned, *lately)
    were = select(ProfileChange.customer_id).where(label == "tier", before == MVC.key, ProfileChange.as_of > since)
    vips, no_more = Profile.tier == MVC.key, Profile.customer_id.in_(were) & (Profile.tier != MVC.key)
    rows = [*session.execute(changes.where(vips)), *session.execute(changes.where(no_more))]
    return sorted(rows, key=lambda row: (row.as_of, row.id), reverse=True)


def _rises(changes: Iterable[Any]) -> Counter[date]:
    """Return by how many more VIPs slept after each day than before it, from what changed, the last first."""
    rose: Counter[date] = Counter()
    labels: dict[int, dict[str, str]] = {}
    for row in changes:
        known = labels.setdefault(row.customer_id, {"tier": row.tier, "activity": row.activity})
        after = _sleeps(known)
        known[row.label] = row.before
        rose[row.as_of] += after - _sleeps(known)
    return rose


def _sleeps(labels: Mapping[str, str]) -> bool:
    """Say whether somebody with these labels is a VIP asleep."""
    return labels["tier"] == MVC.key and labels["activity"] in ASLEEP


def _described(session: Session, rows: Sequence[Any]) -> tuple[Sleeper, ...]:
    """Return the sleepers of rows, with what was last done about each."""
    ids = [row.Profile.customer_id for row in rows]
    contacts = select(Contact).where(Contact.customer_id.in_(ids)).order_by(Contact.day, Contact.id)
    alerts = select(Alert, Person).outerjoin(Person, Person.id == Alert.taken_by)
    live = alerts.where(Alert.customer_id.in_(ids), Alert.state.in_(words.LIVE)).order_by(
        Alert.taken_by.is_not(None), Alert.id
    )
    last_contact = {one.customer_id: one for one in session.scalars(contacts)}
    newest = {alert.customer_id: (alert.state, who(taker)) for alert, taker in session.execute(live)}
    return tuple(_sleeper(row, last_contact.get(row.Profile.customer_id), newest) for row in rows)


def _sleeper(row: Any, contact: Contact | None, newest: dict[int, tuple[str, Who | None]]) -> Sleeper:
    """Return one sleeper."""
    profile = row.Profile
    state, taken_by = newest.get(profile.customer_id, (None, None))
    return Sleeper(
        customer_id=profile.customer_id,
        name=row.name,
        owner=who(row.Person),
        stage=profile.activity,
        last_visit=profile.last_visit,
        days_since_last_visit=profile.days_since_last_visit,
        value_at_risk=profile.value_at_risk,
        is_new=bool(row.is_new),
        contact=contact.kind if contact else None,
        contact_day=contact.day if contact else None,
        cause=contact.cause if contact else None,
        state=state,
        taken_by=taken_by,
    )
