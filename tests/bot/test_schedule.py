"""The timetable."""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import clock
from bot.schedule import LATE, Timetable, day_to_look_at, due
from storage import database, runs
from storage.tables import Run

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


def test_the_clock_classifies_at_once_what_was_missed(sqlite_engine: Engine, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    timetable = _timetable(sqlite_engine, fifo)
    timetable.start()

    assert fifo.read_text() == "classified\n"
    timetable.stop()


def test_what_is_done_is_not_done_again(sqlite_engine: Engine, tmp_path: Path) -> None:
    with Session(sqlite_engine) as session, session.begin():
        session.add(Run(kind=runs.CLASSIFICATION, started_at=clock.now(), finished_at=clock.now()))
    command = (sys.executable, "-c", f"open({str(tmp_path / 'done')!r}, 'w')")
    timetable = Timetable(database.sessions(sqlite_engine), hour=3, time_zone=BERLIN, command=command)

    timetable.classify()
    timetable.classify(late=LATE)
    assert not (tmp_path / "done").exists()


def test_the_worker_gives_the_clock_an_hour(sqlite_engine: Engine, tmp_path: Path) -> None:
    hour = clock.now().hour
    planned = clock.now().replace(minute=0, second=0, microsecond=0)
    with Session(sqlite_engine) as session, session.begin():
        yesterday = planned - timedelta(hours=23)
        session.add(Run(kind=runs.CLASSIFICATION, started_at=yesterday, finished_at=yesterday))
    command = (sys.executable, "-c", f"open({str(tmp_path / 'done')!r}, 'w')")
    timetable = Timetable(database.sessions(sqlite_engine), hour=hour, time_zone=ZoneInfo("UTC"), command=command)

    timetable.classify(late=LATE)
    assert not (tmp_path / "done").exists()
    timetable.classify()
    assert (tmp_path / "done").exists()


def test_a_timetable_that_is_stopped_breaks_its_work_off(sqlite_engine: Engine, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    timetable = _timetable(sqlite_engine, fifo, then="import threading; threading.Event().wait()")
    timetable.start()

    with fifo.open() as pipe:
        assert pipe.readline() == "classified\n"
        timetable.stop()
        assert pipe.read() == ""


def _timetable(engine: Engine, fifo: Path, then: str = "") -> Timetable:
    """Return a timetable whose job writes into a new pipe and holds it open to its end."""
    os.mkfifo(fifo)
    job = f"pipe = open({str(fifo)!r}, 'w'); print('classified', file=pipe, flush=True); {then}"
    return Timetable(database.sessions(engine), hour=3, time_zone=BERLIN, command=(sys.executable, "-c", job))
