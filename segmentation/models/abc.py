"""ABC: who brings the first 80 % of a year's spend, who the next 15 %, and everybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from segmentation.concentration import line_of_share, reaches
from segmentation.model import Lines
from segmentation.segment import Segment, first_match

A = Segment("A", zh="A类", meaning="one of the largest, who bring the first {a_share:.0%} of a year's spend")
B = Segment("B", zh="B类", meaning="one of those who bring the spend from {a_share:.0%} to {b_share:.0%}")
C = Segment(
    "C", zh="C类", meaning="one of the many who bring the rest after {b_share:.0%} of a year's spend, or nothing"
)
SEGMENTS = (A, B, C)


@dataclass(frozen=True)
class Abc:
    """Class by cumulative share of the spend of 365 days; no spend is always C, equal customers are equal."""

    a_share: float = 0.80
    b_share: float = 0.95

    name: ClassVar[str] = "abc"
    segments: ClassVar[Mapping[str, tuple[Segment, ...]]] = {"abc": SEGMENTS}
    scores: ClassVar[tuple[str, ...]] = ()
    evidence: ClassVar[Mapping[str, tuple[str, ...]]] = {"abc": ("spend_365d",)}
    basis: ClassVar[tuple[str, ...]] = ("spend_365d",)

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the smallest spend that is still A, and still B."""
        spend = population["spend_365d"].to_numpy()
        return {"a_line": line_of_share(spend, self.a_share), "b_line": line_of_share(spend, self.b_share)}

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Hold each customer's spend against the lines."""
        spend = figures["spend_365d"].to_numpy()
        abc = first_match({A: reaches(spend, lines["a_line"]), B: reaches(spend, lines["b_line"])}, otherwise=C)
        return pd.DataFrame({"abc": abc}, index=figures.index)
