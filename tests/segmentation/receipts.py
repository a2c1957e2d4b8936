"""Receipts for tests: made up by hypothesis, turned into Arrow, and their figures computed the plain way."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, sqrt
from statistics import median
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

EPOCH = date(1970, 1, 1)
TODAY = date(2024, 2, 29)
LARGEST = 10**15


class Receipt(NamedTuple):
    """One row of visits."""

    customer_id: int
    day: date
    amount: int
    margin: int | None = None
    cost: int | None = None


amounts = st.one_of(st.integers(-20, 20), st.integers(-LARGEST, LARGEST), st.sampled_from([0, 10_000, LARGEST]))
maybe_amounts = st.none() | amounts
days = st.one_of(
    st.integers(-800, 60).map(lambda shift: TODAY + timedelta(shift)),
    st.sampled_from([1, 29, 30, 31, 89, 90, 91, 179, 180, 181, 359, 360, 364, 365, 366]).map(
        lambda ago: TODAY - timedelta(ago)
    ),
)
receipts = st.builds(Receipt, st.integers(1, 4), days, amounts, maybe_amounts, maybe_amounts)
books = st.lists(receipts, max_size=25).map(lambda rows: sorted(rows, key=lambda row: (row.customer_id, row.day)))
"""Receipts sorted by customer and day, those of one day in any order."""

as_ofs = st.one_of(
    st.just(TODAY), st.integers(-900, 60).map(lambda shift: TODAY + timedelta(shift)), st.just(date(1999, 12, 31))
)


def batch(rows: Sequence[Receipt]) -> pa.RecordBatch:
    """Return receipts as one Arrow batch."""
    return pa.record_batch(
        {
            "customer_id": pa.array([row.customer_id for row in rows], pa.int64()),
            "day": pa.array([row.day for row in rows], pa.date32()),
            "amount": pa.array([row.amount for row in rows], pa.int64()),
            "margin": pa.array([row.margin for row in rows], pa.int64()),
            "cost": pa.array([row.cost for row in rows], pa.int64()),
        }
    )


def plain_figures(rows: Sequence[Receipt], as_of: date, rfm_days: int | None = None) -> dict[str, float | None]:
    """Compute the figures of one customer, one after the other."""
    known = [row for row in rows if row.day <= as_of]
    came = sorted({row.day for row in known if row.amount > 0})

    def window(length: int | None, end: date = as_of) -> list[Receipt]:
        return [row for row in known if row.day <= end and (length is None or row.day > end - timedelta(length))]

    def month(newest: int) -> list[Receipt]:
        first = _first_of_month(as_of + timedelta(1), newest)
        return [row for row in known if first <= row.day < _first_of_month(first, -1)]

    margin_known = any(row.margin is not None for row in window(365))
    gaps = [((after - before).days, after) for before, after in pairwise(came)]
    late_gaps = [gap for gap, end in gaps if end > as_of - timedelta(90)]
    recent, prior = _spend(window(180)), _spend(window(180, as_of - timedelta(180)))
    spans = {"30d": window(30), "90d": window(90), "365d": window(365), "total": known, "rfm": window(rfm_days)}
    spans |= {f"month_{newest}": month(newest) for newest in range(1, 14)}
    last_year = window(365, came[-1]) if came else []
    return {
        "first_visit": (came[0] - EPOCH).days if came else None,
        "last_visit": (came[-1] - EPOCH).days if came else None,
        "days_since_last_visit": (as_of - came[-1]).days if came else None,
        **{f"visits_{name}": len({row.day for row in span if row.amount > 0}) for name, span in spans.items()},
        **{f"spend_{name}": _spend(span) for name, span in spans.items()},
        "average_spend": _half_even(_spend(known), len(came)) if came else None,
        "cadence_days": median([gap for gap, _ in gaps]) if gaps else None,
        "trend": (float(recent) - float(prior)) / (abs(float(recent)) + abs(float(prior))) if recent or prior else None,
        "margin_365d": sum(row.margin or 0 for row in window(365)) if margin_known else None,
        "cost_365d": _cost(window(365)) if any(row.cost is not None for row in window(365)) else None,
        "value_365d": _value(window(365), by_margin=margin_known),
        "value_180d": _value(window(180), by_margin=margin_known),
        "value_prior_180d": _value(window(180, as_of - timedelta(180)), by_margin=margin_known),
        "value_at_risk": _value(last_year, by_margin=any(row.margin is not None for row in last_year)),
        "longest_gap_90d": max(late_gaps) if late_gaps else None,
        **_plain_signs(came, [gap for gap, _ in gaps], as_of),
        "paid_total": sum(row.amount for row in known if row.amount > 0),
        "paid_90d": sum(row.amount for row in window(90) if row.amount > 0),
    }


def _plain_signs(came: list[date], gaps: list[int], as_of: date) -> dict[str, float | None]:
    """Compute the signs of one customer's visits."""

    def count(first_ago: int, last_ago: int = 0) -> int:
        return sum(last_ago <= (as_of - day).days < first_ago for day in came)

    history = (as_of - came[0]).days if came else None
    before, ahead = len(came) - count(30), 60
    if history is not None and len(came) > 1 and before:
        ahead = min(max(ceil(2 / (before / max(history - 30, 90))), 60), 365)
    mean, square = (sum(each) / max(len(gaps), 1) for each in (gaps, [gap**2 for gap in gaps]))
    return {
        **{f"visits_{days}d": count(days) for days in (14, 60, 180)},
        "history_days": history,
        "absence_days": (as_of - came[-1]).days if came else None,
        "gap_spread": float(np.float32(sqrt(max(square - mean**2, 0)))) if gaps else None,
        "last_gap": gaps[-1] if gaps else None,
        "longest_gap": max(gaps) if gaps else None,
        "visits_year_ago": count(365, 365 - ahead),
    }


def _first_of_month(day: date, back: int) -> date:
    """Return the first day of the month `back` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _spend(rows: Sequence[Receipt]) -> int:
    return sum(row.amount for row in rows)


def _cost(rows: Sequence[Receipt]) -> int:
    return sum(row.cost or 0 for row in rows)


def _value(rows: Sequence[Receipt], *, by_margin: bool) -> int:
    return (sum(row.margin or 0 for row in rows) if by_margin else _spend(rows)) - _cost(rows)


def _half_even(total: int, count: int) -> int:
    """Divide as Python rounds: exactly, halves to even."""
    whole, rest = divmod(total, count)
    return whole + (2 * rest > count or (2 * rest == count and whole % 2 == 1))
