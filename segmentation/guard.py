"""When to keep quiet altogether: the data is late, or everybody stays away at once."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

WEEK, YEAR = 7, 364
"""Days; a year of whole weeks, so that weekdays meet."""

WINDOWS = {7: 0.5, 28: 0.6}
"""The windows looked at, in days, and for each the share of what is likely under which it is a drop."""

LEVEL = 8 * WEEK
"""Days before a window that say how many visits are usual."""

LEAST_HISTORY = 12 * WEEK
"""Days of history under which nothing is said."""

LEAST_EXPECTED = 40
"""Visits to be expected in a window under which chance alone may halve them: nothing is said."""

AROUND = 14
"""Days before and after the same day last year in which a closed season is looked for."""

ALMOST_LOWEST = 0.05
"""The part of all weeks of a year that may be lower than the lowest usual one: an odd week does not blind for long."""


@dataclass(frozen=True)
class Late:
    """No visit is known after `since`: longer than this business is ever silent at this time of the year."""

    since: date


@dataclass(frozen=True)
class Drop:
    """Only this `share` of the visits came that were likely in the last `days`."""

    share: float
    days: int


def quiet_because(daily_visits: Counts, *, as_of: date) -> Late | Drop | None:
    """Say why no rule should speak, if there is a reason.

    Late is a silence longer than any of the last weeks or of this time last year. A drop is a week, or four, far below
    the weeks before, below what this time of last year makes of them, and below all but the oddest weeks of a year. A
    business with few visits, or known for less than twelve weeks, has no such days.

    Args:
        daily_visits: visits of all customers on each day of the past, the last one `as_of`.
        as_of: the day at whose end this is known.
    """
    visits = np.trim_zeros(np.asarray(daily_visits, dtype=np.int64), "f")
    if len(visits) < LEAST_HISTORY:
        return None
    silence = len(visits) - len(np.trim_zeros(visits, "b"))
    if _is_late(visits, silence):
        return Late(since=as_of - timedelta(silence))
    return next((drop for days in WINDOWS if (drop := _drop(visits, days))), None)


def _is_late(visits: Counts, silence: int) -> bool:
    """Say whether as many days without a visit until now are unusual here at this time of the year."""
    lately = visits[: len(visits) - silence][-LEVEL:]
    if lately.mean() * max(WINDOWS) < LEAST_EXPECTED:
        return False
    then = len(visits) - YEAR
    last_year = visits[max(then - silence - AROUND, 0) : max(then + AROUND, 0)]
    return silence > 1 + max(_longest_silence(lately), _longest_silence(last_year))


def _longest_silence(visits: Counts) -> int:
    """Return the most days in a row without a visit."""
    came = np.flatnonzero(np.concatenate(([1], visits, [1])))
    return int(np.diff(came).max() - 1)


def _drop(visits: Counts, days: int) -> Drop | None:
    """Say how far the visits of the last days lie below what is likely, where that is far."""
    share = _share_of_usual(visits, days)
    likely = _usual(visits, days) * min(1.0, _season(visits, days))
    came = int(visits[-days:].sum())
    if likely < LEAST_EXPECTED or came >= WINDOWS[days] * likely or share >= _lowest_usual_share(visits, days):
        return None
    return Drop(share=came / likely, days=days)


def _usual(visits: Counts, days: int) -> float:
    """Return how many visits in so many days the weeks before them make usual."""
    before = visits[: len(visits) - days][-LEVEL:]
    return float(before.mean() * days) if len(before) == LEVEL else np.nan


def _share_of_usual(visits: Counts, days: int) -> float:
    """Return the visits of the last days as a share of what was usual; NaN where nothing was."""
    usual = _usual(visits, days)
    return float(visits[-days:].sum() / usual) if usual else np.nan


def _season(visits: Counts, days: int) -> float:
    """Return the share of what was usual that came at this time last year, a week earlier or later; 1 if unknown."""
    then = [visits[: max(len(visits) - YEAR + shift, 0)] for shift in (-WEEK, 0, WEEK)]
    shares = [_share_of_usual(one, days) for one in then if len(one)]
    return min((share for share in shares if not np.isnan(share)), default=1.0)


def _lowest_usual_share(visits: Counts, days: int) -> float:
    """Return the share of what was usual that all but the oddest weeks of the last year had at least."""
    ends = range(len(visits) - days, max(len(visits) - YEAR, LEAST_HISTORY) - 1, -WEEK)
    shares = np.array([_share_of_usual(visits[:end], days) for end in ends])
    known = shares[~np.isnan(shares)]
    return float(np.quantile(known, ALMOST_LOWEST)) if len(known) else 1.0
