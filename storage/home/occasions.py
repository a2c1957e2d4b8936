"""The birthdays and anniversaries of the next days: a call that opens with a congratulation is welcome."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.tables import Customer, Person, Profile

KINDS = ("birthday", "anniversary")
FIRST_YEAR = 1800
"""Nobody keeps an anniversary of an earlier year."""


@dataclass(frozen=True)
class Occasion:
    """A day that matters to a customer, and how they stand."""

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
    dates = {kind: getattr(Customer, kind) for kind in KINDS}
    near = or_(*(column.in_(kept) for column in dates.values()))
    query = (
        select(Customer, Person.name, Profile.days_since_last_visit, Profile.value_365d)
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .outerjoin(Person, Person.id == Customer.owner_id)
        .where(Customer.owner_id.in_(of), Customer.status == "open", near)
    )
    found = [
        Occasion(customer.id, customer.name, customer.owner_id, owner, kind, kept[then], away, value or Decimal(0))
        for customer, owner, away, value in session.execute(query)
        for kind in KINDS
        if (then := getattr(customer, kind)) in kept
    ]
    found.sort(key=lambda one: (one.day, -one.value, one.customer_id))
    return found[:limit], len(found)


def _dates_kept(day: date) -> Iterator[date]:
    """Yield the dates of all years that are kept on a day."""
    leaps = (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
    for year in range(FIRST_YEAR, day.year + 1):
        for of_month in (day.day, 29) if leaps else (day.day,):
            try:
                yield date(year, day.month, of_month)
            except ValueError:
                continue
