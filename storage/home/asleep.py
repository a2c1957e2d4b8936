"""The customers who are falling asleep and can still be woken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from segmentation.models.value_group import MVC
from storage.tables import Absence, Customer, Person, Profile

TO_WAKE = ("dormant", "shock")
"""The stages from which customers are woken; dead and buried ones are not contacted by default."""


@dataclass(frozen=True)
class Dozer:
    """A customer who is falling asleep, and whose they are."""

    customer_id: int
    name: str
    owner_id: int | None
    owner: str | None
    stage: str
    days_since_last_visit: int | None
    value_at_risk: Decimal


@dataclass(frozen=True)
class Asleep:
    """The first of them, most value at risk first; how many there are, and what they bring in a year."""

    described: Sequence[Dozer] = ()
    total: int = 0
    value_at_risk: Decimal = Decimal(0)


def asleep(session: Session, *, of: Collection[int] | None, as_of: date, limit: int) -> Asleep:
    """Return who of some people's open customers is falling asleep and not known to be away.

    Args:
        of: ids of the owners; None for everybody's customers, of whom only the best (MVC) are looked at.
    """
    whose = [Profile.tier == MVC.key] if of is None else [Customer.owner_id.in_(of)]
    sums = (func.count().over(), func.sum(Profile.value_at_risk).over())
    joined = select(Profile.customer_id, *sums).join(Customer, Customer.id == Profile.customer_id)
    found = joined.where(*whose, Customer.status == "open", Profile.activity.in_(TO_WAKE), not_(_away(as_of)))
    first = session.execute(found.order_by(*_MOST).limit(limit)).all()
    if not first:
        return Asleep()
    _, total, value_at_risk = first[0]
    return Asleep(_described(session, [customer_id for customer_id, _, _ in first]), total, value_at_risk)


_MOST = (Profile.value_at_risk.desc(), Profile.customer_id)
"""Most value at risk first."""


def _described(session: Session, customer_ids: Collection[int]) -> list[Dozer]:
    """Return customers by their ids: asked for apart, so that who has no place in the list need not be read."""
    columns = (
        Profile.customer_id,
        Customer.name,
        Customer.owner_id,
        Person.name,
        Profile.activity,
        Profile.days_since_last_visit,
        Profile.value_at_risk,
    )
    joined = select(*columns).join(Customer, Customer.id == Profile.customer_id)
    named = joined.outerjoin(Person, Person.id == Customer.owner_id).where(Customer.id.in_(customer_ids))
    return [Dozer(*row) for row in session.execute(named.order_by(*_MOST))]


def _away(day: date) -> ColumnElement[bool]:
    """Return the condition that a customer is known to be away on a day."""
    lasts = or_(Absence.last_day.is_(None), Absence.last_day >= day)
    return exists().where(Absence.customer_id == Profile.customer_id, Absence.first_day <= day, lasts)
