"""Rhythm: how often a customer usually comes, and how late that makes an absence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.model import Lines

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rhythm:
    """The days between visits that a customer is held against: their own, or the population's until they have one.

    `floor_days` is the shortest rhythm anybody is held against, `usual_days` the rhythm where nobody came twice yet.
    """

    floor_days: float = 3
    usual_days: float = 30

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the median cadence of those who have one (`cadence_days`), else take the usual one."""
        cadence = floats(population["cadence_days"])
        known = cadence[~np.isnan(cadence)]
        return {"rhythm_days": float(np.median(known)) if len(known) else float(self.usual_days)}

    def days(self, figures: pd.DataFrame, lines: Lines) -> Floats:
        """Return each customer's rhythm in days."""
        own = floats(figures["cadence_days"])
        others = lines["rhythm_days"]
        return np.maximum(np.where(np.isnan(own), self.usual_days if others is None else others, own), self.floor_days)

    def lateness(self, figures: pd.DataFrame, lines: Lines) -> Floats:
        """Return the days since the last visit as a multiple of each customer's rhythm; NaN without a visit."""
        return floats(figures["days_since_last_visit"]) / self.days(figures, lines)


def floats(column: "pd.Series[float]") -> Floats:
    """Return a column of figures as floats, NaN where missing."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
