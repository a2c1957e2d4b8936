"""What people look after in few numbers, counted by the database: no account of a large team travels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, and_, cast, func, select, type_coerce, union_all
from sqlalchemy.orm import Session

from segmentation import money
from segmentation.models.value_group import MVC
from storage.alerts.sleepers import ASLEEP
from storage.tables import Customer, Profile

Kind = tuple[str | None, str | None]
"""Tier and stage, None of accounts that are not classified yet."""


class Sum(NamedTuple):
    """Accounts added up: how many, what they bring in 365 days, what of that is at risk; money in ten-thousandths."""

    accounts: int = 0
    value: int = 0
    value_at_risk: int = 0


class Share(NamedTuple):
    """A part of what somebody looks after: how many accounts, and what they bring in 365 days."""

    accounts: int
    value: Decimal


@dataclass(frozen=True)
class Holding:
    """Somebody's open accounts, added up by kind; money is shown as an exact decimal."""

    kinds: Mapping[Kind, Sum]

    @property
    def accounts(self) -> int:
        """How many there are."""
        return added_up(self.kinds.values()).accounts

    @property
    def value(self) -> Decimal:
        """What they bring in 365 days."""
        return money.shown(added_up(self.kinds.values()).value)

    @property
    def vips(self) -> int:
        """How many are in the top tier."""
        return sum(each.accounts for (tier, _), each in self.kinds.items() if tier == MVC.key)

    @property
    def dormant(self) -> int:
        """How many are dormant or worse."""
        return self._asleep.accounts

    @property
    def value_at_risk(self) -> Decimal:
        """What those bring who are dormant or worse."""
        return money.shown(self._asleep.value_at_risk)

    @property
    def by_tier(self) -> Mapping[str | None, Share]:
        """The part of each tier."""
        return _shares((tier, each) for (tier, _), each in self.kinds.items())

    @property
    def by_stage(self) -> Mapping[str | None, Share]:
        """The part of each stage."""
        return _shares((stage, each) for (_, stage), each in self.kinds.items())

    @property
    def _asleep(self) -> Sum:
        """Those who are dormant or worse."""
        return added_up(each for (_, stage), each in self.kinds.items() if stage in ASLEEP)


def holdings(session: Session, people: Collection[int]) -> dict[int, Holding]:
    """Return what each of `people` looks after, by their id; nothing of those who own nothing."""
    return held(people, session.execute(sums(of_people(session, people))))


def accounts(which: ColumnElement[bool]) -> CTE:
    """Return the query for some open accounts, with what is added up of them; money in ten-thousandths."""
    joined = select(Customer.id, Customer.owner_id, *_ADDED_UP).outerjoin(Profile, Profile.customer_id == Customer.id)
    return joined.where(which, Customer.status == "open").cte("accounts")


def of_people(session: Session, people: Collection[int]) -> CTE:
    """Return the same query for the open accounts of some people; on PostgreSQL, most of them read in a row."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return accounts(Customer.owner_id.in_(people)) if is_sqlite else _in_a_row(people)


def _in_a_row(people: Collection[int]) -> CTE:
    """Return the query for people's open accounts as PostgreSQL is quickest with it, which is slow to look profiles up.

    Those of whoever had the same owner when they were classified lie together in an index; only others are looked up.
    """
    is_near = (Profile.customer_id == Customer.id, Profile.owner_id == Customer.owner_id, Profile.owner_id.in_(people))
    joined = select(Customer.id, Customer.owner_id, *_ADDED_UP).outerjoin(Profile, and_(*is_near))
    theirs = joined.where(Customer.owner_id.in_(people), Customer.status == "open").cte("theirs")
    far = select(theirs.c.id, theirs.c.owner_id, *_ADDED_UP).outerjoin(Profile, Profile.customer_id == theirs.c.id)
    near = select(theirs).where(theirs.c.tier.is_not(None))
    return union_all(near, far.where(theirs.c.tier.is_(None))).cte("accounts")


_ADDED_UP = (
    Profile.tier,
    Profile.activity,
    type_coerce(Profile.value_365d, BigInteger).label("value"),
    type_coerce(Profile.value_at_risk, BigInteger).label("value_at_risk"),
)
"""What is added up of an account."""


def sums(some: CTE) -> Select[Any]:
    """Return the query that adds accounts up, by owner, tier and stage."""
    by = (some.c.owner_id, some.c.tier, some.c.activity)
    return select(*by, func.count(), _total(some.c.value), _total(some.c.value_at_risk)).group_by(*by)


def held(people: Collection[int], rows: Iterable[Sequence[Any]]) -> dict[int, Holding]:
    """Return what each of `people` looks after, from the rows of such a query."""
    kinds: dict[int, dict[Kind, Sum]] = {person: {} for person in people}
    for person, tier, stage, *added in rows:
        kinds[person][tier, stage] = Sum(*added)
    return {person: Holding(kinds[person]) for person in people}


def together(some: Iterable[Holding]) -> Holding:
    """Return what several people look after, as if it were one's."""
    sums: dict[Kind, list[Sum]] = defaultdict(list)
    for holding in some:
        for kind, each in holding.kinds.items():
            sums[kind].append(each)
    return Holding({kind: added_up(each) for kind, each in sums.items()})


def added_up(sums: Iterable[Sum]) -> Sum:
    """Return several sums as one."""
    return Sum(*map(sum, zip(*sums, strict=True)))


def _total(money: ColumnElement[int]) -> ColumnElement[int]:
    """Return the sum of amounts; 0 where there are none."""
    return cast(func.coalesce(func.sum(money), 0), BigInteger)


def _shares(sums: Iterable[tuple[str | None, Sum]]) -> dict[str | None, Share]:
    """Return how many accounts there are of each name, and what they bring."""
    found: dict[str | None, list[Sum]] = defaultdict(list)
    for name, each in sums:
        found[name].append(each)
    totals = {name: added_up(some) for name, some in found.items()}
    return {name: Share(total.accounts, money.shown(total.value)) for name, total in totals.items()}
