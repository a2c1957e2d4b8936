"""Days as people say them."""

from datetime import date, timedelta

import pytest

from bot.lines import days
from bot.lines.days import DayOver

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today", WEDNESDAY),
        ("Tomorrow", date(2026, 11, 26)),
        ("yesterday", date(2026, 11, 24)),
        ("monday", date(2026, 11, 30)),
        ("Wed", WEDNESDAY),
        ("this friday", date(2026, 11, 27)),
        ("next friday", date(2026, 12, 4)),
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("1 Dec", date(2026, 12, 1)),
        ("Dec 1st", date(2026, 12, 1)),
        ("24. december 2027", date(2027, 12, 24)),
        ("24 november", date(2027, 11, 24)),
        ("29 feb", date(2028, 2, 29)),
        ("in 2 weeks", date(2026, 12, 9)),
        ("2 weeks", date(2026, 12, 9)),
        ("in a week", date(2026, 12, 2)),
        ("两周后", date(2026, 12, 9)),
        ("3d", date(2026, 11, 28)),
        ("周一", date(2026, 11, 30)),
        ("星期天", date(2026, 11, 29)),
        ("下周五", date(2026, 12, 4)),
        ("周一起", date(2026, 11, 30)),
        ("12月1日", date(2026, 12, 1)),
        ("2026年12月1号", date(2026, 12, 1)),
        ("后天", date(2026, 11, 27)),
        ("３天后", date(2026, 11, 28)),
        ("next week", date(2026, 11, 30)),
        ("下个星期", date(2026, 11, 30)),
        ("next month", date(2026, 12, 1)),
        ("the end of the week", date(2026, 11, 29)),
        ("这周末", date(2026, 11, 29)),
        ("end of next month", date(2026, 12, 31)),
        ("月底", date(2026, 11, 30)),
        ("in 3 months", date(2027, 2, 25)),
        ("一个月后", date(2026, 12, 25)),
        ("end of the year", date(2026, 12, 31)),
        ("年底", date(2026, 12, 31)),
        ("明年", date(2027, 1, 1)),
    ],
)
def test_days_are_understood_as_people_say_them(said: str, meant: date) -> None:
    assert days.day(said, today=WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("said", "until", "through"),
    [
        ("friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("Next week", date(2026, 11, 29), date(2026, 12, 6)),
        ("the next month", date(2026, 11, 30), date(2026, 12, 31)),
        ("下周", date(2026, 11, 29), date(2026, 11, 30)),
        ("end of next week", date(2026, 12, 6), date(2026, 12, 6)),
        ("this week", None, date(2026, 11, 29)),
        ("someday", None, None),
    ],
)
def test_until_next_week_is_until_the_day_before_it_begins_and_through_it_until_it_ends(
    said: str, until: date | None, through: date | None
) -> None:
    assert days.last(said, today=WEDNESDAY) == until
    assert days.through(said, today=WEDNESDAY) == through


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 31)])
def test_months_are_as_long_as_they_are(today: date) -> None:
    assert days.day("end of month", today=today) == today
    assert days.day("next month", today=today) == today + timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "last"),
    [("3 days", date(2027, 2, 2)), ("a week", date(2027, 2, 6)), ("a month", date(2027, 2, 27)), ("lunch", None)],
)
def test_what_lasts_so_long_ends_the_day_before(said: str, last: date | None) -> None:
    assert days.lasting(said, since=date(2027, 1, 31)) == last


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today", WEDNESDAY),
        ("monday", date(2026, 11, 23)),
        ("24 dec", date(2025, 12, 24)),
        ("2026-11-01", date(2026, 11, 1)),
        ("7d", date(2026, 11, 18)),
        ("3 months ago", date(2026, 8, 25)),
        ("两周前", date(2026, 11, 11)),
        ("lunch", None),
    ],
)
def test_what_was_is_understood_of_the_days_behind(said: str, meant: date | None) -> None:
    assert days.past(said, today=WEDNESDAY) == meant


@pytest.mark.parametrize("said", ["", "someday", "12月", "2026-02-30", "30 feb", "mo", "40 dec", "next", "周八"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert days.day(said, today=WEDNESDAY) is None


@pytest.mark.parametrize("said", [date(2026, 11, 24), date(2028, 1, 1)])
def test_only_the_next_twelve_months_lie_ahead(said: date) -> None:
    assert days.ahead(WEDNESDAY, today=WEDNESDAY) == WEDNESDAY
    with pytest.raises(DayOver, match=r"not one of the next twelve months"):
        days.ahead(said, today=WEDNESDAY)
