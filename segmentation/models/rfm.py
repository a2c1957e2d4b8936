"""RFM: recency, frequency and monetary scores from 1 to 5, and a named segment for each of the 125 combinations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.model import Lines
from segmentation.quantiles import type_7
from segmentation.rhythm import floats
from segmentation.segment import Mask, Segment, labels

Scores = npt.NDArray[np.int8]

CHAMPIONS = Segment("champions", zh="冠军客户", meaning="came lately, comes often and spends much")
LOYAL = Segment("loyal", zh="忠诚客户", meaning="comes often, and came not long ago")
BIG_SPENDERS = Segment("big_spenders", zh="大额客户", meaning="spends much, does not come often, and came not long ago")
POTENTIAL_LOYAL = Segment("potential_loyal", zh="潜力客户", meaning="came lately, and more than once or twice")
NEW = Segment("new", zh="新客户", meaning="came just now, hardly ever before")
PROMISING = Segment("promising", zh="有望客户", meaning="came lately, hardly ever before")
NEEDS_ATTENTION = Segment(
    "needs_attention", zh="待关注客户", meaning="middling in everything, and not seen for a while"
)
ABOUT_TO_SLEEP = Segment("about_to_sleep", zh="将沉睡客户", meaning="came seldom, and not for a while")
CANNOT_LOSE = Segment("cannot_lose", zh="必须挽留客户", meaning="came often and spent much, but not for long")
AT_RISK = Segment("at_risk", zh="流失风险客户", meaning="came often or spent much, but not for long")
HIBERNATING = Segment("hibernating", zh="沉睡客户", meaning="came seldom, spent little, and has not come for long")
LOST = Segment("lost", zh="已流失客户", meaning="came seldom, spent little, and is among the longest absent")
NO_PURCHASE = Segment("no_purchase", zh="未消费客户", meaning="never bought anything")


@dataclass(frozen=True)
class Rule:
    """One line of the table: from which to which score (both included) each of R, F and M must lie."""

    segment: Segment
    r: tuple[int, int] = (1, 5)
    f: tuple[int, int] = (1, 5)
    m: tuple[int, int] = (1, 5)

    def matches(self, r: int, f: int, m: int) -> bool:
        """Say whether the scores lie in the rule's ranges."""
        ranges = ((r, self.r), (f, self.f), (m, self.m))
        return all(low <= score <= high for score, (low, high) in ranges)


RULES = (
    Rule(CHAMPIONS, r=(4, 5), f=(4, 5), m=(4, 5)),
    Rule(LOYAL, r=(3, 5), f=(4, 5)),
    Rule(BIG_SPENDERS, r=(3, 5), m=(4, 5)),
    Rule(POTENTIAL_LOYAL, r=(4, 5), f=(2, 3)),
    Rule(NEW, r=(5, 5), f=(1, 1)),
    Rule(PROMISING, r=(4, 4), f=(1, 1)),
    Rule(NEEDS_ATTENTION, r=(3, 3), f=(2, 3)),
    Rule(ABOUT_TO_SLEEP, r=(3, 3), f=(1, 1)),
    Rule(CANNOT_LOSE, r=(1, 2), f=(4, 5), m=(4, 5)),
    Rule(AT_RISK, r=(1, 2), f=(3, 5)),
    Rule(AT_RISK, r=(1, 2), m=(4, 5)),
    Rule(HIBERNATING, r=(2, 2)),
    Rule(LOST, r=(1, 1)),
)
"""The first rule that matches names the segment."""

SEGMENTS = tuple(dict.fromkeys([*(rule.segment for rule in RULES), NO_PURCHASE]))

COMBINATIONS = tuple(product(range(1, 6), range(1, 6), range(1, 6)))
"""All 125 scores (r, f, m)."""


@cache
def table(rules: tuple[Rule, ...]) -> Mapping[tuple[int, int, int], Rule | None]:
    """Return for each combination, in order, the first of the rules that matches."""
    return {scores: next((rule for rule in rules if rule.matches(*scores)), None) for scores in COMBINATIONS}


@dataclass(frozen=True)
class Rfm:
    """Score by quintiles of the open customers who ever came, over `days` or all history; name by the first rule."""

    days: int | None = None
    quantiles: tuple[float, float, float, float] = (0.2, 0.4, 0.6, 0.8)
    rules: tuple[Rule, ...] = RULES

    name: ClassVar[str] = "rfm"
    scores: ClassVar[tuple[str, ...]] = ("rfm_r", "rfm_f", "rfm_m")
    basis: ClassVar[tuple[str, ...]] = ("days_since_last_visit", "visits_rfm", "spend_rfm")

    def __post_init__(self) -> None:
        """Refuse a table that leaves a combination of scores without a name."""
        if nameless := [scores for scores, rule in table(self.rules).items() if rule is None]:
            raise ValueError(f"no RFM rule matches scores {nameless[0]} and {len(nameless) - 1} more combinations")

    @property
    def segments(self) -> Mapping[str, tuple[Segment, ...]]:
        """The segments of the table in its order, and that of customers who never came."""
        return {"rfm_segment": tuple(dict.fromkeys([*(rule.segment for rule in self.rules), NO_PURCHASE]))}

    @property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """The scores, and the figures they come from."""
        window = ("visits_total", "spend_total") if self.days is None else ("visits_rfm", "spend_rfm")
        return {"rfm_segment": (*self.scores, "days_since_last_visit", *window)}

    def rule(self, r: int, f: int, m: int) -> Rule | None:
        """Return the first rule that matches the scores."""
        return table(self.rules).get((r, f, m))

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the quantiles of each figure among those who ever came, as `r_20`, `r_40` and so on."""
        came = population[population["days_since_last_visit"].notna()]
        return {
            line: quantile
            for letter, figure in zip("rfm", self.basis, strict=True)
            for line, quantile in zip(self._lines(letter), type_7(came[figure], self.quantiles), strict=True)
        }

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Score each customer, and look the scores up in the table."""
        away, visits, spend = (figures[figure] for figure in self.basis)
        never = away.isna().to_numpy()
        scores = {
            "rfm_r": 6 - self._score("r", floats(away), lines),
            "rfm_f": self._score("f", visits.to_numpy(), lines),
            "rfm_m": self._score("m", spend.to_numpy(), lines),
        }
        columns = {name: pd.arrays.IntegerArray(score, never.copy()) for name, score in scores.items()}
        segment = self._named(*scores.values(), never=never)
        return pd.DataFrame({**columns, "rfm_segment": segment}, index=figures.index)

    def _lines(self, letter: str) -> list[str]:
        """Return the names of the lines of one score."""
        return [f"{letter}_{100 * share:g}" for share in self.quantiles]

    def _score(self, letter: str, values: npt.NDArray[np.integer | np.floating], lines: Lines) -> Scores:
        """Return 1 + the number of lines strictly below each value."""
        score = np.ones(len(values), dtype=np.int8)
        for name in self._lines(letter):
            if (line := lines[name]) is not None:
                score += values > line
        return score

    def _named(self, r: Scores, f: Scores, m: Scores, *, never: Mask) -> "pd.Categorical[str]":
        """Look up the segment of each row of scores."""
        segments = self.segments["rfm_segment"]
        place = np.array([segments.index(rule.segment) for rule in table(self.rules).values() if rule])
        named = place[25 * (r - 1) + 5 * (f - 1) + (m - 1)]
        return labels(np.where(never, segments.index(NO_PURCHASE), named), segments)
