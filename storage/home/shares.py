"""Whole books in few numbers, counted by the database: no account of a large team travels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from segmentation.models.value_group import MVC
from storage.alerts.sleepers import ASLEEP
from storage.tables import Customer, Profile

Kind = tuple[str | None, str | None]
"""Tier and stage, None of customers who are not classified yet."""


@dataclass(frozen=True)
class Accounts:
    """Somebody's open accounts: how many of each kind, and what they all bring in 365 days."""

    kinds: Mapping[Kind, int] = field(default_factory=dict)
    value: Decimal = Decimal(0)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.kinds.values())

    @property
    def vips(self) -> int:
        """How many are in the top tier."""
        return sum(count for (tier, _), count in self.kinds.items() if tier == MVC.key)

    @property
    def dormant(self) -> int:
        """How many are dormant or worse."""
        return sum(count for (_, stage), count in self.kinds.items() if stage in ASLEEP)

    @property
    def stages(self) -> Mapping[str | None, int]:
        """How many are in each stage."""
        counts: Counter[str | None] = Counter()
        for (_, stage), count in self.kinds.items():
            counts[stage] += count
        return counts

    def __add__(self, other: Accounts) -> Accounts:
        """Return both together."""
        return Accounts(Counter(self.kinds) + Counter(other.kinds), self.value + other.value)


def shares(session: Session, of: Collection[int]) -> dict[int, Accounts]:
    """Return the open accounts of each of some people; of those who own nothing, none."""
    rows = (
        select(Customer.owner_id, Profile.tier, Profile.activity, func.count(), func.sum(Profile.value_365d))
        .outerjoin(Profile, Profile.customer_id == Customer.id)
        .where(Customer.owner_id.in_(of), Customer.status == "open")
        .group_by(Customer.owner_id, Profile.tier, Profile.activity)
    )
    found = dict.fromkeys(of, Accounts())
    for owner, tier, stage, count, value in session.execute(rows):
        if owner is not None:
            found[owner] += Accounts({(tier, stage): count}, value or Decimal(0))
    return found
