"""What a customer's visits up to a day say of what comes: the same columns for today and for any day in the past."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.columns import Columns
from segmentation.outlook.visit_days import VisitDays
from segmentation.visits import Ints, Truths

Floats = npt.NDArray[np.float64]

RECENT = 30
"""Days that are held against what was usual before them."""

LEAST_PAST = 90
"""Days before the recent ones that a usual is spread over at least: a newcomer's first week is no habit."""

HORIZON, LONGEST_HORIZON = 60, 365
"""Days ahead in which a drop shows; longer for those who do not come twice in that time, up to a year."""

WINDOWS = (14, 30, 60, 90, 180)


@dataclass(frozen=True)
class Signs:
    """What is known of n customers as of a day.

    Attributes:
        visits: how often they came.
        recent: by window, how often in the last so many days.
        history: days since the first visit, 0 for those who never came.
        absence: days since the last visit, 0 for those who never came.
        spread: the standard deviation of the days between visits, 0 before the third.
        longest: the longest of them, 0 before the second visit.
        year_ago: visits in as many days as the horizon has, a year earlier.
        spend, recent_spend: what they paid, in ten-thousandths, ever and in the last 90 days, without refunds.
    """

    visits: Floats
    recent: Mapping[int, Floats]
    history: Floats
    absence: Floats
    spread: Floats
    longest: Floats
    year_ago: Floats
    spend: Floats
    recent_spend: Floats

    def only(self, some: Truths) -> "Signs":
        """Leave out customers."""
        recent = {window: count[some] for window, count in self.recent.items()}
        rest = {each.name: getattr(self, each.name)[some] for each in fields(Signs) if each.name != "recent"}
        return Signs(recent=recent, **rest)

    @property
    def repeats(self) -> Floats:
        """Visits after the first."""
        return np.maximum(self.visits - 1, 0)

    @property
    def between(self) -> Floats:
        """Days from the first visit to the last."""
        return self.history - self.absence

    @property
    def average(self) -> Floats:
        """What they paid on a visit, 0 for those who never came."""
        return self.spend / np.maximum(self.visits, 1)

    @property
    def enough(self) -> Truths:
        """Whether there is a habit to hold them against: they came twice, once of that before the recent days."""
        known: Truths = (self.visits >= 2) & (self.visits > self.recent[RECENT])
        return known

    @property
    def usual(self) -> Floats:
        """Usual visits a day: those before the recent days; NaN where there is too little history."""
        return _usual(self.visits - self.recent[RECENT], self.history, self.enough)

    @property
    def horizon(self) -> Floats:
        """Days ahead that are looked at: those in which two visits are usual, within limits."""
        return horizon(self.usual)

    @property
    def expected(self) -> Floats:
        """Usual visits within the horizon."""
        return self.usual * self.horizon

    @property
    def few(self) -> Floats:
        """The largest number of visits within the horizon that is a drop: half of the usual ones."""
        return np.floor(0.5 * self.expected)


def _usual(before: Floats, history: Floats, enough: Truths) -> Floats:
    """Return visits a day before the recent days."""
    return np.where(enough, before / np.maximum(history - RECENT, LEAST_PAST), np.nan)


def horizon(usual: Floats) -> Floats:
    """Return the days in which two visits are usual, at least 60 and at most a year; NaN stays NaN."""
    with np.errstate(divide="ignore"):
        return np.clip(np.ceil(2 / usual), HORIZON, LONGEST_HORIZON)


def horizon_days(before: int, *, history: int) -> int:
    """Return the horizon of one customer with enough history: visits before the recent days, days since the first."""
    usual = _usual(np.array([before]), np.array([history]), np.array([True]))
    return int(horizon(usual)[0])


def columns(days: VisitDays, as_of: Ints | int) -> Columns:
    """Return the signs of all customers as columns of figures, from their visits up to and including `as_of`.

    Args:
        days: the visits.
        as_of: a day; or several, ascending: then there is a row for everybody as of the first, of the next, and so on.

    Returns:
        `visits_14d`, `visits_60d`, `visits_180d`, `visits_year_ago` (int32), `gap_spread`, `last_gap` and
        `longest_gap` (days, float32, NaN where there is no gap), `history_days` and `absence_days` (float32, NaN for
        those who never came), `paid_total` and `paid_90d` (int64, ten-thousandths, refunds left out), and what figures
        have too: `visits_total`, `visits_30d`, `visits_90d` (int32).
    """
    day, start = np.repeat(as_of, len(days.customer_id)), np.tile(days.offset[:-1], np.size(as_of))
    end = days.until(as_of)
    visits = end - start
    came, several = visits > 0, visits > 1
    history = _spread_out(day[came] - days.day[start[came]], came)
    absence = _spread_out(day[came] - days.day[end[came] - 1], came)
    edges = {window: days.until(as_of - window) for window in WINDOWS}
    recent = {f"visits_{window}d": end - edge for window, edge in edges.items()}
    gaps = np.maximum(visits - 1, 1)
    mean = (history - absence) / gaps
    squares = (days.gap_squares[end] - days.gap_squares[start]) / gaps
    before = visits - recent[f"visits_{RECENT}d"]
    ahead = np.nan_to_num(horizon(_usual(before, history, (visits > 1) & (before > 0))), nan=HORIZON).astype(np.int64)
    return {
        "visits_total": visits.astype(np.int32),
        **{name: count.astype(np.int32) for name, count in recent.items()},
        "history_days": history.astype(np.float32),
        "absence_days": absence.astype(np.float32),
        "gap_spread": np.where(several, np.sqrt(np.maximum(squares - mean**2, 0)), np.nan).astype(np.float32),
        "last_gap": _spread_out(days.gap[end[several] - 1], several).astype(np.float32),
        "longest_gap": _spread_out(days.longest_gap[end[several] - 1], several).astype(np.float32),
        "visits_year_ago": came_within(days, as_of - 365, ahead).astype(np.int32),
        "paid_total": days.spent[end] - days.spent[start],
        "paid_90d": days.spent[end] - days.spent[edges[90]],
    }


def _spread_out(values: Ints, where: Truths) -> Floats:
    """Return values in the places of the customers who have one, NaN elsewhere."""
    spread = np.full(len(where), np.nan)
    spread[where] = values
    return spread


def of_columns(columns: Columns | pd.DataFrame) -> Signs:
    """Return the signs that columns (see `columns`) tell of."""

    def known(name: str) -> Floats:
        column = np.asarray(columns[name])
        return np.nan_to_num(column.astype(np.float64)) if column.dtype.kind == "f" else column.astype(np.float64)

    return Signs(
        visits=known("visits_total"),
        recent={window: known(f"visits_{window}d") for window in WINDOWS},
        history=known("history_days"),
        absence=known("absence_days"),
        spread=known("gap_spread"),
        longest=known("longest_gap"),
        year_ago=known("visits_year_ago"),
        spend=known("paid_total"),
        recent_spend=known("paid_90d"),
    )


def at(days: VisitDays, as_of: Ints | int) -> Signs:
    """Return the signs of all customers as of a day in the past, or as of several; see `columns`."""
    return of_columns(columns(days, as_of))


def came_within(days: VisitDays, as_of: Ints | int, horizon: Floats | Ints) -> Ints:
    """Return the visits in the days after `as_of`, as many as the horizon of each row of `columns` (NaN: none)."""
    n = len(days.customer_id)
    day, customer = np.repeat(as_of, n), np.tile(np.arange(n), np.size(as_of))
    return days.until_each(customer, day + np.nan_to_num(horizon).astype(np.int64)) - days.until(as_of)
