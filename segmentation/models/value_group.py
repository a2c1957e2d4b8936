"""Value groups, the tiers: most valuable (MVC), most growable (MGC), standard, below zero (BZ)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import ClassVar

import numpy as np
import pandas as pd

from segmentation.concentration import line_of_share, reaches
from segmentation.model import Lines
from segmentation.segment import Mask, Segment, first_match

MVC = Segment(
    "MVC", zh="最有价值客户", meaning="one of the few who, from the top, bring the first {share:.0%} of value"
)
MGC = Segment(
    "MGC", zh="最具成长客户", meaning="growing, and at half a year's pace at {reach:.0%} of the MVC line or over"
)
STANDARD = Segment(
    "standard", zh="普通客户", meaning="brings value, but is neither at the MVC line nor growing towards it"
)
BZ = Segment("BZ", zh="负值客户", meaning="costs more than it brings")
SEGMENTS = (MVC, MGC, STANDARD, BZ)


@dataclass(frozen=True)
class ValueGroup:
    """Tier by the value of 365 days, and for MGC by that of 180 days at twice rate.

    `share` of all positive value makes the MVC line, `reach` is how close to it MGC must come, and whoever is in stays
    while at `stay` of the line that let them in.
    """

    share: float = 0.50
    reach: float = 0.80
    stay: float = 0.90

    name: ClassVar[str] = "value_group"
    segments: ClassVar[Mapping[str, tuple[Segment, ...]]] = {"tier": SEGMENTS}
    scores: ClassVar[tuple[str, ...]] = ()
    evidence: ClassVar[Mapping[str, tuple[str, ...]]] = {"tier": ("value_365d", "value_180d", "value_prior_180d")}
    basis: ClassVar[tuple[str, ...]] = ("value_365d",)

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the lines to enter and to leave MVC (held against `value_365d`) and MGC (against `value_180d`)."""
        line = line_of_share(population["value_365d"].to_numpy(), self.share)
        if line is None:
            return dict.fromkeys(("mvc_line", "mvc_leave_line", "mgc_line", "mgc_leave_line"))
        reach, stay = Fraction(str(self.reach)), Fraction(str(self.stay))
        return {
            "mvc_line": line,
            "mvc_leave_line": ceil(stay * line),
            "mgc_line": ceil(reach * line / 2),
            "mgc_leave_line": ceil(stay * reach * line / 2),
        }

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Hold each customer's value against the lines to enter, and the leave lines of the tier they are in."""
        value, recent, prior = (figures[name].to_numpy() for name in self.evidence["tier"])
        was_mvc, was_mgc = _was(MVC, figures, before), _was(MGC, figures, before)
        mvc = reaches(value, lines["mvc_line"]) | (was_mvc & reaches(value, lines["mvc_leave_line"]))
        growing = reaches(recent, lines["mgc_line"]) & (recent > prior)
        still_growing = was_mgc & reaches(recent, lines["mgc_leave_line"]) & (recent >= self.stay * prior)
        tier = first_match({MVC: mvc, MGC: growing | still_growing, STANDARD: value >= 0}, otherwise=BZ)
        return pd.DataFrame({"tier": tier}, index=figures.index)


def _was(tier: Segment, figures: pd.DataFrame, before: pd.DataFrame | None) -> Mask:
    """Say which customers were in `tier` until now."""
    if before is None:
        return np.zeros(len(figures), dtype=bool)
    return (before["tier"].reindex(figures.index) == tier.key).to_numpy(dtype=bool, na_value=False)
