"""Which customers somebody may see, by whose they are; and the condition that leaves a query nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, or_

from storage.tables import Customer


@dataclass(frozen=True)
class Sight:
    """The customers of `owners`, of everybody and nobody where that is None; with `unowned` also those of nobody."""

    owners: frozenset[int] | None = frozenset()
    unowned: bool = False

    def __and__(self, other: Sight) -> Sight:
        """Return what is in both."""
        if self.owners is None:
            return other
        if other.owners is None:
            return self
        return Sight(self.owners & other.owners, self.unowned and other.unowned)

    def covers(self, owner_id: int | None) -> bool:
        """Say whether a customer of this owner, or of nobody, is in it."""
        if self.owners is None:
            return True
        return self.unowned if owner_id is None else owner_id in self.owners


EVERYTHING = Sight(None, unowned=True)
NOTHING = Sight()


@lru_cache(maxsize=256)
def condition(sight: Sight, *, is_sought: bool = True) -> ColumnElement[bool] | None:
    """Return the condition on `Customer` that a query for what is in sight has; None where everything is.

    Args:
        is_sought: whether the index of owners may find the rows; not where another one finds fewer.
    """
    if sight.owners is None:
        return None
    owner = Customer.owner_id if is_sought else Customer.owner_id + 0
    owned = owner.in_(sorted(sight.owners))
    return or_(owned, owner.is_(None)) if sight.unowned else owned
