"""When somebody works, wherever they are and whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.working_time import WorkingTime, country_of

ODD_ZONES = (
    "Europe/London",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "America/Havana",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)
"""Both hemispheres; changes of half an hour, at midnight, twice a year around Ramadan; a day that never came."""

zones = st.sampled_from(ODD_ZONES).map(ZoneInfo)
hours = st.lists(st.integers(0, 24), min_size=2, max_size=2, unique=True).map(sorted)
times = st.builds(
    lambda zone, hours, days: WorkingTime(zone, hours[0], hours[1], days, country_of(zone)),
    zones,
    hours,
    st.none() | st.frozensets(st.integers(0, 6), min_size=1),
)
moments = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(zone: str, text: str) -> datetime:
    """Return a local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@given(times, moments)
def test_the_next_working_moment_is_worked_and_nothing_between_is(time: WorkingTime, moment: datetime) -> None:
    then = time.next_moment(moment)

    assert moment <= then
    assert time.is_working(then)
    assert time.next_moment(then) == then
    assert then == moment or not any(time.is_working(moment + (then - moment) * part / 7) for part in range(7))


@given(times, moments, st.integers(1, 10))
def test_working_days_are_counted_one_by_one(time: WorkingTime, moment: datetime, days: int) -> None:
    reached = [time.add_working_days(moment, count) for count in range(1, days + 1)]

    assert all(before < after for before, after in pairwise([moment, *reached][1:]))
    assert time.add_working_days(reached[0], days) > reached[-1] - timedelta(seconds=1)
    assert all(time.is_working(each) for each in reached)


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        ("Europe/London", "2026-03-27T18:00", "2026-03-30T09:00"),  # Friday evening, the clocks go forward on Sunday
        ("Europe/London", "2026-10-23T20:00", "2026-10-26T09:00"),  # back
        ("Europe/London", "2026-04-03T10:00", "2026-04-07T09:00"),  # Good Friday to after Easter Monday
        ("America/Sao_Paulo", "2018-11-02T19:00", "2018-11-05T09:00"),  # midnight was skipped on Sunday
        ("Australia/Lord_Howe", "2026-10-02T18:30", "2026-10-05T09:00"),  # half an hour on Sunday
        ("Asia/Shanghai", "2026-10-09T19:00", "2026-10-10T09:00"),  # a Saturday worked for the National Day
        ("Asia/Riyadh", "2026-11-19T18:30", "2026-11-22T09:00"),  # Thursday to Sunday
    ],
)
def test_the_next_working_day_is_the_countrys(zone: str, now: str, then: str) -> None:
    time = WorkingTime(ZoneInfo(zone), country=country_of(ZoneInfo(zone)))

    assert time.next_moment(at(zone, now)) == at(zone, then)


def test_an_hour_that_comes_twice_is_worked_twice_and_one_that_is_skipped_is_not() -> None:
    night = WorkingTime(ZoneInfo("Europe/London"), 0, 6, frozenset({6}))
    twice = at("Europe/London", "2026-10-25T01:30")

    assert night.is_working(twice)
    assert night.is_working(twice.replace(fold=1))
    assert [night.is_working(datetime(2026, 3, 29, hour, 59, tzinfo=UTC)) for hour in (4, 5)] == [True, False]


def test_the_week_is_the_one_somebody_chose_or_that_of_their_country() -> None:
    riyadh = WorkingTime(ZoneInfo("Asia/Riyadh"), country="SA")
    assert riyadh.week(2026) == {6, 0, 1, 2, 3}
    assert replace(riyadh, days=frozenset({1})).week(2026) == {1}
    assert replace(riyadh, country=None).week(2026) == set(range(5))


def test_a_country_nobody_knows_has_no_holidays() -> None:
    assert WorkingTime(ZoneInfo("UTC"), country="XX").is_working_day(date(2026, 12, 25))


def test_the_day_that_never_came_is_not_worked() -> None:
    assert not WorkingTime(ZoneInfo("Pacific/Apia")).is_working_day(date(2011, 12, 30))
