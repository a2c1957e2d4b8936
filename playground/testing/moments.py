"""The playground's clock as tests speak of it: `to("mon 09:00")`, `on("+1 day")`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playground.testing.running import Running

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOMENT = re.compile(r"(?:(?P<day>[a-z]{3}) +)?(?P<hour>\d{1,2}):(?P<minute>\d\d)")
_SPAN = re.compile(r"\+?(?P<count>\d+) *(?P<unit>second|minute|hour|day|week)s?")


def moment(words: str, *, after: datetime, zone: str) -> datetime:
    """Return the next time that it is `mon 09:00`, or `09:00`, in a time zone.

    Raises:
        ValueError: for other words.
    """
    found = _MOMENT.fullmatch(words.strip().casefold())
    if not found or found["day"] not in (None, *DAYS):
        raise ValueError(f'"{words}" is no moment such as "mon 09:00" or "09:00"')
    here = after.astimezone(ZoneInfo(zone))
    for days in range(8):
        date = here.date() + timedelta(days=days)
        then = datetime(date.year, date.month, date.day, int(found["hour"]), int(found["minute"]), tzinfo=here.tzinfo)
        if then > here and found["day"] in (None, DAYS[date.weekday()]):
            return then.astimezone(UTC)
    raise AssertionError("every day comes within a week")


def span(words: str) -> timedelta:
    """Return how long `+1 day` or `3 hours` is.

    Raises:
        ValueError: for other words.
    """
    found = _SPAN.fullmatch(words.strip().casefold())
    if not found:
        raise ValueError(f'"{words}" is no span such as "+1 day" or "3 hours"')
    return timedelta(**{f"{found['unit']}s": int(found["count"])})


@dataclass(frozen=True)
class MovableClock:
    """The clock of a workspace; whoever waits for a moment that comes is woken."""

    running: Running
    zone: str = "UTC"

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.running.slack.clock.now()

    def to(self, when: str | datetime, *, zone: str | None = None) -> None:
        """Move on to a moment, or to the next such one: `mon 09:00`, `09:00`."""
        then = moment(when, after=self.now, zone=zone or self.zone) if isinstance(when, str) else when
        self.running.look(self.running.slack.clock.to, then)

    def on(self, by: str | timedelta) -> None:
        """Move on by so much: `+1 day`, `30 minutes`."""
        self.running.look(self.running.slack.clock.move, span(by) if isinstance(by, str) else by)
