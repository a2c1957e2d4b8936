"""The birthdays and anniversaries of the next days: a call that opens with a congratulation is welcome."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, func, literal_column, or_, select, type_coerce
from sqlalchemy.orm import Session

from storage.columns import day_number
from storage.tables import Customer, Person, Profile

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
    kept = {then: day for day in (today + timedelta(days=n) for n in range(ahead + 1)) for then in _dates_kept(day)}
    query = (
        select(*_COLUMNS)
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .outerjoin(Person, Person.id == Customer.owner_id)
        .where(Customer.owner_id.in_(of), Customer.status == "open")
        .where(or_(*(_is_one_of(kind, kept) for kind in ("birthday", "anniversary"))))
    )
    found = [
        Occasion(row.id, row.name, row.owner_id, row.owner, kind, kept[then], row.days_since_last_visit, row.value)
        for row in session.execute(query)
        for kind, then in (("birthday", row.birthday), ("anniversary", row.anniversary))
        if then in kept
    ]
    found.sort(key=lambda one: (one.day, -one.value, one.customer_id))
    return found[:limit], len(found)


_COLUMNS = (
    Customer.id,
    Customer.name,
    Customer.owner_id,
    Person.name.label("owner"),
    type_coerce(Customer.birthday, Integer).label("birthday"),
    type_coerce(Customer.anniversary, Integer).label("anniversary"),
    Profile.days_since_last_visit,
    func.coalesce(Profile.value_365d, 0).label("value"),
)


def _is_one_of(kind: str, days: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a date is one of so many days that they go written out: as values they take longer."""
    return literal_column(f"customers.{kind} IN ({', '.join(map(str, days))})")


def _dates_kept(day: date) -> Iterator[int]:
    """Yield the dates of all years that are kept on a day, in days since 1970-01-01."""
    leaps = (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
    for year in range(FIRST_YEAR, day.year + 1):
        for of_month in (day.day, 29) if leaps else (day.day,):
            try:
                yield day_number(date(year, day.month, of_month))
            except ValueError:
                continue
