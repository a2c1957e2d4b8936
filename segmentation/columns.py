"""Figures as columns on their way into one frame."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

Columns = dict[str, npt.NDArray[np.generic]]
"""Columns by name; masked arrays where a value may be missing."""


def joined(parts: list[Columns]) -> Columns:
    """Put groups of customers below one another, column by column so that little is in memory twice."""
    return {name: _below_one_another([part.pop(name) for part in parts]) for name in list(parts[0])}


def _below_one_another(columns: list[npt.NDArray[np.generic]]) -> npt.NDArray[np.generic]:
    """Concatenate arrays, masked ones with their masks."""
    masked = isinstance(columns[0], np.ma.MaskedArray)
    concatenate: Callable[..., npt.NDArray[np.generic]] = np.ma.concatenate if masked else np.concatenate
    return concatenate(columns)


def frame(columns: Columns) -> pd.DataFrame:
    """Make a frame by customer, where masked columns become nullable integers: Int32 for days, Int64 for money."""
    index = pd.Index(columns.pop("customer_id"), name="customer_id")
    return pd.DataFrame({name: _nullable(column) for name, column in columns.items()}, index=index, copy=False)


def _nullable(column: npt.NDArray[np.generic]) -> npt.NDArray[np.generic] | pd.arrays.IntegerArray:
    """Return a masked column as a nullable integer array, another one as it is."""
    if not isinstance(column, np.ma.MaskedArray):
        return column
    return pd.arrays.IntegerArray(column.data, np.ma.getmaskarray(column))
