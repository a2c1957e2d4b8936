"""The customers who changed tier in a run, the most valuable first."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import Customer, Profile, ProfileChange


@dataclass(frozen=True)
class Mover:
    """A customer whose tier changed, and the value of its last 365 days now."""

    name: str
    before: str
    after: str
    value: Decimal


def largest(session: Session, run_id: int, *, limit: int) -> list[Mover]:
    """Return the open customers whose tier a run changed, by the size of their value, gained or lost."""
    query = (
        select(Customer.name, ProfileChange.before, ProfileChange.after, Profile.value_365d)
        .join(Customer, Customer.id == ProfileChange.customer_id)
        .join(Profile, Profile.customer_id == ProfileChange.customer_id)
        .where(ProfileChange.run_id == run_id, ProfileChange.label == "tier", Customer.status == "open")
        .order_by(func.abs(Profile.value_365d).desc(), Customer.id)
        .limit(limit)
    )
    return [Mover(*row) for row in session.execute(query)]
