"""The figures of many past days of the same visits, none of which looks at every visit again."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.columns import Columns, frame
from segmentation.gaps import Gaps, gaps_between
from segmentation.outlook import signs
from segmentation.outlook.visit_days import VisitDays, visit_days
from segmentation.periods import EVER, periods
from segmentation.value import YEAR
from segmentation.visits import Ints, VisitsByCustomer

COUNTED = ("365d", "month_1", "month_2", "month_3")
"""The periods whose visits are counted, beside those that are signs."""


@dataclass(frozen=True)
class Hindsight:
    """Visits of n customers with running sums: what lies in a period is the difference of two of them."""

    visits: VisitsByCustomer

    def figures(self, as_of: date) -> pd.DataFrame:
        """Return the figures that tiers, stages, outlook and rules ask for, each as `figures.figures` has it."""
        span = periods(as_of)
        first, last = self._first_and_last(span.as_of)
        never = last == EVER
        gaps = self._gaps_until(span.as_of)
        until = cache(self.days.until)
        edges = {period: [until(edge - 1) for edge in span.spans[period]] for period in COUNTED}
        return frame(
            {
                "customer_id": self.visits.customer_id,
                "first_visit": np.ma.array(first, mask=never),
                "last_visit": np.ma.array(last, mask=never),
                "days_since_last_visit": np.ma.array(span.as_of - last, mask=never),
                **{f"visits_{period}": (end - start).astype(np.int32) for period, (start, end) in edges.items()},
                "cadence_days": gaps.median(),
                "longest_gap_90d": gaps.longest_since(span.as_of - 90),
                **self._money(span.as_of, last.astype(np.int64)),
                **signs.columns(self.days, span.as_of),
            }
        )

    def daily(self, as_of: date) -> Ints:
        """Return the visits of all customers on each day from the first to `as_of`."""
        last = periods(as_of).as_of
        then = self.days.day[self.days.day <= last]
        return np.bincount(then - then.min(), minlength=last - then.min() + 1) if len(then) else then

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
    def _gaps(self) -> Gaps:
        """All gaps between visits."""
        n = len(self.visits.customer_id)
        return gaps_between(np.repeat(np.arange(n), np.diff(self.days.offset)), self.days.day, n=n)

    @cached_property
    def _running(self) -> dict[str, Ints]:
        """The running sums of the receipts, from 0 before the first; none of what is not known of any."""
        kept = {name: getattr(self.visits, name) for name in ("amount", "margin", "margin_known", "cost", "cost_known")}
        return {
            name: np.concatenate(([0], np.cumsum(each, dtype=np.int64)))
            for name, each in kept.items()
            if each is not None
        }

    def _gaps_until(self, day: int) -> Gaps:
        """Return the gaps that had ended by a day."""
        ended = self._gaps.ended <= day
        return Gaps(self._gaps.n, self._gaps.customer[ended], self._gaps.days[ended], self._gaps.ended[ended])

    def _first_and_last(self, day: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return each customer's first and last visit up to a day; `EVER` for those who had not come."""
        start, end = self.days.offset[:-1], self.days.until(day)
        came = end > start
        first, last = np.full((2, len(start)), EVER, dtype=np.int32)
        first[came], last[came] = self.days.day[start[came]], self.days.day[end[came] - 1]
        return first, last

    def _money(self, day: int, last: Ints) -> Columns:
        """Return spend, margin, cost and the values of their windows; see `segmentation.value`."""
        now, year, half, before = (self._receipts.until(day - ago) for ago in (0, YEAR, 180, 360))
        full = (self._receipts.until(last - YEAR), self._receipts.until(last))
        by_margin = self._sum("margin_known", year, now) > 0
        return {
            "spend_365d": self._sum("amount", year, now),
            "margin_365d": np.ma.array(self._sum("margin", year, now), mask=~by_margin),
            "cost_365d": np.ma.array(self._sum("cost", year, now), mask=self._sum("cost_known", year, now) == 0),
            "value_365d": self._value(by_margin, year, now),
            "value_180d": self._value(by_margin, half, now),
            "value_prior_180d": self._value(by_margin, before, half),
            "value_at_risk": self._value(self._sum("margin_known", *full) > 0, *full),
        }

    def _value(self, by_margin: npt.NDArray[np.bool_], start: Ints, end: Ints) -> Ints:
        """Return margin where it counts, else spend, less the cost, between two positions of each customer."""
        gross = np.where(by_margin, self._sum("margin", start, end), self._sum("amount", start, end))
        return gross - self._sum("cost", start, end)

    def _sum(self, name: str, start: Ints, end: Ints) -> Ints:
        """Return the sum of the receipts between two positions of each customer; 0 of what is not known."""
        running = self._running.get(name)
        return np.zeros(len(start), dtype=np.int64) if running is None else running[end] - running[start]
