"""What people look after in few numbers, counted by the database: no account of a large team travels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, type_coerce
from sqlalchemy.orm import Mapped, Session

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
    by = (Customer.owner_id, Profile.tier, Profile.activity)
    rows = (
        select(*by, func.count(), _total(Profile.value_365d), _total(Profile.value_at_risk))
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .where(Customer.owner_id.in_(people), Customer.status == "open")
        .group_by(*by)
    )
    kinds: dict[int | None, dict[Kind, Sum]] = {person: {} for person in people}
    for person, tier, stage, *sums in session.execute(rows):
        kinds[person][tier, stage] = Sum(*sums)
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


def _total(money: Mapped[Decimal]) -> ColumnElement[int]:
    """Return the sum of a column in ten-thousandths; 0 where there is none."""
    return cast(func.coalesce(func.sum(type_coerce(money, BigInteger)), 0), BigInteger)


def _shares(sums: Iterable[tuple[str | None, Sum]]) -> dict[str | None, Share]:
    """Return how many accounts there are of each name, and what they bring."""
    found: dict[str | None, list[Sum]] = defaultdict(list)
    for name, each in sums:
        found[name].append(each)
    totals = {name: added_up(some) for name, some in found.items()}
    return {name: Share(total.accounts, money.shown(total.value)) for name, total in totals.items()}
