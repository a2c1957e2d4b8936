"""Who changed tier within a week: customer by customer for some people, counted for everybody.

What is counted for everybody is kept with each classification, and with what visits change until the next one.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from storage.outcome import Move
from storage.runs import CLASSIFICATION
from storage.tables import Customer, Person, Profile, ProfileChange, Run

TIER = "tier"
WEEK = timedelta(days=7)

MANY = 20_000
"""So many changes are more than the customers of most teams."""


@dataclass(frozen=True)
class Mover:
    """A customer who is in another tier than a week ago."""

    customer_id: int
    name: str
    owner_id: int | None
    owner: str | None
    before: str
    after: str
    value: Decimal


def movers(session: Session, *, of: Collection[int], as_of: date, limit: int) -> tuple[Sequence[Mover], int]:
    """Return who of some people's open customers changed tier within the week that ends with a day, and how many did.

    The largest in value, gained or lost, come first; who is back where they were has not changed. Where few have
    changed at all, they are looked through for the people's customers, else these for changes.
    """
    few = sum(move.customers for move in movement(session, as_of=as_of)) < MANY
    owner_id = Customer.owner_id + 0 if few else Customer.owner_id
    changes = (
        select(*_COLUMNS)
        .join(Run, Run.id == ProfileChange.run_id)
        .join(Customer, Customer.id == ProfileChange.customer_id)
        .join(Profile, Profile.customer_id == Customer.id)
        .outerjoin(Person, Person.id == Customer.owner_id)
        .where(_OF_TIER, ProfileChange.as_of > as_of - WEEK, ~Run.superseded)
        .where(owner_id.in_(of), Customer.status == "open")
        .order_by(ProfileChange.id)
    )
    moved: dict[int, Mover] = {}
    for row in session.execute(changes):
        mover = Mover(**row._mapping)
        began = moved.get(row.customer_id, mover).before
        moved[row.customer_id] = replace(mover, before=began)
    found = [one for one in moved.values() if one.before != one.after]
    found.sort(key=lambda one: (-abs(one.value), one.customer_id))
    return found[:limit], len(found)


_OF_TIER = ProfileChange.label == literal_column(f"'{TIER}'")
"""Written out, or the index of these changes would not be used."""

_COLUMNS = (
    ProfileChange.customer_id,
    Customer.name,
    Customer.owner_id,
    Person.name.label("owner"),
    ProfileChange.before,
    ProfileChange.after,
    Profile.value_365d.label("value"),
)


def movement(session: Session, *, as_of: date) -> list[Move]:
    """Return how many customers went from which tier to which within the week that ends with a day, most first."""
    recent = select(Run.summary).where(Run.kind == CLASSIFICATION, Run.finished_at.is_not(None), ~Run.superseded)
    counts: Counter[tuple[str, str]] = Counter()
    for summary in session.scalars(recent.where(Run.as_of > as_of - WEEK)):
        for label, before, after, customers in (summary or {}).get("moves", ()):
            if label == TIER:
                counts[before, after] += customers
    return [Move(TIER, *pair, customers) for pair, customers in sorted(counts.items(), key=lambda one: (-one[1], one))]
