"""The days on which customers came, laid out so that any past day can be asked for without looking at each visit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from segmentation.visits import Days, Ints, Truths, VisitsByCustomer

Floats = npt.NDArray[np.float64]

MARKS = 16
"""Moments, as many visits from one to the next, for which it is kept how far each customer had come."""


@dataclass(frozen=True)
class VisitDays:
    """Visit days of n customers as flat arrays, sorted by customer and day, each day of a customer once; m in all.

    Attributes:
        customer_id: n customers, ascending.
        offset: n + 1 positions; the days of customer i are `offset[i]:offset[i + 1]`.
        day: m days since 1970-01-01.
        paid: m amounts in ten-thousandths, what was paid on the day.
    """

    customer_id: Ints
    offset: Ints
    day: Days
    paid: Ints

    def until(self, day: Ints | int) -> Ints:
        """Return for each customer the position after the last visit up to a day, or up to each of several, ascending.

        Of several days it is everybody's for the first, then for the next, and so on. It takes no search: the visits
        since the last mark are added to what it says, and then those from one day to the next.
        """
        n, since = len(self.customer_id), np.atleast_1d(day) - self._first + 1
        seen = self._seen[np.clip(since, 0, len(self._seen) - 1)]
        mark = int(seen[0]) // self._step
        later = np.repeat(np.arange(1, len(seen)) * n, np.diff(seen)) + self._in_order[seen[0] : seen[-1]]
        position = np.bincount(later, minlength=len(seen) * n).reshape(len(seen), n)
        position[0] = self._marks[mark] + np.bincount(self._in_order[mark * self._step : seen[0]], minlength=n)
        return position.cumsum(axis=0, out=position).ravel()

    def until_each(self, customer: Ints, day: Days) -> Ints:
        """Return the positions after the last visits of some customers, 0 to n - 1, up to a day each."""
        asked = np.clip(day.astype(np.int64) - self._first, -1, self._width - 2)
        return np.searchsorted(self._key, customer * self._width + asked, side="right")

    def only(self, some: Truths) -> "VisitDays":
        """Leave out customers."""
        count = np.diff(self.offset)
        offset = np.concatenate(([0], np.cumsum(count[some])))
        kept = np.repeat(some, count)
        return VisitDays(self.customer_id[some], offset, self.day[kept], self.paid[kept])

    @cached_property
    def gap(self) -> Ints:
        """The days since the customer's visit before, 0 at the first."""
        gap = np.zeros(len(self.day), dtype=np.int64)
        gap[1:] = self.day[1:] - self.day[:-1]
        gap[self.offset[:-1][np.diff(self.offset) > 0]] = 0
        return gap

    @cached_property
    def longest_gap(self) -> Ints:
        """The longest gap of the customer up to each visit."""
        above = self._customer * self._width
        return np.asarray(np.maximum.accumulate(above + self.gap) - above)

    @cached_property
    def gap_squares(self) -> Ints:
        """The running sum of the squares of all gaps, also across customers: only differences mean something."""
        return np.concatenate(([0], np.cumsum(self.gap**2)))

    @cached_property
    def spent(self) -> Ints:
        """The running sum of what was paid, also across customers: only differences mean something."""
        return np.concatenate(([0], np.cumsum(self.paid, dtype=np.int64)))

    @cached_property
    def _customer(self) -> Ints:
        """The customer of each visit, 0 to n - 1."""
        return np.repeat(np.arange(len(self.customer_id)), np.diff(self.offset))

    @cached_property
    def _in_order(self) -> Ints:
        """The customer of each visit, by day."""
        day = self.day - self._first
        return self._customer[np.argsort(day.astype(np.uint16) if self._width < 2**16 else day, kind="stable")]

    @cached_property
    def _seen(self) -> Ints:
        """How many visits of all there were before the first day, up to it, up to the next, and so on."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.day - self._first))))

    @cached_property
    def _step(self) -> int:
        """The visits from one mark to the next."""
        return len(self.day) // MARKS + 1

    @cached_property
    def _marks(self) -> npt.NDArray[np.int32]:
        """For each customer the position after the last of the first 0, `_step`, twice as many visits of all, ..."""
        n, order = len(self.customer_id), self._in_order
        marks = np.empty((len(order) // self._step + 1, n), dtype=np.int32)
        marks[0] = self.offset[:-1]
        for mark in range(1, len(marks)):
            between = order[(mark - 1) * self._step : mark * self._step]
            marks[mark] = marks[mark - 1] + np.bincount(between, minlength=n)
        return marks

    @cached_property
    def _key(self) -> Ints:
        """Customer and day in one ascending number."""
        return np.asarray(self._customer * self._width + (self.day - self._first))

    @cached_property
    def _first(self) -> int:
        """The day of the first visit of all."""
        return int(self.day.min(initial=2**31 - 1)) if len(self.day) else 0

    @cached_property
    def _width(self) -> int:
        """The days from the first visit of all to the last, the day before and the day after."""
        return int(self.day.max() - self._first) + 3 if len(self.day) else 3


def visit_days(visits: VisitsByCustomer) -> VisitDays:
    """Return the days with a receipt over zero, and the sum of such receipts on each."""
    customer = np.repeat(np.arange(len(visits.customer_id)), np.diff(visits.offset))
    came = first_receipts(visits, customer)
    count = np.bincount(customer[came], minlength=len(visits.customer_id))
    paid = np.add.reduceat(np.maximum(visits.amount, 0), came) if len(came) else np.empty(0, dtype=np.int64)
    return VisitDays(visits.customer_id, np.concatenate(([0], np.cumsum(count))), visits.day[came], paid)


def first_receipts(visits: VisitsByCustomer, customer: Ints) -> Ints:
    """Return the positions of the first receipt over zero on every day of every customer."""
    paid = np.flatnonzero(visits.amount > 0)
    day, who = visits.day[paid], customer[paid]
    other = (day[1:] != day[:-1]) | (who[1:] != who[:-1])
    return np.concatenate((paid[:1], paid[1:][other]))


def below_one_another(parts: list[VisitDays]) -> VisitDays:
    """Put groups of customers, ascending, into one."""
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return VisitDays(nothing, np.zeros(1, dtype=np.int64), nothing, nothing)
    counts = np.concatenate([np.diff(part.offset) for part in parts])
    return VisitDays(
        np.concatenate([part.customer_id for part in parts]),
        np.concatenate(([0], np.cumsum(counts))),
        np.concatenate([part.day for part in parts]),
        np.concatenate([part.paid for part in parts]),
    )
