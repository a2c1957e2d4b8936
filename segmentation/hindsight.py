"""The figures of many past days of the same visits, none of which looks at every visit again."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.indexers import BaseIndexer

from segmentation.columns import Columns, frame
from segmentation.gaps import Gaps
from segmentation.outlook import signs
from segmentation.outlook.visit_days import VisitDays, visit_days
from segmentation.periods import EVER, periods
from segmentation.value import YEAR
from segmentation.visits import Ints, Truths, VisitsByCustomer

Floats = npt.NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.int64)

COUNTED = ("365d", "month_1", "month_2", "month_3")
"""The periods whose visits are counted, beside those that are signs."""

NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Hindsight:
    """Visits of n customers with running sums: what lies in a period is the difference of two of them."""

    visits: VisitsByCustomer

    def figures(self, as_of: date) -> pd.DataFrame:
        """Return the figures that tiers, stages, outlook and rules ask for, each as `figures.figures` has it."""
        span = periods(as_of)
        first, last = self._first_and_last(span.as_of)
        never = last == EVER
        until = cache(self.days.until)
        edges = {period: [until(edge - 1) for edge in span.spans[period]] for period in COUNTED}
        return frame(
            {
                "customer_id": self.visits.customer_id,
                "first_visit": np.ma.array(first, mask=never),
                "last_visit": np.ma.array(last, mask=never),
                "days_since_last_visit": np.ma.array(span.as_of - last, mask=never),
                **{f"visits_{period}": (end - start).astype(np.int32) for period, (start, end) in edges.items()},
                "cadence_days": self._of_last_visit(self._cadence, span.as_of, np.nan),
                "longest_gap_90d": self._gaps_lately(span.as_of).longest_since(span.as_of - 90),
                **self._money(span.as_of),
                **signs.columns(self.days, span.as_of),
            }
        )

    def basis(self, as_of: date) -> pd.DataFrame:
        """Return of the figures only those that decide where the lines of tiers and stages lie."""
        day = periods(as_of).as_of
        year, now = (self._receipts.until(day - ago) for ago in (YEAR, 0))
        return frame(
            {
                "customer_id": self.visits.customer_id,
                "value_365d": self._value(self._sum("margin_known", year, now) > 0, year, now),
                "cadence_days": self._of_last_visit(self._cadence, day, np.nan),
            }
        )

    def only(self, some: Truths) -> "Hindsight":
        """Leave out customers."""
        return Hindsight(self.visits.only(some))

    def daily(self, as_of: date) -> Ints:
        """Return the visits of all customers on each day from the first to `as_of`."""
        wanted = max(periods(as_of).as_of - self._first_day + 1, 0)
        known = self._daily[:wanted]
        return np.pad(known, (0, wanted - len(known)))

    @property
    def last_day(self) -> int:
        """The day of the last visit of all, `EVER` without one."""
        return int(self.days.day.max(initial=EVER))

    @cached_property
    def days(self) -> VisitDays:
        """The days with a receipt over zero."""
        return visit_days(self.visits)

    @cached_property
    def _receipts(self) -> VisitDays:
        """The days of all receipts."""
        return VisitDays(self.visits.customer_id, self.visits.offset, self.visits.day, self.visits.amount)

    @cached_property
    def _first_day(self) -> int:
        """The day of the first visit of all; without one, so late that no day is in its past."""
        return int(self.days.day.min(initial=NEVER))

    @cached_property
    def _daily(self) -> Ints:
        """The visits of all customers on each day from the first to the last."""
        return np.bincount(self.days.day - self._first_day)

    @cached_property
    def _customer(self) -> Ints:
        """The customer of each visit, 0 to n - 1."""
        return np.repeat(np.arange(len(self.visits.customer_id)), np.diff(self.days.offset))

    @cached_property
    def _cadence(self) -> Floats:
        """The median gap of the customer up to each visit, NaN at the first."""
        gaps = pd.Series(self.days.gap, dtype=np.float64)
        theirs = _UpToEach(start=self.days.offset[self._customer] + 1)
        return gaps.rolling(theirs, min_periods=1).median().to_numpy(np.float32)

    @cached_property
    def _value_of_year(self) -> Ints:
        """The value of the year up to each visit."""
        day = self.days.day
        year = [self._receipts.until_each(self._customer, day - ago) for ago in (YEAR, 0)]
        return self._value(self._sum("margin_known", *year) > 0, *year)

    @cached_property
    def _running(self) -> dict[str, Ints]:
        """The running sums of the receipts, from 0 before the first; none of what is not known of any."""
        kept = {name: getattr(self.visits, name) for name in ("amount", "margin", "margin_known", "cost", "cost_known")}
        return {
            name: np.concatenate(([0], np.cumsum(each, dtype=np.int64)))
            for name, each in kept.items()
            if each is not None
        }

    def _gaps_lately(self, day: int) -> Gaps:
        """Return the gaps that ended in the 90 days up to a day."""
        lately = np.flatnonzero((self.days.day > day - 90) & (self.days.day <= day) & (self.days.gap > 0))
        n = len(self.visits.customer_id)
        return Gaps(n, self._customer[lately], self.days.gap[lately], self.days.day[lately])

    def _of_last_visit(self, known: npt.NDArray[Number], day: int, never: Number | float) -> npt.NDArray[Number]:
        """Return for each customer what is known of the last visit up to a day; `never` of those who had not come."""
        end = self.days.until(day)
        came = end > self.days.offset[:-1]
        found = np.full(len(end), never, dtype=known.dtype)
        found[came] = known[end[came] - 1]
        return found

    def _first_and_last(self, day: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return each customer's first and last visit up to a day; `EVER` for those who had not come."""
        start, end = self.days.offset[:-1], self.days.until(day)
        came = end > start
        first, last = np.full((2, len(start)), EVER, dtype=np.int32)
        first[came], last[came] = self.days.day[start[came]], self.days.day[end[came] - 1]
        return first, last

    def _money(self, day: int) -> Columns:
        """Return spend, margin, cost and the values of their windows; see `segmentation.value`."""
        now, year, half, before = (self._receipts.until(day - ago) for ago in (0, YEAR, 180, 360))
        by_margin = self._sum("margin_known", year, now) > 0
        return {
            "spend_365d": self._sum("amount", year, now),
            "margin_365d": np.ma.array(self._sum("margin", year, now), mask=~by_margin),
            "cost_365d": np.ma.array(self._sum("cost", year, now), mask=self._sum("cost_known", year, now) == 0),
            "value_365d": self._value(by_margin, year, now),
            "value_180d": self._value(by_margin, half, now),
            "value_prior_180d": self._value(by_margin, before, half),
            "value_at_risk": self._of_last_visit(self._value_of_year, day, 0),
        }

    def _value(self, by_margin: npt.NDArray[np.bool_], start: Ints, end: Ints) -> Ints:
        """Return margin where it counts, else spend, less the cost, between two positions of each customer."""
        gross = np.where(by_margin, self._sum("margin", start, end), self._sum("amount", start, end))
        return gross - self._sum("cost", start, end)

    def _sum(self, name: str, start: Ints, end: Ints) -> Ints:
        """Return the sum of the receipts between two positions of each customer; 0 of what is not known."""
        running = self._running.get(name)
        return np.zeros(len(start), dtype=np.int64) if running is None else running[end] - running[start]


class _UpToEach(BaseIndexer):
    """A window for each row: from the row that `start` names up to the row itself."""

    start: Ints

    def get_window_bounds(
        self,
        num_values: int = 0,
        min_periods: int | None = None,
        center: bool | None = None,
        closed: str | None = None,
        step: int | None = None,
    ) -> tuple[Ints, Ints]:
        """Return where windows begin, and the rows after them."""
        return self.start, np.arange(num_values) + 1
