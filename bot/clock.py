"""The only reader of the clock; for trying things out, the clock can be moved on through a file."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_followed: Path | None = None


def now() -> datetime:
    """Return this moment in UTC."""
    return by_machine() + _ahead()


def today(time_zone: ZoneInfo) -> date:
    """Return the calendar day it is in `time_zone`."""
    return now().astimezone(time_zone).date()


def by_machine() -> datetime:
    """Return this moment in UTC as other machines know it, for time stamps of theirs and for waiting."""
    return datetime.now(UTC)


def follow(file: Path | None) -> None:
    """Be as many seconds ahead of the machine as `file` says at each reading; None ends that."""
    global _followed
    _followed = file


def is_moved() -> bool:
    """Say whether somebody may move the clock on, so that any moment may come at once."""
    return _followed is not None


def _ahead() -> timedelta:
    """Return how far the clock has been moved on."""
    return timedelta(seconds=float(_followed.read_text())) if _followed else timedelta()
