"""What became of the past examples that are most like a customer."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

GROUPS = 10
"""Groups of examples: with a risk under a tenth, under two, and so on, so that each is of one risk, however few."""

LEAST_EXAMPLES = 100
"""Examples below which they are no evidence."""

LEAST_ALIKE = 20
"""Examples in a group below which it says nothing."""


@dataclass(frozen=True)
class Alike:
    """The share that dropped in each group of examples, and the risks at which the next group begins."""

    risks: Floats
    shares: Floats

    def share(self, risk: Floats) -> Floats:
        """Return the share that dropped of those in the same group, NaN where the risk is or nothing is known."""
        group = np.searchsorted(self.risks, risk, side="right")
        return np.where(np.isnan(risk), np.nan, self.shares[np.minimum(group, GROUPS - 1)])


def fit(risk: Floats, dropped: npt.NDArray[np.bool_]) -> Alike | None:
    """Group examples by their risk, with a share of NaN where few are alike; None if there are too few in all."""
    if len(risk) < LEAST_EXAMPLES:
        return None
    risks = np.arange(1, GROUPS) / GROUPS
    group = np.searchsorted(risks, risk, side="right")
    count, drops = np.bincount(group, minlength=GROUPS), np.bincount(group, dropped, minlength=GROUPS)
    return Alike(risks, np.where(count >= LEAST_ALIKE, drops / np.maximum(count, 1), np.nan))
