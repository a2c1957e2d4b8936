"""Handovers as they are shown: who gives what to whom, how far it has come, and a note about each account."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.alerts import words as alert_words
from storage.alerts.lists import Outreach
from storage.alerts.store import pieces
from storage.alerts.who import Who, those, who
from storage.handovers.words import SCHEDULED, WAITING
from storage.tables import Alert, Contact, Customer, Handover, HandoverItem, Person, Profile


@dataclass(frozen=True)
class HandoverView:
    """A handover, with who gives (None is nobody), who gets, and how many accounts; of a single one its name too.

    `returned` counts those that undo gave back.
    """

    id: int
    version: int
    kind: str
    state: str
    asked_by: Who | None
    asked_at: datetime
    reason: str | None
    due_at: datetime | None
    expires_at: datetime | None
    decided_by: Who | None
    decided_at: datetime | None
    done_at: datetime | None
    undone_by: Who | None
    undone_at: datetime | None
    givers: tuple[Who | None, ...]
    receivers: tuple[Who, ...]
    accounts: int
    returned: int
    account: str | None = None


@dataclass(frozen=True)
class Handed:
    """An account of a handover, as whoever gets it must know it; `owner_id` is whose it is now.

    `outreach` is the last contact, `promise` what was noted then while its alert is still open; `alerts` counts those.
    """

    customer_id: int
    name: str
    region: str | None
    giver: Who | None
    receiver: Who
    tier: str | None
    stage: str | None
    last_visit: date | None
    value: Decimal
    birthday: date | None
    anniversary: date | None
    owner_id: int | None = None
    alerts: int = 0
    outreach: Outreach | None = None
    promise: str | None = None


def one(session: Session, handover_id: int) -> HandoverView | None:
    """Return a handover, or None if there is none of this number."""
    return next(iter(_views(session, [handover_id])), None)


def pending(session: Session, *, asked_by: Collection[int] | None = None) -> list[HandoverView]:
    """Return what waits for approval or for its day, the oldest first; `asked_by` some, or None for everybody."""
    waiting = select(Handover.id).where(Handover.state.in_((WAITING, SCHEDULED))).order_by(Handover.id)
    asked = waiting if asked_by is None else waiting.where(Handover.asked_by.in_(asked_by))
    return _views(session, session.scalars(asked).all())


def latest(session: Session, states: Collection[str], *, asked_by: int | None = None, most: int) -> list[HandoverView]:
    """Return handovers in some states, the latest first; those that somebody asked for, or None for everybody's."""
    found = select(Handover.id).where(Handover.state.in_(states)).order_by(Handover.id.desc()).limit(most)
    asked = found if asked_by is None else found.where(Handover.asked_by == asked_by)
    return _views(session, session.scalars(asked).all())[::-1]


def accounts(session: Session, handover_id: int, *, of: int | None = None) -> list[Handed]:
    """Return the accounts of a handover, the most valuable first; `of` one person only those they give or get."""
    rows = (
        select(HandoverItem, Customer, Profile)
        .join(Customer, Customer.id == HandoverItem.customer_id)
        .outerjoin(Profile, Profile.customer_id == HandoverItem.customer_id)
        .where(HandoverItem.handover_id == handover_id)
    )
    if of is not None:
        rows = rows.where(or_(HandoverItem.before_id == of, HandoverItem.after_id == of))
    found = session.execute(rows).all()
    ids = [row[1].id for row in found]
    live, made = _live(session, ids), _contacts(session, ids)
    people = those(session, {person for row in found for person in (row[0].before_id, row[0].after_id)})
    handed = (_handed(*row, people, live.get(row[1].id, ()), made.get(row[1].id)) for row in found)
    return sorted(handed, key=lambda account: (-account.value, account.customer_id))


def _views(session: Session, ids: Sequence[int]) -> list[HandoverView]:
    """Return handovers in the order of their numbers."""
    found = session.scalars(select(Handover).where(Handover.id.in_(ids)).order_by(Handover.id)).all()
    flows = _flows(session, ids)
    named = {one.asked_by for one in found} | {one.decided_by for one in found} | {one.undone_by for one in found}
    people = those(session, named | {person for rows in flows.values() for row in rows for person in row[:2]})
    return [_view(session, one, flows.get(one.id, []), people) for one in found]


def _flows(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int | None, int, int, int]]]:
    """Return who gives to whom in some handovers, how many accounts, and how many were returned."""
    rows = (
        select(
            HandoverItem.handover_id,
            HandoverItem.before_id,
            HandoverItem.after_id,
            func.count(),
            func.count().filter(HandoverItem.returned.is_(True)),
        )
        .where(HandoverItem.handover_id.in_(ids))
        .group_by(HandoverItem.handover_id, HandoverItem.before_id, HandoverItem.after_id)
        .order_by(func.count().desc(), HandoverItem.before_id, HandoverItem.after_id)
    )
    flows: dict[int, list[tuple[int | None, int, int, int]]] = {}
    for handover_id, before, after, accounts, returned in session.execute(rows):
        flows.setdefault(handover_id, []).append((before, after, accounts, returned))
    return flows


def _view(
    session: Session,
    handover: Handover,
    flows: Sequence[tuple[int | None, int, int, int]],
    people: Mapping[int, Who],
) -> HandoverView:
    """Return one handover."""
    accounts = sum(row[2] for row in flows)
    single = select(Customer.name).join(HandoverItem, HandoverItem.customer_id == Customer.id)
    stored: dict[str, Any] = {name: getattr(handover, name) for name in _OF_HANDOVER}
    return HandoverView(
        **stored,
        asked_by=people.get(handover.asked_by or 0),
        decided_by=people.get(handover.decided_by or 0),
        undone_by=people.get(handover.undone_by or 0),
        givers=tuple(dict.fromkeys(people.get(row[0] or 0) for row in flows)),
        receivers=tuple(dict.fromkeys(people[row[1]] for row in flows)),
        accounts=accounts,
        returned=sum(row[3] for row in flows),
        account=session.scalar(single.where(HandoverItem.handover_id == handover.id)) if accounts == 1 else None,
    )


_OF_HANDOVER = (
    "id",
    "version",
    "kind",
    "state",
    "asked_at",
    "reason",
    "due_at",
    "expires_at",
    "decided_at",
    "done_at",
    "undone_at",
)


def _handed(
    item: HandoverItem,
    customer: Customer,
    profile: Profile | None,
    people: Mapping[int, Who],
    live: Collection[int],
    contact: tuple[Contact, Person | None] | None,
) -> Handed:
    """Return one account."""
    made, by = contact or (None, None)
    return Handed(
        customer_id=item.customer_id,
        name=customer.name,
        region=customer.region,
        giver=people.get(item.before_id or 0),
        receiver=people[item.after_id],
        tier=profile.tier if profile else None,
        stage=profile.activity if profile else None,
        last_visit=profile.last_visit if profile else None,
        value=profile.value_365d if profile else Decimal(0),
        birthday=customer.birthday,
        anniversary=customer.anniversary,
        owner_id=customer.owner_id,
        alerts=len(live),
        outreach=Outreach(made.day, made.kind, who(by), made.cause, made.note) if made else None,
        promise=made.note if made and made.alert_id in live else None,
    )


def _live(session: Session, customer_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return the live alerts about each of some customers."""
    live: dict[int, set[int]] = {}
    for some in pieces(customer_ids):
        about = select(Alert.customer_id, Alert.id).where(Alert.customer_id.in_(some))
        for customer_id, alert_id in session.execute(about.where(Alert.state.in_(alert_words.LIVE))):
            live.setdefault(customer_id, set()).add(alert_id)
    return live


def _contacts(session: Session, customer_ids: Sequence[int]) -> dict[int, tuple[Contact, Person | None]]:
    """Return the last contact with each of some customers, and who made it."""
    last: dict[int, tuple[Contact, Person | None]] = {}
    for some in pieces(customer_ids):
        made = select(Contact, Person).outerjoin(Person, Person.id == Contact.person_id)
        of_some = made.where(Contact.customer_id.in_(some))
        for contact, person in session.execute(of_some.order_by(Contact.day, Contact.id)):
            last[contact.customer_id] = contact, person
    return last
