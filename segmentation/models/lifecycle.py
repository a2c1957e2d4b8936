"""Lifecycle: from prospect to regular, and from regular to lost and won back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from segmentation.model import Lines
from segmentation.rhythm import Floats, Rhythm, floats
from segmentation.segment import Mask, Segment, first_match

PROSPECT = Segment("prospect", zh="潜在客户", meaning="never came yet")
LOST = Segment(
    "lost", zh="流失客户", meaning="away more than {lost_lateness} times the usual rhythm, and {lost_days} days or more"
)
LAPSING = Segment("lapsing", zh="流失预警", meaning="away more than {lapsing_lateness} times the usual rhythm")
WON_BACK = Segment("won_back", zh="挽回客户", meaning="came back in the last 90 days after having been lost")
FIRST_PURCHASE = Segment("first_purchase", zh="首购客户", meaning="came once, and a second visit is not overdue")
REPEAT = Segment("repeat", zh="复购客户", meaning="came several times and is not late")
SEGMENTS = (PROSPECT, LOST, LAPSING, WON_BACK, FIRST_PURCHASE, REPEAT)


@dataclass(frozen=True)
class Lifecycle:
    """Stage of life by the number of visits and by lateness, in multiples of the customer's rhythm."""

    lapsing_lateness: float = 2
    lost_lateness: float = 4
    lost_days: int = 90
    rhythm: Rhythm = field(default_factory=Rhythm)

    name: ClassVar[str] = "lifecycle"
    segments: ClassVar[Mapping[str, tuple[Segment, ...]]] = {"lifecycle": SEGMENTS}
    scores: ClassVar[tuple[str, ...]] = ()
    evidence: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "lifecycle": ("visits_total", "days_since_last_visit", "cadence_days", "longest_gap_90d")
    }
    basis: ClassVar[tuple[str, ...]] = ("cadence_days",)

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the rhythm of those who have none of their own."""
        return self.rhythm.fit(population)

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Place each customer in their life with the business."""
        visits = figures["visits_total"].to_numpy()
        rhythm = self.rhythm.days(figures, lines)
        away = floats(figures["days_since_last_visit"])
        stage = first_match(
            {
                PROSPECT: visits == 0,
                LOST: self._lost(away, rhythm),
                LAPSING: away / rhythm > self.lapsing_lateness,
                WON_BACK: self._lost(floats(figures["longest_gap_90d"]), rhythm),
                FIRST_PURCHASE: visits == 1,
            },
            otherwise=REPEAT,
        )
        return pd.DataFrame({"lifecycle": stage}, index=figures.index)

    def _lost(self, absence: Floats, rhythm: Floats) -> Mask:
        """Say which absences, in days, are long enough to have lost the customer."""
        lost: Mask = (absence / rhythm > self.lost_lateness) & (absence >= self.lost_days)
        return lost & ~np.isnan(absence)
