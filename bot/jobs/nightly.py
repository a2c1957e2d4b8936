"""Classify everybody once a day, at the business's hour or as soon as it is found to have been missed."""

import sys
from datetime import date, datetime, timedelta
from subprocess import Popen
from zoneinfo import ZoneInfo

from storage import runs
from storage.database import Sessions

CLASSIFY = (sys.executable, "-m", "bot", "classify")
"""Bulk work runs in a process of its own: it must not share an open SQLite file with sessions."""


def classify(
    by: datetime, *, sessions: Sessions, hour: int, time_zone: ZoneInfo, command: tuple[str, ...] = CLASSIFY
) -> "Popen[bytes] | None":
    """Start the classification that was due daily at `hour`, by a moment, if nobody has; return its process."""
    with sessions() as session:
        last = runs.latest_classification(session)
    started, seen = (last.started_at, last.as_of) if last else (None, None)
    if not due(started, now=by, hour=hour, time_zone=time_zone):
        return None
    day = day_to_look_at(seen, today=by.astimezone(time_zone).date())
    return Popen((*command, "--as-of", str(day)))  # noqa: S603


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
