"""Customers who have come since the day a classification looks at: a visit has labelled them as of a later day.

They stay labelled as of that day: who became a VIP at one in the morning is one still after the run at three.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segmentation.visits import Ints
from storage.alerts.store import pieces


@dataclass(frozen=True)
class Later:
    """Those who are labelled as of a later day than `as_of`: `days`, since 1970-01-01, and figures, by customer."""

    as_of: int
    days: "pd.Series[int]"
    figures: pd.DataFrame | None

    def day_of(self, customers: pd.Index) -> Ints:
        """Return the day as of which each customer is labelled."""
        return np.asarray(self.days.reindex(customers, fill_value=self.as_of), dtype=np.int64)

    def put_into(self, some: pd.DataFrame) -> pd.DataFrame:
        """Return the figures of some customers, those of a later day where they have come since."""
        theirs = None if self.figures is None else self.figures[self.figures.index.isin(some.index)]
        return some if theirs is None or theirs.empty else pd.concat([some.drop(theirs.index), theirs]).sort_index()


def labelled(days: "pd.Series[int]", figures_of: Callable[[list[int], int], pd.DataFrame], *, as_of: int) -> Later:
    """Find the figures of those who are labelled as of later days.

    Args:
        days: see `Later`.
        figures_of: what finds the figures of some customers as of a day.
    """
    found = [figures_of(some, int(str(day))) for day, theirs in days.groupby(days) for some in pieces(theirs.index)]
    return Later(as_of, days, pd.concat(found) if found else None)
