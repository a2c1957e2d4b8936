"""The periods that figures look at: windows that end with a day, and the complete months before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from segmentation.visits import Days, Ints, Truths

MONTHS = 13
EVER = -(2**31)
"""A day before all others."""

Slots = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Periods:
    """Named periods up to the day `as_of`, each its first day and the day after its last, in days since 1970-01-01.

    Every edge of a period starts a *slot*; so a period is a range of slots, and one pass over the visits by slot serves
    all periods.
    """

    as_of: int
    spans: Mapping[str, tuple[int, int]]

    @cached_property
    def edges(self) -> Slots:
        """The first day of each slot; the last slot, after all periods, has no name."""
        return np.array(sorted({day for span in self.spans.values() for day in span}), dtype=np.intp)

    @cached_property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first slot of each period, and the one after its last."""
        slot = {int(day): number for number, day in enumerate(self.edges)}
        return {name: (slot[first], slot[end]) for name, (first, end) in self.spans.items()}

    def slot(self, day: Days) -> Slots:
        """Return the slot of each day, none of them after `as_of`."""
        before = int(self.edges[1]) - 1
        table = np.searchsorted(self.edges, np.arange(before, self.as_of + 1), side="right") - 1
        return np.take(table, day - before, mode="clip")


def periods(as_of: date, rfm_days: int | None = None) -> Periods:
    """Return the periods of a profile of `as_of`; `rfm_days` limits the one called `rfm`.

    A window of N days ends with `as_of` and includes it; `month_1` is the newest month that is over by then.
    """
    today = np.datetime64(as_of, "D")
    last = int(today.astype(np.int64))
    windows = {f"{days}d": (last - days + 1, last + 1) for days in (30, 90, 180, 365)}
    starts = ((today + 1).astype("M8[M]") - np.arange(MONTHS + 1)).astype("M8[D]").astype(np.int64).tolist()
    return Periods(
        as_of=last,
        spans={
            "total": (EVER, last + 1),
            "rfm": (EVER if rfm_days is None else last - rfm_days + 1, last + 1),
            "prior_180d": (last - 359, last - 179),
            **windows,
            **{f"month_{k}": (starts[k], starts[k - 1]) for k in range(1, MONTHS + 1)},
        },
    )


@dataclass(frozen=True)
class Sums:
    """Exact sums per customer over any of the periods: `running[s]` is what each customer had before slot s."""

    periods: Periods
    running: Ints

    def over(self, period: str) -> Ints:
        """Return each customer's sum over a period."""
        first, end = self.periods.ranges[period]
        total: Ints = self.running[end] - self.running[first]
        return total


def sums(periods: Periods, cell: Slots, values: Ints | Truths | None, *, n: int) -> Sums:
    """Add up `values` (ones if None) per customer and slot.

    Args:
        periods: the periods to ask for later.
        cell: slot * n + customer of each value; equal cells are neighbours.
        values: whole numbers, or truths to be counted.
        n: how many customers.
    """
    running = np.zeros((len(periods.edges) + 1, n), dtype=np.int64)
    if len(cell):
        start = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
        each = np.diff(start, append=len(cell)) if values is None else np.add.reduceat(values, start, dtype=np.int64)
        running.reshape(-1)[cell[start] + n] = each
    for before, slot in pairwise(running):
        slot += before
    return Sums(periods, running)
