"""Figures for tests of models: made up by hand or by hypothesis, as `figures.figures` would return them."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from segmentation import figures
from tests.segmentation.receipts import TODAY, Receipt, batch, books

NEVER = figures.never_visited(np.array([0]), as_of=TODAY)


def customers(*rows: Mapping[str, float | None]) -> pd.DataFrame:
    """Return figures of customers 1, 2, ... who never came, but for what `rows` say."""
    blank = pd.concat([NEVER] * len(rows), ignore_index=True).rename_axis("customer_id")
    blank.index += 1
    for name in {name for row in rows for name in row}:
        default = blank[name].iloc[0]
        values = [row.get(name, None if pd.isna(default) else default) for row in rows]
        blank[name] = pd.Series(values, index=blank.index, dtype=str(blank[name].dtype))
    return blank


def column(name: str, values: Sequence[float | None]) -> pd.DataFrame:
    """Return figures of customers who differ in one figure."""
    return customers(*({name: value} for value in values))


def of_book(book: Sequence[Receipt], as_of: date = TODAY) -> pd.DataFrame:
    """Return the figures of receipts, and of a customer 99 who never came."""
    visited = figures.of_batches([batch(book)], as_of=as_of)
    return pd.concat([visited, figures.never_visited(np.array([99]), as_of=as_of)])


populations = books.map(of_book)
"""Figures of up to five customers, one of whom never came."""

odd_populations = {
    "one customer": customers({"visits_total": 1, "days_since_last_visit": 3, "spend_365d": 5, "value_365d": 5}),
    "all equal": customers(*[{"visits_total": 2, "days_since_last_visit": 9, "cadence_days": 9, "value_365d": 4}] * 3),
    "all zero": customers({}, {}, {}),
    "all negative": customers(*[{"spend_365d": -5, "spend_total": -5, "value_365d": -5, "value_180d": -5}] * 3),
    "nobody": customers({}).iloc[:0],
}
"""Populations that have tripped segmentations before, by name."""
