"""Activity: who is falling asleep, by the calendar month, by the last 30 days, and by their own cadence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.model import Lines
from segmentation.rhythm import Rhythm, floats
from segmentation.segment import Mask, Segment, first_match

Stages = tuple[Segment, Segment, Segment, Segment, Segment, Segment]


def _stages(normal: str, resting: str, dormant: str, shock: str, dead: str, buried: str) -> Stages:
    """Return the six stages with what each means in one view."""
    return (
        Segment("normal", zh="正常期", meaning=normal),
        Segment("resting", zh="休息期", meaning=resting),
        Segment("dormant", zh="休眠期", meaning=dormant),
        Segment("shock", zh="休克期", meaning=shock),
        Segment("dead", zh="死亡期", meaning=dead),
        Segment("buried", zh="埋葬期", meaning=buried),
    )


BY_MONTH = _stages(
    "more than {normal_visits} visits in the last complete month",
    "more than {resting_visits} and up to {normal_visits} visits in the last complete month",
    "more than {dormant_visits} and up to {resting_visits} visits in the last complete month",
    "at least 1 and up to {dormant_visits} visits in the last complete month",
    "no visit in the last complete month",
    "no visit in the last three complete months",
)
BY_30_DAYS = _stages(
    "more than {normal_visits} visits in the last 30 days",
    "more than {resting_visits} and up to {normal_visits} visits in the last 30 days",
    "more than {dormant_visits} and up to {resting_visits} visits in the last 30 days",
    "at least 1 and up to {dormant_visits} visits in the last 30 days",
    "no visit in the last 30 days",
    "no visit in the last 90 days",
)
BY_CADENCE = _stages(
    "away less than {patience_days} days, or up to {normal_lateness} times the usual rhythm",
    "away more than {normal_lateness} and up to {resting_lateness} times the usual rhythm",
    "away more than {resting_lateness} and up to {dormant_lateness} times the usual rhythm",
    "away more than {dormant_lateness} and up to {shock_lateness} times the usual rhythm",
    "away more than {shock_lateness} and up to {dead_lateness} times the usual rhythm",
    "away more than {dead_lateness} times the usual rhythm, or never came",
)
SEGMENTS = BY_CADENCE
LABELS = {"activity_month": BY_MONTH, "activity_30d": BY_30_DAYS, "activity_cadence": BY_CADENCE}
EVIDENCE = {
    "activity_month": ("visits_month_1", "visits_month_2", "visits_month_3"),
    "activity_30d": ("visits_30d", "visits_90d"),
    "activity_cadence": ("days_since_last_visit", "cadence_days"),
}


@dataclass(frozen=True)
class Activity:
    """Stage by visits (`*_visits`: more than so many) and by lateness (`*_lateness`: up to so many times the rhythm).

    Absences under `patience_days` are always normal; `displayed` names the label that is shown as `activity`.
    """

    normal_visits: int = 6
    resting_visits: int = 4
    dormant_visits: int = 2
    normal_lateness: float = 1.5
    resting_lateness: float = 2
    dormant_lateness: float = 3
    shock_lateness: float = 4
    dead_lateness: float = 6
    patience_days: int = 7
    displayed: str = "activity_cadence"
    rhythm: Rhythm = field(default_factory=Rhythm)

    name: ClassVar[str] = "activity"
    scores: ClassVar[tuple[str, ...]] = ()
    basis: ClassVar[tuple[str, ...]] = ("cadence_days",)

    def __post_init__(self) -> None:
        """Refuse to show a label that does not exist."""
        if self.displayed not in LABELS:
            raise ValueError(f"activity can show {', '.join(LABELS)}, not {self.displayed}")

    @property
    def segments(self) -> Mapping[str, tuple[Segment, ...]]:
        """The stages of each view, and of the one shown."""
        return {**LABELS, "activity": LABELS[self.displayed]}

    @property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """The figures behind each view, and behind the one shown."""
        return {**EVIDENCE, "activity": EVIDENCE[self.displayed]}

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the rhythm of those who have none of their own."""
        return self.rhythm.fit(population)

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Give each customer a stage in each of the three views, and the one to show."""
        months = figures[list(EVIDENCE["activity_month"])].to_numpy(dtype=np.int64)
        days_30, lately = figures["visits_30d"].to_numpy(), figures["visits_90d"].to_numpy() > 0
        stages = {
            "activity_month": self._by_visits(BY_MONTH, months[:, 0], lately=months.sum(axis=1) > 0),
            "activity_30d": self._by_visits(BY_30_DAYS, days_30, lately=lately),
            "activity_cadence": self._by_cadence(figures, lines),
        }
        return pd.DataFrame({**stages, "activity": stages[self.displayed]}, index=figures.index)

    def _by_visits(self, stages: Stages, visits: npt.NDArray[np.integer], *, lately: Mask) -> "pd.Categorical[str]":
        """Give a stage by visits in a month, and whether there was one in three (`lately`)."""
        normal, resting, dormant, shock, dead, buried = stages
        return first_match(
            {
                normal: visits > self.normal_visits,
                resting: visits > self.resting_visits,
                dormant: visits > self.dormant_visits,
                shock: visits > 0,
                dead: lately,
            },
            otherwise=buried,
        )

    def _by_cadence(self, figures: pd.DataFrame, lines: Lines) -> "pd.Categorical[str]":
        """Give a stage by how late each customer is by their own rhythm."""
        normal, resting, dormant, shock, dead, buried = BY_CADENCE
        late = self.rhythm.lateness(figures, lines)
        away = floats(figures["days_since_last_visit"])
        return first_match(
            {
                normal: (late <= self.normal_lateness) | (away < self.patience_days),
                resting: late <= self.resting_lateness,
                dormant: late <= self.dormant_lateness,
                shock: late <= self.shock_lateness,
                dead: late <= self.dead_lateness,
            },
            otherwise=buried,
        )
