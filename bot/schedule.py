"""The timetable: every job with its times, which are the business's local ones.

To add a job, write it in `bot/jobs/` and list it in `jobs`. Two timetables by mistake do no harm: what is done is not
due, and whatever writes takes turns.
"""

import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from subprocess import Popen

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot import clock
from bot.jobs import ask_others, departures, digest, escalate, forget, hand_over, inherit, nightly, roster, wake
from bot.settings import Settings
from storage.database import Sessions

LATE = timedelta(hours=1)
"""How long the worker gives the clock before it takes a job for missed."""

LOOK_MINUTES = 10
"""How often the worker looks for what was missed."""

MISFIRE_SECONDS = 12 * 3600
"""A computer that slept through a job's time runs it when it wakes, within half a day."""

every = partial(IntervalTrigger, timezone=UTC)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Work that has its times.

    `perform` is given a moment and does what was due by then and nobody has done; what takes a process of its own, it
    starts there, and returns the process.
    """

    name: str
    trigger: BaseTrigger
    perform: Callable[[datetime], "Popen[bytes] | None"]


def jobs(sessions: Sessions, settings: Settings) -> tuple[Job, ...]:
    """Return all jobs there are."""
    zone, hour = settings.time_zone, settings.classify_at_hour
    return (
        Job(
            "classify",
            CronTrigger(hour=hour, timezone=zone),
            partial(nightly.classify, sessions=sessions, hour=hour, time_zone=zone),
        ),
        Job(
            "roster",
            every(seconds=15),
            partial(roster.refresh, sessions=sessions, settings=settings, started=clock.now()),
        ),
        Job("departures", every(minutes=1), partial(departures.tell, sessions=sessions, zone=zone)),
        Job("digest", every(minutes=5), partial(digest.plan, sessions=sessions, zone=zone)),
        Job("inherit", every(minutes=5), partial(inherit.inherit, sessions=sessions, zone=zone)),
        Job("hand over", every(minutes=1), partial(hand_over.hand_over, sessions=sessions)),
        Job("ask others", every(minutes=5), partial(ask_others.ask_others, sessions=sessions, zone=zone)),
        Job("forget", every(hours=6), partial(forget.forget, sessions=sessions)),
        Job("wake", every(minutes=1), partial(wake.wake, sessions=sessions, zone=zone)),
        Job(
            "escalate",
            every(minutes=5),
            partial(escalate.escalate, sessions=sessions, zone=zone, after_days=settings.escalate_after_days),
        ),
    )


class Timetable:
    """The jobs of one process, from `start` to `stop`."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._processes: set[Popen[bytes]] = set()

    def start(self) -> None:
        """Run each job at its times, and at once if it was missed."""
        for job in self._jobs:
            self._plan(job, job.trigger, late=timedelta())
        self._scheduler.start()

    def start_catching_up(self) -> None:
        """Run only what nobody has run an hour after its time."""
        for job in self._jobs:
            self._plan(job, IntervalTrigger(minutes=LOOK_MINUTES, timezone=UTC), late=LATE)
        self._scheduler.start()

    def stop(self) -> None:
        """Run nothing more; a process at work is broken off, which leaves nothing half done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for process in tuple(self._processes):
            process.terminate()

    def _plan(self, job: Job, trigger: BaseTrigger, *, late: timedelta) -> None:
        """Have a job run whenever the trigger says so, and now, one run after the other.

        Where the clock can be moved, it is asked every second: jobs know by themselves whether they are due.
        """
        self._scheduler.add_job(
            self._run,
            IntervalTrigger(seconds=1, timezone=UTC) if clock.is_moved() else trigger,
            args=(job, late),
            id=job.name,
            next_run_time=clock.by_machine(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=MISFIRE_SECONDS,
        )

    def _run(self, job: Job, late: timedelta) -> None:
        """Perform a job if it is due, or overdue by `late`, and wait for the process it starts."""
        if (process := job.perform(clock.now() - late)) is None:
            return
        self._processes.add(process)
        with process:
            status = process.wait()
        self._processes.discard(process)
        fine = status in (0, -signal.SIGTERM)
        log.log(logging.INFO if fine else logging.ERROR, "Job %s ended with status %d", job.name, status)
