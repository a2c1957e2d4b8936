"""The timetable."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from subprocess import Popen

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from bot import clock
from bot.schedule import LATE, Job, Timetable, jobs
from bot.settings import Settings
from storage import database

PATIENCE = 30


def job(perform: Callable[[datetime], Popen[bytes] | None], name: str = "job") -> Job:
    """Return a job whose next time is far away."""
    return Job(name, IntervalTrigger(weeks=1, timezone=UTC), perform)


@pytest.fixture
def moments() -> Queue[datetime]:
    """The moments that a job is given."""
    return Queue()


def test_every_job_has_a_name_of_its_own(sqlite_engine: Engine) -> None:
    names = [each.name for each in jobs(database.sessions(sqlite_engine), Settings())]

    assert "classify" in names
    assert len(set(names)) == len(names)


def test_the_clock_does_at_once_what_is_due_now(moments: Queue[datetime]) -> None:
    before, timetable = clock.now(), Timetable([job(moments.put)])
    timetable.start()

    assert before <= moments.get(timeout=PATIENCE) <= clock.now()
    timetable.stop()


def test_the_worker_does_what_was_due_an_hour_ago(moments: Queue[datetime]) -> None:
    before, timetable = clock.now(), Timetable([job(moments.put)])
    timetable.start_catching_up()

    assert before - LATE <= moments.get(timeout=PATIENCE) <= clock.now() - LATE
    timetable.stop()


def test_a_job_that_fails_keeps_no_other_from_its_work(moments: Queue[datetime]) -> None:
    def fail(_: datetime) -> None:
        raise ZeroDivisionError

    timetable = Timetable([job(fail, "broken"), job(moments.put, "sound")])
    timetable.start()

    assert moments.get(timeout=PATIENCE)
    timetable.stop()


def test_a_timetable_that_is_stopped_breaks_its_work_off(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    work = f"pipe = open({str(fifo)!r}, 'w'); print('begun', file=pipe, flush=True); import threading; "
    command = (sys.executable, "-c", work + "threading.Event().wait()")
    timetable = Timetable([job(lambda _: Popen(command))])
    timetable.start()

    with fifo.open() as pipe:
        assert pipe.readline() == "begun\n"
        timetable.stop()
        assert pipe.read() == ""


def test_where_the_clock_can_be_moved_jobs_are_asked_every_second(moments: Queue[datetime], tmp_path: Path) -> None:
    file, timetable = tmp_path / "ahead", Timetable([job(moments.put)])
    file.write_text("0")
    clock.follow(file)
    try:
        timetable.start()
        first = moments.get(timeout=PATIENCE)
        file.write_text("86400")
        moved = first + timedelta(days=1)
        assert next(moment for moment in iter(lambda: moments.get(timeout=PATIENCE), None) if moment >= moved)
    finally:
        timetable.stop()
        clock.follow(None)
