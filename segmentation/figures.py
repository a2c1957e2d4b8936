"""Visits grouped by customer in, one row of figures per customer out."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.columns import Columns, frame, joined
from segmentation.gaps import gaps_between
from segmentation.grouping import by_customer
from segmentation.outlook import signs
from segmentation.outlook.sample import Sample
from segmentation.outlook.visit_days import first_receipts, visit_days
from segmentation.periods import EVER, MONTHS, Periods, periods, sums
from segmentation.value import value_of_last_year, values
from segmentation.visits import Days, Ints, VisitsByCustomer

__all__ = ["VisitsByCustomer", "by_customer", "figures", "never_visited", "of_batches"]

PERIODS = ("30d", "90d", "365d", "total", "rfm", *(f"month_{month}" for month in range(1, MONTHS + 1)))
"""The periods whose visits and spend are figures."""


def figures(visits: VisitsByCustomer, *, as_of: date, rfm_days: int | None = None) -> pd.DataFrame:
    """Return one row of figures per customer, from what happened up to and including `as_of`.

    A visit is a day with a receipt over zero; spend sums all receipts, refunds too. A window of N days ends with
    `as_of`; months are calendar months that are over by then, 1 the newest.

    Args:
        visits: the receipts; later ones than `as_of` are not looked at.
        as_of: the last day that counts.
        rfm_days: the window of `visits_rfm` and `spend_rfm`; all history if None.

    Returns:
        Index `customer_id` (int64). Days since 1970-01-01 and counts of days: `first_visit`, `last_visit`,
        `days_since_last_visit` (Int32, NA for those who never came). Visit days: `visits_30d`, `visits_90d`,
        `visits_365d`, `visits_total`, `visits_rfm`, `visits_month_1` to `_13` (int32). Money in ten-thousandths, int64:
        `spend_*` likewise, `value_365d`, `value_180d`, `value_prior_180d`, `value_at_risk`; Int64 where it may be
        missing: `average_spend`, `margin_365d`, `cost_365d`. Days, float32, NaN where missing: `cadence_days`, the
        median gap between visits, and `longest_gap_90d`, the longest gap that ended within 90 days. `trend`, float64
        from -1 to 1: spend of 180 days against the 180 before. And the signs of `outlook.signs.columns`.
    """
    return frame(_columns(visits, periods(as_of, rfm_days)))


def never_visited(customer_ids: Ints, *, as_of: date, rfm_days: int | None = None) -> pd.DataFrame:
    """Return the figures of customers without any receipt, as `figures` would."""
    nothing = np.empty(0, dtype=np.int64)
    nobody = VisitsByCustomer(customer_ids, np.zeros(len(customer_ids) + 1, dtype=np.int64), nothing, nothing)
    return figures(nobody, as_of=as_of, rfm_days=rfm_days)


def of_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    as_of: date,
    rfm_days: int | None = None,
    sample: Sample | None = None,
    threads: int = 2,
) -> pd.DataFrame:
    """Return the figures of all customers in `batches` (see `by_customer`), computed beside the reading.

    What passes by is put into `sample`, if there is one. At most two groups of visits per thread are in memory at a
    time; reading waits for computing when it is ahead.
    """
    span = periods(as_of, rfm_days)
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[Columns]] = deque()
        parts: list[Columns] = []
        groups = by_customer(batches)
        for visits in groups if sample is None else sample.through(groups):
            running.append(pool.submit(_columns, visits, span))
            if len(running) == 2 * threads:
                parts.append(running.popleft().result())
        parts += [one.result() for one in running]
    if not parts:
        return never_visited(np.empty(0, dtype=np.int64), as_of=as_of, rfm_days=rfm_days)
    return frame(joined(parts))


def _columns(visits: VisitsByCustomer, span: Periods) -> Columns:
    """Compute all figures of some customers."""
    visits = visits.until(span.as_of)
    n = len(visits.customer_id)
    customer = np.repeat(np.arange(n), np.diff(visits.offset))
    cell = span.slot(visits.day) * n + customer
    came = first_receipts(visits, customer)
    day, gaps = visits.day[came], gaps_between(customer[came], visits.day[came], n=n)
    spent = sums(span, cell, visits.amount, n=n)
    count, spend = sums(span, cell[came], None, n=n).over, spent.over
    first, last = _first_and_last(day, count("total"))
    never = count("total") == 0
    return {
        "customer_id": visits.customer_id,
        "first_visit": np.ma.array(first, mask=never),
        "last_visit": np.ma.array(last, mask=never),
        "days_since_last_visit": np.ma.array(span.as_of - last, mask=never),
        **{f"visits_{name}": count(name).astype(np.int32) for name in PERIODS},
        **{f"spend_{name}": spend(name) for name in PERIODS},
        "average_spend": _average(spend("total"), count("total")),
        "cadence_days": gaps.median(),
        "trend": _trend(spend("180d"), spend("prior_180d")),
        **values(visits, span, cell, spent),
        "value_at_risk": value_of_last_year(visits, customer, last),
        "longest_gap_90d": gaps.longest_since(span.as_of - 90),
        **signs.columns(visit_days(visits), span.as_of),
    }


def _first_and_last(day: Days, count: Ints) -> tuple[Days, Days]:
    """Return the first and last of each customer's visit days, `count` of them each; `EVER` for those without."""
    end = np.cumsum(count)
    some = np.flatnonzero(count)
    first, last = np.full((2, len(count)), EVER, dtype=np.int32)
    first[some], last[some] = day[(end - count)[some]], day[end[some] - 1]
    return first, last


def _average(spend: Ints, visits: Ints) -> npt.NDArray[np.int64]:
    """Return spend per visit, halves to even; masked where there was no visit."""
    whole, rest = np.divmod(spend, np.maximum(visits, 1))
    up = (2 * rest > visits) | ((2 * rest == visits) & (whole % 2 == 1))
    return np.ma.array(whole + up, mask=visits == 0)


def _trend(recent: Ints, prior: Ints) -> npt.NDArray[np.float64]:
    """Return the change as a share of both periods together, NaN when nothing was spent in either."""
    new, old = recent.astype(np.float64), prior.astype(np.float64)
    both = np.abs(new) + np.abs(old)
    return np.asarray(np.divide(new - old, both, out=np.full(len(new), np.nan), where=both != 0))
