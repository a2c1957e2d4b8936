"""The best customers by spend, and which of them are falling asleep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from storage.sight import EVERYTHING, Sight, condition
from storage.tables import Customer, Person, Profile, Visit

SPARE = 50
"""So many customers equal to the last one are found without asking again."""

MOST = 10_000
"""The most customers equal to the last one that are looked at."""

FEW = 50_000
"""So many customers of a scope are soon looked through; of more, the best are soon met among the best of all."""


@dataclass(frozen=True)
class Scope:
    """Whose customers are looked at, if they are in sight: one owner's, those of some regions, or everybody's."""

    owner_id: int | None = None
    regions: tuple[str, ...] = ()
    sight: Sight = EVERYTHING


EVERYBODY = Scope()


@dataclass(frozen=True)
class Regular:
    """One of the best customers by spend, as of the last classification."""

    customer_id: int
    name: str
    owner: str | None
    region: str | None
    tier: str
    stage: str
    last_visit: date | None
    days_since_last_visit: int | None
    cadence_days: float | None
    spend_365d: Decimal
    value_at_risk: Decimal


@dataclass(frozen=True)
class Attendance:
    """What one customer spent, net of refunds, on each day with a visit, and on days with nothing but refunds."""

    regular: Regular
    visits: Mapping[date, Decimal] = field(default_factory=dict)
    refunds: Mapping[date, Decimal] = field(default_factory=dict)


def top(session: Session, n: int, scope: Scope = EVERYBODY) -> list[Regular]:
    """Return the `n` open customers of `scope` who spent most in 365 days, and those equal to the last; most first."""
    found = _most(session, scope, at_most=n + SPARE)
    if len(found) == n + SPARE and found[-1].spend_365d == found[n - 1].spend_365d:
        found = _most(session, scope, at_most=n + MOST)
    enough = found[:n] + [regular for regular in found[n:] if regular.spend_365d == found[n - 1].spend_365d]
    return sorted(enough, key=lambda regular: (-regular.spend_365d, regular.customer_id))


def _most(session: Session, scope: Scope, *, at_most: int) -> list[Regular]:
    """Return the open customers of `scope`, most spend first."""
    some = select(Customer.id).where(*_within(scope)).limit(FEW + 1).subquery()
    are_few = (session.scalar(select(func.count()).select_from(some)) or 0) <= FEW
    rows = select(*_COLUMNS).join(Customer, Customer.id == Profile.customer_id)
    named = rows.outerjoin(Person, Person.id == Customer.owner_id)
    named = named.where(Customer.status == "open", *_within(scope, is_sought=are_few))
    ordered = named.order_by(Profile.spend_365d.desc()).limit(at_most)
    return [Regular(**row) for row in session.execute(ordered).mappings()]


def attendance(session: Session, regulars: Sequence[Regular], *, first: date, last: date) -> list[Attendance]:
    """Return what each of `regulars` spent on which day from `first` to `last`."""
    days = (
        select(Visit.customer_id, Visit.day, func.max(Visit.amount), func.sum(Visit.amount))
        .where(Visit.customer_id.in_([regular.customer_id for regular in regulars]), Visit.day.between(first, last))
        .group_by(Visit.customer_id, Visit.day)
    )
    found: dict[int, tuple[dict[date, Decimal], dict[date, Decimal]]] = {}
    for customer_id, day, largest, amount in session.execute(days):
        visits, refunds = found.setdefault(customer_id, ({}, {}))
        (visits if largest > 0 else refunds)[day] = amount
    return [Attendance(regular, *found.get(regular.customer_id, ({}, {}))) for regular in regulars]


def regions(session: Session, sight: Sight = EVERYTHING) -> list[str]:
    """Return the regions that customers in sight are in, by leaping in their index from each region to the next."""
    leaps = select(func.min(Customer.region).label("region")).cte("regions", recursive=True)
    following = select(func.min(Customer.region)).where(Customer.region > leaps.c.region).scalar_subquery()
    leaps = leaps.union_all(select(following).where(leaps.c.region.is_not(None)))
    found = select(leaps.c.region)
    if (limit := condition(sight)) is not None:
        found = found.where(exists().where(Customer.region == leaps.c.region, limit))
    return [region for region in session.scalars(found) if region]


_COLUMNS = (
    Profile.customer_id,
    Customer.name,
    Person.name.label("owner"),
    Customer.region,
    Profile.tier,
    Profile.activity.label("stage"),
    Profile.last_visit,
    Profile.days_since_last_visit,
    Profile.cadence_days,
    Profile.spend_365d,
    Profile.value_at_risk,
)


def _within(scope: Scope, *, is_sought: bool = True) -> list[ColumnElement[bool]]:
    """Return the conditions that a customer is within `scope`; with `is_sought` an index may find those who are."""
    within: list[ColumnElement[bool]] = []
    if (limit := condition(scope.sight, is_sought=is_sought)) is not None:
        within.append(limit)
    if scope.owner_id is not None:
        within.append(Customer.owner_id == scope.owner_id)
    if scope.regions:
        within.append((Customer.region if is_sought else Customer.region + "").in_(scope.regions))
    return within
