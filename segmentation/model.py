"""What every model offers: it is fitted on the population, then labels any customer, one or a million."""

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from segmentation.segment import Segment

Lines = Mapping[str, float | None]
"""The cut points of one model by name; money in ten-thousandths, None where nobody qualifies."""


class Model(Protocol):
    """One way to segment customers; its thresholds are the fields of a frozen dataclass."""

    @property
    def name(self) -> str:
        """The key under which its lines are stored."""

    @property
    def segments(self) -> Mapping[str, tuple[Segment, ...]]:
        """The segments of each label column it gives; `{places}` in their meanings are fields of the model."""

    @property
    def scores(self) -> tuple[str, ...]:
        """The columns it gives beside the labels: numbers that led to them."""

    @property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """The figures and scores that decide each label."""

    @property
    def basis(self) -> tuple[str, ...]:
        """The figures of the population that `fit` looks at."""

    def fit(self, population: pd.DataFrame) -> dict[str, float | None]:
        """Find the lines from the figures in `basis` of all open customers; plain numbers, fit for JSON."""

    def label(self, figures: pd.DataFrame, lines: Lines, before: pd.DataFrame | None) -> pd.DataFrame:
        """Give every row of `figures` its labels and scores.

        Args:
            figures: one row per customer as `figures.figures` returns it.
            lines: what `fit` returned.
            before: the labels in force until now by customer, for models with separate enter and leave lines.

        Returns:
            The index of `figures`; label columns categorical, one segment each; score columns nullable integers.
        """
