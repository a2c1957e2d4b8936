"""The nightly classification."""

import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.jobs.nightly import classify, day_to_look_at, due
from storage import database
from tests.business import classification, remember

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, "2026-03-10 00:00", True),
        ("2026-03-09 03:00", "2026-03-10 02:59", False),
        ("2026-03-09 03:00", "2026-03-10 03:00", True),
        ("2026-03-10 03:00", "2026-03-10 03:00", False),
        ("2026-03-09 14:00", "2026-03-10 02:00", False),
        ("2026-03-09 14:00", "2026-03-10 04:00", True),
        ("2026-03-01 03:00", "2026-03-10 02:00", True),
    ],
)
def test_a_daily_job_is_due_once_a_day_at_its_hour(last: str | None, now: str, expected: bool) -> None:
    done = datetime.fromisoformat(last).replace(tzinfo=BERLIN) if last else None

    assert due(done, now=datetime.fromisoformat(now).replace(tzinfo=BERLIN), hour=3, time_zone=BERLIN) is expected


def test_the_night_looks_at_the_last_day_that_is_over_and_never_back() -> None:
    today = date(2026, 3, 10)

    assert day_to_look_at(None, today=today) == date(2026, 3, 9)
    assert day_to_look_at(date(2026, 3, 8), today=today) == date(2026, 3, 9)
    assert day_to_look_at(today, today=today) == today


def test_the_hour_that_autumn_repeats_is_one_time() -> None:
    first = datetime(2026, 10, 25, 2, 0, tzinfo=BERLIN)
    again = first.replace(fold=1)

    assert again.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert not due(first, now=again, hour=2, time_zone=BERLIN)


@given(
    st.integers(0, 300_000_000).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]),
)
def test_a_job_done_now_is_due_again_within_a_day_and_not_at_once(now: datetime, hour: int, zone: str) -> None:
    time_zone = ZoneInfo(zone)

    assert not due(now, now=now, hour=hour, time_zone=time_zone)
    assert due(now, now=now + timedelta(hours=25, minutes=1), hour=hour, time_zone=time_zone)


def test_each_night_looks_once_at_the_day_before(sqlite_engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    first = datetime(2025, 12, 2, 3, tzinfo=BERLIN)
    done = classification(started_at=first, finished_at=first, as_of=date(2025, 12, 1))

    assert run(sqlite_engine, first) == 0
    assert capfd.readouterr().out == "--as-of 2025-12-01\n"

    remember(sqlite_engine, done)
    assert run(sqlite_engine, first) is None
    assert run(sqlite_engine, first + timedelta(hours=23)) is None
    assert run(sqlite_engine, first + timedelta(hours=24)) == 0
    assert capfd.readouterr().out == "--as-of 2025-12-02\n"


def run(engine: Engine, by: datetime) -> int | None:
    """Do what was due at three o'clock by a moment, with a command that says how it was called; return how it ended."""
    command = (sys.executable, "-c", "import sys; print(*sys.argv[1:])")
    process = classify(by, sessions=database.sessions(engine), hour=3, time_zone=BERLIN, command=command)
    return process.wait() if process else None
