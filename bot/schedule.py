"""The timetable: the daily classification, at its hour or as soon as it is found to have been missed.

Times are the business's local time. Two timetables by mistake do no harm: a job that is already done is not due, and
two classifications at once take turns and come to the same result.
"""

import logging
import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot import clock
from storage import runs
from storage.database import Sessions

LATE = timedelta(hours=1)
"""How long the worker gives the clock before it takes a job for missed."""

MISFIRE_SECONDS = 12 * 3600
"""A computer that slept through a job's time runs it when it wakes, within half a day."""

CLASSIFY = (sys.executable, "-m", "bot", "classify")
"""Bulk work runs in a process of its own: it must not share an open SQLite file with sessions."""

log = logging.getLogger(__name__)


def due(last: datetime | None, *, now: datetime, hour: int, time_zone: ZoneInfo) -> bool:
    """Say whether the job planned daily at `hour` is still to be done, having been done at `last`."""
    local = now.astimezone(time_zone)
    planned = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if planned > local:
        planned -= timedelta(days=1)
    return last is None or last < planned


def day_to_look_at(last: date | None, *, today: date) -> date:
    """Return the last day that is over, or the day somebody has looked at since: never an earlier one."""
    yesterday = today - timedelta(days=1)
    return max(yesterday, last) if last else yesterday


class Timetable:
    """The jobs of one process, from `start` to `stop`."""

    def __init__(
        self, sessions: Sessions, *, hour: int, time_zone: ZoneInfo, command: tuple[str, ...] = CLASSIFY
    ) -> None:
        self._sessions = sessions
        self._hour = hour
        self._time_zone = time_zone
        self._command = command
        self._scheduler = BackgroundScheduler(timezone=time_zone)
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run each job at its time, and at once if its time was missed."""
        self._plan("classify", CronTrigger(hour=self._hour, timezone=self._time_zone), late=timedelta())

    def start_catching_up(self) -> None:
        """Run only jobs that nobody has run an hour after their time."""
        self._plan("catch-up", IntervalTrigger(minutes=10, timezone=self._time_zone), late=LATE)

    def stop(self) -> None:
        """Run nothing more; a job at work is broken off, which leaves nothing half done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._child:
            self._child.terminate()

    def classify(self, *, late: timedelta = timedelta()) -> None:
        """Classify all customers, if that is due or overdue by `late`."""
        with self._sessions() as session:
            last = runs.latest_classification(session)
        started, seen = (last.started_at, last.as_of) if last else (None, None)
        if not due(started, now=clock.now() - late, hour=self._hour, time_zone=self._time_zone):
            return
        day = day_to_look_at(seen, today=clock.today(self._time_zone))
        with subprocess.Popen((*self._command, "--as-of", str(day))) as self._child:  # noqa: S603
            status = self._child.wait()
        log.log(logging.ERROR if status else logging.INFO, "Classification ended with status %d", status)

    def _plan(self, name: str, trigger: BaseTrigger, *, late: timedelta) -> None:
        """Add the one job there is, and start."""
        self._scheduler.add_job(
            self.classify,
            trigger,
            kwargs={"late": late},
            id=name,
            next_run_time=clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=MISFIRE_SECONDS,
        )
        self._scheduler.start()
