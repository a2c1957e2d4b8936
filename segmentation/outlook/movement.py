"""How the whole business moves: its high and low season, and its months that go well or badly for all."""

import numpy as np
import numpy.typing as npt

from segmentation.outlook.signs import RECENT, Signs
from segmentation.visits import Truths

Floats = npt.NDArray[np.float64]

BEFORE = 180
"""The days that the recent ones, the last of them, are held against."""

A_YEAR_AGO = 425
"""Days since the first visit from which on the days ahead, a year earlier, were days of a known customer."""

LASTING = 0.5
"""The share of a recent movement, as a logarithm, that the days ahead are expected to keep."""

SOME_VISITS = 50
"""Usual visits of all from which on their movement is believed more than none."""

MOST = 4
"""The most by which everybody's visits are multiplied or divided."""


def ahead(signs: Signs, days: int = 1) -> Floats:
    """Return what everybody's usual visits in the days ahead are to be multiplied with, as of each of some days.

    That is what the same days brought a year ago, against what is usual. As far as few visits tell of that, it is part
    of how far the last 30 days were above or below the five months before.

    Args:
        signs: everybody's signs as of the first of the days, then of the next, and so on.
        days: how many days they are.
    """

    def moved(seen: Floats, usual: Floats, known: Truths, otherwise: Floats | float) -> Floats:
        """Return what was seen against what was usual of those known, on each of the days."""
        seen, usual = (np.where(known, visits, 0).reshape(days, -1).sum(axis=1) for visits in (seen, usual))
        return np.asarray((seen + SOME_VISITS * otherwise) / (usual + SOME_VISITS))

    recent = signs.recent[RECENT]
    before = (signs.recent[BEFORE] - recent) * RECENT / (BEFORE - RECENT)
    lately = moved(recent, before, signs.enough & (signs.history >= BEFORE), 1)
    known = signs.enough & (signs.history >= A_YEAR_AGO) & (signs.recent[BEFORE] > 0)
    return np.clip(moved(signs.year_ago, signs.expected, known, lately**LASTING), 1 / MOST, MOST)
