"""The birthdays and anniversaries of the next days: a call that opens with a congratulation is welcome."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, Integer, func, literal_column, or_, select, type_coerce
from sqlalchemy.orm import Session

from storage.columns import day_number
from storage.tables import Customer, Person, Profile

KINDS = ("birthday", "anniversary")
FIRST_YEAR = 1800
"""Nobody keeps an anniversary of an earlier year."""


@dataclass(frozen=True)
class Occasion:
    """A day that matters to a customer, a birthday or an anniversary (`kind`), and how they stand."""

    customer_id: int
    name: str
    owner_id: int | None
    owner: str | None
    kind: str
    day: date
    days_since_last_visit: int | None
    value: Decimal


def occasions(
    session: Session, *, of: Collection[int], today: date, ahead: int, limit: int
) -> tuple[Sequence[Occasion], int]:
    """Return the first occasions of some people's open customers, from today on, and how many there are.

    Those of a day are in the order of what the customers bring in a year. A 29 February is kept on the 28th in other
    years.
    """
    kept = {then: day for day in (today + timedelta(days=n) for n in range(ahead + 1)) for then in dates_kept(day)}
    dates = {kind: type_coerce(getattr(Customer, kind), Integer) for kind in KINDS}
    worth = func.coalesce(type_coerce(Profile.value_365d, BigInteger), 0)
    query = (
        select(Customer.id, worth, *dates.values())
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .where(Customer.owner_id.in_(of), Customer.status == "open")
        .where(or_(*(_is_one_of(kind, kept) for kind in KINDS)))
    )
    found = [
        (kept[then], -value, customer_id, kind)
        for customer_id, value, *days in session.execute(query)
        for kind, then in zip(KINDS, days, strict=True)
        if then in kept
    ]
    return _described(session, sorted(found)[:limit]), len(found)


def _described(session: Session, found: Sequence[tuple[date, int, int, str]]) -> list[Occasion]:
    """Return occasions from their day, the customer and the kind."""
    columns = (Customer.name, Customer.owner_id, Person.name, Profile.days_since_last_visit, Profile.value_365d)
    query = (
        select(Customer.id, *columns)
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .outerjoin(Person, Person.id == Customer.owner_id)
        .where(Customer.id.in_([customer_id for _, _, customer_id, _ in found]))
    )
    known = {row.id: row for row in session.execute(query)}
    described = []
    for day, _, customer_id, kind in found:
        _, name, owner_id, owner, away, value = known[customer_id]
        described.append(Occasion(customer_id, name, owner_id, owner, kind, day, away, value or Decimal(0)))
    return described


def _is_one_of(kind: str, days: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a date is one of so many days that they go written out: as values they take longer."""
    return literal_column(f"customers.{kind} IN ({', '.join(map(str, days))})")


def dates_kept(day: date) -> Iterator[int]:
    """Yield the dates of all years that are kept on a day, in days since 1970-01-01."""
    leaps = (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
    for year in range(FIRST_YEAR, day.year + 1):
        for of_month in (day.day, 29) if leaps else (day.day,):
            try:
                yield day_number(date(year, day.month, of_month))
            except ValueError:
                continue
