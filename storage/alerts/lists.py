"""Alerts as people see them: one with all that its message tells, lists, history, and statistics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.alerts import successor, words
from storage.alerts.statistics import Counts, Statistics, stats
from storage.alerts.who import Who, who
from storage.tables import Alert, AlertEvent, Contact, Customer, Person, Profile

__all__ = [
    "AlertView",
    "Counts",
    "Happening",
    "Outreach",
    "Page",
    "Statistics",
    "Who",
    "history",
    "of_customer",
    "one",
    "open_alerts",
    "several",
    "stats",
]

AT_ONCE = 20
"""Alerts on a page."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened to an alert; `person` is None where the bot did it. See `AlertEvent`.

    `to` is who got the customer, or before whom the alert was brought; `changes_hands` if the alert came into
    somebody's hands by it, or out of them.
    """

    kind: str
    at: datetime
    person: Who | None
    detail: Mapping[str, Any]
    to: Who | None = None
    changes_hands: bool = False


@dataclass(frozen=True)
class Outreach:
    """A contact with a customer on a day, by whom, and what came of it."""

    day: date
    kind: str
    person: Who | None
    cause: str | None
    note: str | None


@dataclass(frozen=True)
class AlertView:
    """An alert with all that a message tells of it; figures and labels are those of the customer's present profile.

    `outreach` is the last contact with the customer; `outreach_before` the last one up to the day of the alert, which
    may have brought back a customer who came back. `lead` is the owner's manager,
    `successor` who should take over (see `storage.alerts.successor`). `events` are in order; `is_open` unless the
    customer has been closed.
    """

    id: int
    rule: str
    customer_id: int
    customer: str
    region: str | None
    owner: Who | None
    lead: Who | None
    successor: Who | None
    tier: str | None
    activity: str | None
    days_since_last_visit: int | None
    last_visit: date | None
    as_of: date
    found_at: datetime
    score: float | None
    value_at_risk: Decimal
    evidence: Mapping[str, Any]
    state: str
    version: int
    announced_at: datetime | None
    taken_by: Who | None
    taken_at: datetime | None
    snoozed_until: datetime | None
    snoozed_to_visit_after: date | None
    escalated: int
    outcome: str | None
    closed_at: datetime | None
    outreach: Outreach | None
    outreach_before: Outreach | None
    events: tuple[Happening, ...]
    is_open: bool = True

    @property
    def last_known_visit(self) -> date:
        """The day of the last visit that was known when it was found; its own day where that is not told."""
        return self.as_of - timedelta(self.evidence.get("days_since_last_visit") or 0)

    @property
    def is_live(self) -> bool:
        """Say whether something can still be done about it."""
        return self.state in words.LIVE

    @property
    def is_snoozed(self) -> bool:
        """Say whether it rests."""
        return self.snoozed_until is not None or self.snoozed_to_visit_after is not None


@dataclass(frozen=True)
class Page:
    """Some alerts of a list, and how many there are in all."""

    alerts: Sequence[AlertView]
    total: int


def open_alerts(
    session: Session,
    *,
    people: Collection[int] | None = None,
    rule: str | None = None,
    states: Collection[str] = words.LIVE,
    limit: int = AT_ONCE,
    offset: int = 0,
) -> Page:
    """Return alerts in some states, the most value at risk first.

    Args:
        people: ids of those whose customers the alerts are about, or who have taken them; None for everybody's,
            also of customers nobody owns.
    """
    wanted: list[ColumnElement[bool]] = [Alert.state.in_(states)]
    if people is not None:
        wanted.append(or_(Customer.owner_id.in_(people), Alert.taken_by.in_(people)))
    if rule is not None:
        wanted.append(Alert.rule == rule)
    found = select(Alert.id).join(Customer, Customer.id == Alert.customer_id).where(*wanted)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ids = session.scalars(found.order_by(Alert.value_at_risk.desc(), Alert.id).limit(limit).offset(offset)).all()
    return Page(several(session, ids), total)


def of_customer(session: Session, customer_id: int, *, at_most: int = AT_ONCE) -> list[AlertView]:
    """Return the alerts about a customer, the newest first."""
    ids = select(Alert.id).where(Alert.customer_id == customer_id).order_by(Alert.id.desc()).limit(at_most)
    return several(session, session.scalars(ids).all())


def one(session: Session, alert_id: int) -> AlertView | None:
    """Return an alert, or None if there is none with this id."""
    return next(iter(several(session, [alert_id])), None)


def several(session: Session, alert_ids: Sequence[int], *, with_successors: bool = True) -> list[AlertView]:
    """Return alerts in the order of their ids' list; ids of none are left out.

    Who should take over from nobody takes a look at all of the best customers, so it can be left out.
    """
    rows = session.execute(_QUERY.where(Alert.id.in_(alert_ids))).all()
    happened = _happenings(session, alert_ids)
    made = _outreaches(session, [row.Alert.customer_id for row in rows])
    unowned = with_successors and any(not (row.owner and row.owner.active) for row in rows)
    best = successor.best_by_region(session) if unowned else {}
    views = {row.Alert.id: _view(row, happened.get(row.Alert.id, ()), made, best) for row in rows}
    return [views[alert_id] for alert_id in alert_ids if alert_id in views]


def history(session: Session, alert_id: int) -> list[Happening]:
    """Return what happened to an alert, in order."""
    return list(_happenings(session, [alert_id]).get(alert_id, ()))


Owner, Lead, Taker = (aliased(Person, name=name) for name in ("owner", "lead", "taker"))

_QUERY: Select[Alert, Customer, Profile, Person, Person, Person] = (
    select(Alert, Customer, Profile, Owner, Lead, Taker)
    .join(Customer, Customer.id == Alert.customer_id)
    .outerjoin(Profile, Profile.customer_id == Alert.customer_id)
    .outerjoin(Owner, Owner.id == Customer.owner_id)
    .outerjoin(Lead, Lead.id == Owner.manager_id)
    .outerjoin(Taker, Taker.id == Alert.taken_by)
)


def _view(
    row: Any,
    events: tuple[Happening, ...],
    outreaches: Mapping[int, Sequence[Outreach]],
    best: Mapping[str | None, Who],
) -> AlertView:
    """Return the view of an alert from its row of `_QUERY`."""
    alert, customer, profile = row.Alert, row.Customer, row.Profile
    made = outreaches.get(alert.customer_id, ())
    stored: dict[str, Any] = {name: getattr(alert, name) for name in _OF_ALERT}
    figures: dict[str, Any] = {name: getattr(profile, name, None) for name in _OF_PROFILE}
    return AlertView(
        **stored,
        **figures,
        customer=customer.name,
        region=customer.region,
        owner=who(row.owner),
        lead=who(row.lead),
        successor=successor.suggested(customer, row.owner, row.lead, best),
        taken_by=who(row.taker),
        taken_at=next((event.at for event in reversed(events) if event.changes_hands), None) if row.taker else None,
        outreach=next(iter(made), None),
        outreach_before=next((one for one in made if one.day <= alert.as_of), None),
        events=events,
        is_open=customer.status == "open",
    )


_OF_PROFILE = ("tier", "activity", "days_since_last_visit", "last_visit")
_OF_ALERT = (
    "id",
    "rule",
    "customer_id",
    "as_of",
    "found_at",
    "score",
    "value_at_risk",
    "evidence",
    "state",
    "version",
    "announced_at",
    "snoozed_until",
    "snoozed_to_visit_after",
    "escalated",
    "outcome",
    "closed_at",
)


def _happenings(session: Session, alert_ids: Collection[int]) -> dict[int, tuple[Happening, ...]]:
    """Return what happened to some alerts, in order."""
    rows = select(AlertEvent, Person).outerjoin(Person, Person.id == AlertEvent.person_id)
    found = session.execute(
        rows.where(AlertEvent.alert_id.in_(alert_ids)).order_by(AlertEvent.alert_id, AlertEvent.id)
    ).all()
    ids = {to for row in found if (to := row.AlertEvent.detail.get("to"))}
    others = {one.id: who(one) for one in session.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    return {
        alert_id: tuple(
            Happening(
                event.kind,
                event.at,
                who(person),
                event.detail,
                to=others.get(event.detail.get("to", 0)),
                changes_hands="taken_by" in event.before,
            )
            for event, person in rows
        )
        for alert_id, rows in groupby(found, lambda row: row.AlertEvent.alert_id)
    }


def _outreaches(session: Session, customer_ids: Collection[int]) -> dict[int, list[Outreach]]:
    """Return the contacts with some customers, the newest first."""
    rows = select(Contact, Person).outerjoin(Person, Person.id == Contact.person_id)
    of_some = rows.where(Contact.customer_id.in_(customer_ids))
    found = session.execute(of_some.order_by(Contact.customer_id, Contact.day.desc(), Contact.id.desc())).all()
    return {
        customer_id: [Outreach(made.day, made.kind, who(person), made.cause, made.note) for made, person in rows]
        for customer_id, rows in groupby(found, lambda row: row.Contact.customer_id)
    }
