"""Visits grouped by customer in, one row of figures per customer out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class VisitsByCustomer:
    """Receipts of n customers as flat arrays, sorted by customer and day; m receipts in all.

    Attributes:
        customer_id: n customers, ascending, each with at least one receipt.
        offset: n + 1 positions; customer i's receipts are `offset[i]:offset[i + 1]`.
        day: m days since 1970-01-01, ascending within a customer.
        amount: m amounts in ten-thousandths, negative for refunds.
        margin, cost: m amounts in ten-thousandths, 0 where unknown; None when none is known.
        margin_known, cost_known: m truths; None when `margin` or `cost` is.
    """

    customer_id: Ints
    offset: Ints
    day: Ints
    amount: Ints
    margin: Ints | None = None
    margin_known: npt.NDArray[np.bool_] | None = None
    cost: Ints | None = None
    cost_known: npt.NDArray[np.bool_] | None = None
