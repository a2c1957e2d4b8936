"""Concentration: which few customers bring most of the value."""

from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from segmentation.segment import Mask

Amounts = npt.NDArray[np.int64]


def line_of_share(values: Amounts, share: float) -> int | None:
    """Return the smallest value that still belongs to those who, from the top, bring the first `share` of it all.

    A value belongs while the strictly larger ones together bring less than `share` of the positive total: equal values
    belong together, and the largest always does.

    Args:
        values: one amount per customer in ten-thousandths, any order; those of zero or less do not count.
        share: the wanted part of the total, over 0 and up to 1.

    Returns:
        The line in ten-thousandths; None when no value is positive.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share lies over 0 and up to 1, not at {share}")
    positive = np.sort(values[values > 0])[::-1]
    if not len(positive):
        return None
    exact = np.int64 if positive.sum(dtype=np.float64) < 2**62 else np.object_
    brought = np.cumsum(positive, dtype=exact)
    wanted = ceil(Fraction(str(share)) * int(brought[-1]))
    return int(positive[np.searchsorted(brought, wanted)])


def reaches(values: Amounts, line: float | None) -> Mask:
    """Say which values lie on the line or above; none does when there is no line."""
    return np.zeros(len(values), dtype=bool) if line is None else values >= line
