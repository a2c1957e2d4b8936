"""Visits grouped by customer, as flat arrays."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.signedinteger]
Truths = npt.NDArray[np.bool_]
Values = TypeVar("Values", bound=np.generic)


@dataclass(frozen=True)
class VisitsByCustomer:
    """Receipts of n customers as flat arrays, sorted by customer and day; m receipts in all.

    Attributes:
        customer_id: n customers, ascending.
        offset: n + 1 positions; customer i's receipts are `offset[i]:offset[i + 1]`.
        day: m days since 1970-01-01, ascending within a customer.
        amount: m amounts in ten-thousandths, negative for refunds.
        margin, cost: m amounts in ten-thousandths, 0 where unknown; None when none is known.
        margin_known, cost_known: m truths; None when `margin` or `cost` is.
    """

    customer_id: Ints
    offset: Ints
    day: Days
    amount: Ints
    margin: Ints | None = None
    margin_known: Truths | None = None
    cost: Ints | None = None
    cost_known: Truths | None = None

    def until(self, day: int) -> "VisitsByCustomer":
        """Leave out the receipts after `day`, and keep all customers."""
        keep = self.day <= day
        if keep.all():
            return self
        return self._kept(keep, self.customer_id, np.concatenate(([0], np.cumsum(keep)))[self.offset])

    def only(self, some: Truths) -> "VisitsByCustomer":
        """Leave out customers."""
        count = np.diff(self.offset)
        offset = np.concatenate(([0], np.cumsum(count[some])))
        return self._kept(np.repeat(some, count), self.customer_id[some], offset)

    def _kept(self, keep: Truths, customer_id: Ints, offset: Ints) -> "VisitsByCustomer":
        """Return the receipts to keep, of these customers at these positions."""
        return VisitsByCustomer(
            customer_id,
            offset,
            self.day[keep],
            self.amount[keep],
            margin=_kept(self.margin, keep),
            margin_known=_kept(self.margin_known, keep),
            cost=_kept(self.cost, keep),
            cost_known=_kept(self.cost_known, keep),
        )


def _kept(values: npt.NDArray[Values] | None, keep: Truths) -> npt.NDArray[Values] | None:
    """Return the values to keep, of what may be unknown everywhere."""
    return None if values is None else values[keep]
