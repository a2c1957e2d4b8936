"""The only reader of the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def today(time_zone: ZoneInfo) -> date:
    """Return the calendar day it is in `time_zone`."""
    return now().astimezone(time_zone).date()
