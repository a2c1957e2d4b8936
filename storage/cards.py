"""What is known about one customer: who it is, its figures and labels, and how they came about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from storage.tables import Customer, CustomerName, Profile, ProfileChange, Run, Visit


@dataclass(frozen=True)
class Card:
    """A customer with its owner, what else it is called, and its profile: None until the first classification."""

    customer: Customer
    profile: Profile | None
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """A label that changed on a day; `reason` maps each deciding figure to its values before and after."""

    as_of: date
    label: str
    before: str
    after: str
    reason: Mapping[str, Any]


@dataclass(frozen=True)
class Month:
    """A complete calendar month of a customer: its first day, the visit days in it, the money net of refunds."""

    first: date
    visits: int
    spend: Decimal


@dataclass(frozen=True)
class Day:
    """A day of a customer with receipts: the money net of refunds; a visit if one of them is above zero."""

    day: date
    amount: Decimal
    receipts: int
    visit: bool = True


def of(session: Session, customer_id: int) -> Card:
    """Return the card of a customer.

    Raises:
        NoResultFound: there is no such customer.
    """
    rows = select(Customer, Profile).outerjoin(Profile, Profile.customer_id == Customer.id)
    found = session.execute(rows.options(joinedload(Customer.owner)).where(Customer.id == customer_id)).one()
    named = select(CustomerName.text).where(CustomerName.customer_id == customer_id, CustomerName.kind == "alias")
    aliases = sorted(set(session.scalars(named)) - {found.Customer.name})
    return Card(found.Customer, found.Profile, aliases)


def since(session: Session, profile: Profile, label: str) -> date:
    """Return the day from which a customer has had its present label."""
    latest = select(ProfileChange.as_of).join(Run, Run.id == ProfileChange.run_id)
    return (
        session.scalar(
            latest.where(*_in_force(profile.customer_id), ProfileChange.label == label)
            .order_by(ProfileChange.as_of.desc(), ProfileChange.id.desc())
            .limit(1)
        )
        or profile.since
    )


def changes(session: Session, customer_id: int, labels: Collection[str], *, at_most: int) -> list[Change]:
    """Return a customer's changes of `labels`, newest first, but for those taken back since."""
    rows = (
        select(ProfileChange)
        .join(Run, Run.id == ProfileChange.run_id)
        .where(*_in_force(customer_id), ProfileChange.label.in_(labels))
    )
    newest_first = rows.order_by(ProfileChange.as_of.desc(), ProfileChange.id.desc()).limit(at_most)
    return [Change(row.as_of, row.label, row.before, row.after, row.reason) for row in session.scalars(newest_first)]


def months(session: Session, customer_id: int, *, as_of: date, count: int = 12) -> list[Month]:
    """Return the last complete calendar months of a customer, oldest first."""
    firsts = _complete_months(as_of, count)
    rows = _days(customer_id).where(Visit.day >= firsts[0], Visit.day <= as_of)
    found = [Day(*row) for row in session.execute(rows)]
    by_month = {first: [day for day in found if day.day.replace(day=1) == first] for first in firsts}
    return [
        Month(first, sum(day.visit for day in days), sum((day.amount for day in days), Decimal(0)))
        for first, days in by_month.items()
    ]


def last_visits(session: Session, customer_id: int, *, as_of: date, at_most: int = 10) -> list[Day]:
    """Return a customer's last visit days, newest first."""
    rows = _days(customer_id).where(Visit.day <= as_of).having(func.max(Visit.amount) > Decimal(0))
    return [Day(*row) for row in session.execute(rows.order_by(Visit.day.desc()).limit(at_most))]


def _days(customer_id: int) -> Select[date, Decimal, int, bool]:
    """Select a customer's days with receipts: day, amount, receipts, whether it was a visit."""
    visit = func.max(Visit.amount) > Decimal(0)
    days = select(Visit.day, func.sum(Visit.amount), func.count(), visit).where(Visit.customer_id == customer_id)
    return days.group_by(Visit.day)


def _complete_months(as_of: date, count: int) -> list[date]:
    """Return the first days of the last `count` months that were over by the end of `as_of`, oldest first."""
    tomorrow = as_of + timedelta(days=1)
    last = tomorrow.year * 12 + tomorrow.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - count, last)]


def _in_force(customer_id: int) -> tuple[ColumnElement[bool], ...]:
    """Say which changes of a customer still hold: those of runs that were not superseded."""
    return ProfileChange.customer_id == customer_id, ~Run.superseded
