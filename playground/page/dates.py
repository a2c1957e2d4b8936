"""Slack's dates: an instant that everybody reads in their own time zone and language."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta

TOKEN = re.compile(r"\{(\w+)\}")

DAYS = {
    "date_num": "yyyy-MM-dd",
    "date_slash": "short",
    "date": "long",
    "date_short": "medium",
    "date_long": "full",
    "date_pretty": "long",
    "date_short_pretty": "medium",
    "date_long_pretty": "full",
}
"""Each way of writing a day, as Babel calls it."""


def told(form: str, at: datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return an instant as `form` says, in which `{date}` and its like stand for parts of it."""
    return TOKEN.sub(lambda match: _part(match[1], at, now=now, zone=zone, locale=locale) or match[0], form)


def instant(timestamp: str) -> datetime | None:
    """Return the instant of a time stamp in seconds, unless it is none."""
    try:
        return datetime.fromtimestamp(float(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def clock_face(at: datetime, *, zone: ZoneInfo, locale: str) -> str:
    """Return the time of day, as it stands beside a message."""
    return format_time(at, "short", tzinfo=zone, locale=locale)


def whole(at: datetime, *, zone: ZoneInfo, locale: str) -> str:
    """Return day and time, as they appear on pointing at a time."""
    return format_datetime(at, "long", tzinfo=zone, locale=locale)


def day(at: datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return the day above messages: today, yesterday, or its date."""
    written = format_date(at.astimezone(zone), "full", locale=locale)
    return _near(at, now=now, zone=zone, locale=locale) or written


def _part(name: str, at: datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return what `{name}` stands for; nothing for one that Slack does not know."""
    if name in ("time", "time_secs"):
        return format_time(at, "short" if name == "time" else "medium", tzinfo=zone, locale=locale)
    if name == "ago":
        return format_timedelta(at - now, add_direction=True, locale=locale)
    if name not in DAYS:
        return ""
    near = _near(at, now=now, zone=zone, locale=locale) if name.endswith("_pretty") else ""
    return near or format_date(at.astimezone(zone), DAYS[name], locale=locale)


def _near(at: datetime, *, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Return the word for yesterday, today or tomorrow; nothing for another day."""
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    words = ("昨天", "今天", "明天") if locale.startswith("zh") else ("Yesterday", "Today", "Tomorrow")
    return words[days + 1] if timedelta(days=abs(days)) <= timedelta(days=1) else ""
