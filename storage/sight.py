"""Which customers somebody may see, by whose they are; and the condition that leaves a query nothing else."""

from __future__ import annotations

from dataclasses import dataclass

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


def condition(sight: Sight) -> ColumnElement[bool] | None:
    """Return the condition on `Customer` that a query for what is in sight has; None where everything is."""
    if sight.owners is None:
        return None
    owned = Customer.owner_id.in_(sorted(sight.owners))
    return or_(owned, Customer.owner_id.is_(None)) if sight.unowned else owned
