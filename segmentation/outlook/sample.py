"""A bounded part of the customers to learn from: always the same ones, in whatever order their visits pass by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from segmentation.outlook.visit_days import VisitDays, below_one_another, visit_days
from segmentation.visits import Ints, Truths, VisitsByCustomer

ROOM = 200_000
"""Visit days that are kept at most."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio: its multiples by numbers that follow one another fall evenly everywhere."""


@dataclass
class Sample:
    """The visit days of as many customers as there is room for; whether one is among them, its number decides.

    `customers` are the ones to choose from, ascending; visits after the day `as_of` are not looked at.
    """

    customers: Ints
    as_of: int
    _parts: list[VisitDays] = field(default_factory=list)
    _halvings: int = 0

    def through(self, groups: Iterable[VisitsByCustomer]) -> Iterator[VisitsByCustomer]:
        """Yield groups of visits as they come, and keep what belongs to the sample."""
        for group in groups:
            self._keep(group)
            yield group

    def visit_days(self) -> VisitDays:
        """Return what was kept."""
        return below_one_another(self._parts)

    def _keep(self, group: VisitsByCustomer) -> None:
        """Keep the chosen customers of a group; where there is no room for them, choose half as many of all."""
        may_be = np.isin(group.customer_id, self.customers, assume_unique=True)
        chosen = may_be & _chosen(group.customer_id, self._halvings)
        self._parts.append(visit_days(_only(group, chosen).until(self.as_of)))
        while sum(len(part.day) for part in self._parts) > ROOM:
            self._halvings += 1
            self._parts = [part.only(_chosen(part.customer_id, self._halvings)) for part in self._parts]


def bounded(days: VisitDays, *, as_of: int) -> VisitDays:
    """Return the visit days of as many customers as there is room for, by what is known on a day: as a sample would."""
    visits = days.until(as_of) - days.offset[:-1]
    halvings = 0
    while visits[_chosen(days.customer_id, halvings)].sum() > ROOM:
        halvings += 1
    return days.only(_chosen(days.customer_id, halvings)) if halvings else days


def _chosen(customer_id: Ints, halvings: int) -> Truths:
    """Say which customers are among the chosen ones after everybody was halved some times."""
    place = (customer_id.astype(np.uint64) * _SPREAD) >> np.uint64(32)
    chosen: Truths = place < (1 << 32 >> halvings)
    return chosen


def _only(visits: VisitsByCustomer, some: Truths) -> VisitsByCustomer:
    """Leave out customers, and of the others all but days and amounts."""
    count = np.diff(visits.offset)
    kept = np.repeat(some, count)
    offset = np.concatenate(([0], np.cumsum(count[some])))
    return VisitsByCustomer(visits.customer_id[some], offset, visits.day[kept], visits.amount[kept])
