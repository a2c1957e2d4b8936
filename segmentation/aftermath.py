"""What came after a day: who really dropped, who came back, and when the absence would have been plain to anybody.

A *real drop* is no more than half of the usual visits in the days after, 60 of them, and more for those who do not come
twice in that time. What the data does not reach yet is not known.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.hindsight import Hindsight
from segmentation.outlook import signs
from segmentation.outlook.signs import Signs

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

PLAIN_DAYS = 40
"""Days away after which anybody sees that somebody is missing."""

AS_USUAL = 0.8
"""The part of the usual visits that says that somebody came back."""


@dataclass(frozen=True)
class Aftermath:
    """What all customers did in the days after `day`.

    Attributes:
        past: all visits, those after the day too.
        day: days since 1970-01-01.
        then: what was known of everybody at the end of that day.
        came: for each customer, the visits in the days that were looked ahead; NaN where that is not known.
    """

    past: Hindsight
    day: int
    then: Signs
    came: Floats

    @cached_property
    def dropped(self) -> Floats:
        """1 for who really dropped, 0 for who did not, NaN where it is not known."""
        return np.where(np.isnan(self.came), np.nan, self.came <= self.then.few)

    @cached_property
    def came_back(self) -> Floats:
        """1 for who came about as often as usual, 0 for who did not, NaN where it is not known."""
        return np.where(np.isnan(self.came), np.nan, self.came >= AS_USUAL * self.then.expected)

    @cached_property
    def until(self) -> npt.NDArray[np.int64]:
        """The last of the days that were looked ahead."""
        return self.day + np.nan_to_num(self.then.horizon).astype(np.int64)

    def lead_days(self, rows: Rows) -> Floats:
        """Return the days until it was plain that some customers, who dropped, were missing; negative if it was before.

        That is the 40th day away, from a last visit before the day or one after it; at the latest when the days looked
        ahead are over.
        """
        return np.array([self._plain(row) - self.day for row in rows], dtype=np.float64)

    def _plain(self, row: int) -> int:
        """Return the day on which it was plain that a customer was missing."""
        days, until = self.past.days, int(self.until[row])
        start, end = np.searchsorted(days.day[slice(*days.offset[row : row + 2])], (self.day, until), side="right")
        visits = days.day[days.offset[row] + max(start - 1, 0) : days.offset[row] + end]
        seen = np.append(visits, until)
        long = np.flatnonzero(np.diff(seen) >= PLAIN_DAYS)
        return int(seen[long[0]]) + PLAIN_DAYS if len(long) else until


def after(past: Hindsight, day: int, figures: pd.DataFrame, *, known_until: int) -> Aftermath:
    """Look at what came after a day whose figures are given, those of all customers of `past`, as far as is known."""
    then = signs.of_columns(figures)
    came = signs.came_within(past.days, day, then.horizon).astype(np.float64)
    is_known = then.enough & (day + np.nan_to_num(then.horizon) <= known_until)
    return Aftermath(past, day, then, np.where(is_known, came, np.nan))
