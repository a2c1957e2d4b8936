"""When nothing should be said: late data, and days on which everybody stays away."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.guard import Counts, Drop, Late, quiet_because

LAST = date(2025, 3, 31)
"""A Monday."""

random_counts = st.builds(
    lambda seed, rate, days: np.random.default_rng(seed).poisson(rate, days),
    st.integers(0, 2**32),
    st.sampled_from([0.3, 2, 30, 400]),
    st.sampled_from([30, 200, 500, 900]),
)


def business(a_day: float, *, years: float = 2.5, seed: int = 1, growth: float = 1, closed: str = "") -> Counts:
    """Return visits a day until `LAST`, `growth` times as many a year later, none on the weekdays `closed`."""
    length = int(365 * years)
    level = a_day * growth ** (np.arange(1 - length, 1) / 365)
    visits = np.random.default_rng(seed).poisson(level)
    weekday = (np.arange(1 - length, 1) + LAST.weekday()) % 7
    visits[np.isin(weekday, [int(day) for day in closed])] = 0
    return visits


def judged(visits: Counts, days: int = 370) -> Iterator[tuple[date, Late | Drop | None]]:
    """Yield what the guard says on each of the last days."""
    for ago in range(days - 1, -1, -1):
        as_of = LAST - timedelta(ago)
        yield as_of, quiet_because(visits[: len(visits) - ago], as_of=as_of)


def alarms(visits: Counts, days: int = 370) -> list[date]:
    """Return the days on which it keeps quiet."""
    return [day for day, reason in judged(visits, days) if reason]


@pytest.mark.parametrize("a_day", [0.05, 0.5, 5, 200])
@pytest.mark.parametrize("closed", ["", "6", "06"])
def test_a_business_that_goes_on_as_ever_is_never_silenced(a_day: float, closed: str) -> None:
    assert not alarms(business(a_day, closed=closed))


@pytest.mark.parametrize("growth", [0.5, 3])
def test_growing_and_shrinking_are_no_incidents(growth: float) -> None:
    assert not alarms(business(20, growth=growth))


def test_data_that_stops_is_late_after_the_usual_silence() -> None:
    visits = business(50, closed="6")
    visits[-5:] = 0
    said = dict(judged(visits, 6))
    assert [said[LAST - timedelta(ago)] for ago in (5, 4, 3)] == [None, None, None]
    assert said[LAST] == Late(since=LAST - timedelta(5))


def test_a_week_in_which_hardly_anybody_came_is_a_drop() -> None:
    visits = business(50)
    visits[-7:] //= 4
    reason = quiet_because(visits, as_of=LAST)
    assert isinstance(reason, Drop)
    assert 0.2 < reason.share < 0.3


def test_a_month_that_is_much_weaker_is_a_drop_even_if_no_week_is() -> None:
    visits = business(50)
    visits[-28:] = visits[-28:] * 55 // 100
    assert isinstance(quiet_because(visits, as_of=LAST), Drop)


def test_a_closed_season_is_an_incident_only_the_first_time() -> None:
    visits = business(50, years=2.5)
    first, second = (slice(start, start + 12) for start in (len(visits) - 364 - 20, len(visits) - 20))
    visits[first] = visits[second] = 0
    quiet = alarms(visits, 395)
    assert quiet
    assert max(quiet) < LAST - timedelta(300)


def test_a_season_that_moves_by_a_week_is_known_too() -> None:
    visits = business(50, years=2.5)
    visits[len(visits) - 364 - 21 : len(visits) - 364 - 14] //= 5
    visits[-14:-7] //= 5
    assert not alarms(visits, 14)


def test_an_odd_week_of_a_business_younger_than_a_year_is_no_season() -> None:
    visits = np.full(300, 20)
    visits[300 - 71 : 300 - 64] = 2
    visits[-7:] = 4
    assert quiet_because(visits, as_of=LAST) == Drop(share=0.2, days=7)


def test_tiny_businesses_are_never_silenced() -> None:
    visits = business(0.6)
    visits[-60:] = 0
    assert not alarms(visits, 60)


def test_a_business_known_for_a_few_weeks_is_not_judged() -> None:
    assert quiet_because(np.array([50] * 60 + [0] * 10), as_of=LAST) is None


def test_after_an_incident_it_speaks_again() -> None:
    visits = business(50)
    visits[-100:-93] = 0
    quiet = alarms(visits, 110)
    assert quiet
    assert max(quiet) < LAST - timedelta(80)


@given(random_counts)
@settings(max_examples=30, deadline=None)
def test_days_before_the_first_visit_change_nothing(visits: npt.NDArray[np.int64]) -> None:
    earlier = np.concatenate((np.zeros(400, dtype=np.int64), visits))
    assert quiet_because(earlier, as_of=LAST) == quiet_because(visits, as_of=LAST)


@pytest.mark.parametrize("visits", [[], [0, 0], [3]])
def test_hardly_any_data_says_nothing(visits: list[int]) -> None:
    assert quiet_because(np.array(visits, dtype=np.int64), as_of=LAST) is None
