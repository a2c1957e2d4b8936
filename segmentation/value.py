"""What customers are worth: margin minus cost to serve where they are known, else spend."""

import numpy as np
import numpy.typing as npt

from segmentation.periods import EVER, Periods, Slots, Sums, sums
from segmentation.visits import Days, Ints, Truths, VisitsByCustomer

YEAR = 365

Figures = dict[str, npt.NDArray[np.generic]]


def values(visits: VisitsByCustomer, span: Periods, cell: Slots, spend: Sums) -> Figures:
    """Return margin and cost of 365 days, masked where nothing is known of them, and the value of each window.

    Whether margin counts or spend is decided once per customer, over 365 days, so that the windows compare.

    Args:
        visits: receipts up to the day of the periods.
        span: the periods.
        cell: where each receipt belongs, see `periods.sums`.
        spend: the sums of the amounts.
    """
    nothing = Sums(span, np.broadcast_to(np.int64(0), spend.running.shape))
    margin, margin_known, cost, cost_known = (
        nothing if rows is None else sums(span, cell, rows, n=len(visits.customer_id))
        for rows in (visits.margin, visits.margin_known, visits.cost, visits.cost_known)
    )
    by_margin = margin_known.over("365d") > 0
    return {
        "margin_365d": np.ma.array(margin.over("365d"), mask=~by_margin),
        "cost_365d": np.ma.array(cost.over("365d"), mask=cost_known.over("365d") == 0),
        **{
            f"value_{period}": np.where(by_margin, margin.over(period), spend.over(period)) - cost.over(period)
            for period in ("365d", "180d", "prior_180d")
        },
    }


def value_of_last_year(visits: VisitsByCustomer, customer: Ints, last_visit: Days) -> Ints:
    """Return what each customer brought in the 365 days that ended with their last visit; 0 for those who never came.

    Args:
        visits: receipts.
        customer: the customer of each receipt, 0 to n - 1.
        last_visit: n days; `EVER` for those who never came.
    """
    start = np.where(last_visit == EVER, EVER, last_visit - YEAR)
    within = (visits.day > start[customer]) & (visits.day <= last_visit[customer])

    def total(amounts: Ints | Truths | None) -> Ints:
        """Return each customer's sum within the window."""
        if amounts is None:
            return np.zeros(len(visits.customer_id), dtype=np.int64)
        running = np.concatenate(([0], np.cumsum(np.where(within, amounts, 0), dtype=np.int64)))
        return running[visits.offset[1:]] - running[visits.offset[:-1]]

    gross = total(visits.amount)
    if visits.margin is not None:
        gross = np.where(total(visits.margin_known) > 0, total(visits.margin), gross)
    return gross - total(visits.cost)
