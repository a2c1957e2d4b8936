"""Quantiles, exactly."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt
import pandas as pd


def type_7(values: "pd.Series[int]", shares: Sequence[float]) -> list[float | None]:
    """Return the type-7 quantiles (Hyndman & Fan 1996) of whole numbers, exactly rounded; None without values.

    Interpolated with fractions, because a quantile that should equal a value must not lie a hair below it.
    """
    if values.empty:
        return [None] * len(shares)
    ascending = np.sort(np.asarray(values.to_numpy(dtype=np.int64)))
    return [_plain(_between(ascending, Fraction(str(share)) * (len(ascending) - 1))) for share in shares]


def _between(ascending: npt.NDArray[np.integer], position: Fraction) -> Fraction:
    """Return the value at a position, interpolated between its neighbours."""
    low, high = int(ascending[floor(position)]), int(ascending[ceil(position)])
    return low + (high - low) * (position - floor(position))


def _plain(number: Fraction) -> float:
    """Return a whole number as it is, another as the nearest float."""
    return number.numerator if number.denominator == 1 else float(number)
