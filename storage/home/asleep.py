"""The customers who are falling asleep and can still be woken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, cast, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from segmentation import money
from segmentation.models.value_group import MVC
from storage.holdings import accounts, of_people
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
    some = accounts(Profile.tier == MVC.key) if of is None else of_people(session, of)
    return described(session, session.execute(first(some, as_of=as_of, limit=limit)).all())


def first(some: CTE, *, as_of: date, limit: int) -> Select[Any]:
    """Return the query for the first of some accounts that are falling asleep and not known to be away.

    With each come how many there are, and what is at risk with all of them.
    """
    value_at_risk = cast(func.sum(some.c.value_at_risk).over(), BigInteger)
    columns = (some.c.id, func.count().over().label("accounts"), value_at_risk.label("value_at_risk"))
    found = select(*columns).where(some.c.activity.in_(TO_WAKE), not_(_away(some.c.id, as_of)))
    return found.order_by(some.c.value_at_risk.desc(), some.c.id).limit(limit)


def described(session: Session, rows: Sequence[Sequence[Any]]) -> Asleep:
    """Return what the rows of such a query tell."""
    if not rows:
        return Asleep()
    _, total, value_at_risk = rows[0]
    return Asleep(_described(session, [customer_id for customer_id, *_ in rows]), total, money.shown(value_at_risk))


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
    most_first = named.order_by(Profile.value_at_risk.desc(), Profile.customer_id)
    return [Dozer(*row) for row in session.execute(most_first)]


def _away(customer_id: ColumnElement[int], day: date) -> ColumnElement[bool]:
    """Return the condition that a customer is known to be away on a day."""
    lasts = or_(Absence.last_day.is_(None), Absence.last_day >= day)
    return exists().where(Absence.customer_id == customer_id, Absence.first_day <= day, lasts)
