"""When somebody works: hours and days of their own time zone, public holidays of their country; pure.

Everything is counted on moments, so a change of the clocks loses nothing and repeats nothing: an hour that is skipped
is not worked, one that comes twice is worked twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

from babel.core import get_global

DAY = timedelta(days=1)

MOST_PEOPLE_LIVE_IN = {"GB": "GB-ENG"}
"""The region meant by a country whose own list leaves out what nearly everybody has off."""

MOST_DAYS_OFF = 60
"""Days in a row after which nobody is believed to be off any longer: the choices cannot be meant so."""


@dataclass(frozen=True)
class WorkingTime:
    """The hours from `first_hour` to `last_hour` of working days in `zone`.

    Without `days` (weekdays, Monday is 0) they are those of the country, with the weekends that it works in exchange
    for a holiday. `country` is a code such as DE, or DE-BY where holidays differ by region; None knows no holidays.
    """

    zone: ZoneInfo
    first_hour: int = 9
    last_hour: int = 18
    days: frozenset[int] | None = None
    country: str | None = None

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is worked, and is there at all: islands have skipped one by changing sides."""
        return self._is_chosen(day) and day not in _calendar(self.country, day.year).holidays and self._exists(day)

    def is_working(self, moment: datetime) -> bool:
        """Say whether a moment lies in working time."""
        day = moment.astimezone(self.zone).date()
        return any(start <= moment < end for start, end in map(self._span, (day - DAY, day)) if start < end)

    def week(self, year: int) -> frozenset[int]:
        """Return the weekdays that are worked as a rule."""
        return self.days or frozenset(range(7)) - _calendar(self.country, year).weekend

    def next_moment(self, moment: datetime) -> datetime:
        """Return the moment itself, or the next at which work begins."""
        return next(max(moment, start) for start, end in self._spans(moment) if end > moment)

    def day_start(self, day: date) -> datetime:
        """Return when work begins on a day, or would begin."""
        return self._at(day, self.first_hour)

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """Return when work begins on the so many-th working day after the day of a moment."""
        today = moment.astimezone(self.zone).date()
        after = (day for day in self._working_days(today + DAY))
        for _ in range(days - 1):
            next(after)
        return self.day_start(next(after)) if days > 0 else self.next_moment(moment)

    def _spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working spans from the day before a moment on."""
        return map(self._hours, self._working_days(moment.astimezone(self.zone).date() - DAY))

    def _working_days(self, first: date) -> Iterator[date]:
        """Yield the working days from a day on; where there seem to be none, every day is one."""
        off = 0
        for day in (first + DAY * ahead for ahead in count()):
            off = 0 if (is_worked := self.is_working_day(day)) else off + 1
            if is_worked or off > MOST_DAYS_OFF:
                yield day

    def _span(self, day: date) -> tuple[datetime, datetime]:
        """Return from when to when a day is worked; an empty span if it is not."""
        return self._hours(day) if self.is_working_day(day) else (self.day_start(day), self.day_start(day))

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """Return from when to when a working day goes."""
        return self.day_start(day), self._at(day, self.last_hour)

    def _at(self, day: date, hour: int) -> datetime:
        """Return an hour of a day in UTC; one that the clock skips comes when it does so."""
        midnight = datetime.combine(day + DAY * (hour // 24), time(hour % 24))
        return midnight.replace(tzinfo=self.zone).astimezone(UTC)

    def _exists(self, day: date) -> bool:
        """Say whether a day comes in this time zone."""
        return self.day_start(day).astimezone(self.zone).date() == day

    def _is_chosen(self, day: date) -> bool:
        """Say whether a day is one of the weekdays, or worked in exchange for a holiday."""
        if self.days:
            return day.weekday() in self.days
        calendar = _calendar(self.country, day.year)
        return day.weekday() not in calendar.weekend or day in calendar.exchanged


@dataclass(frozen=True)
class Calendar:
    """What a country does in a year: its public holidays, its weekend, and the weekend days that it works."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    exchanged: frozenset[date] = frozenset()


def country_of(zone: ZoneInfo) -> str | None:
    """Return the code of the country that a time zone lies in; None for zones of no country."""
    name = get_global("zone_aliases").get(zone.key, zone.key)
    territory = str(get_global("zone_territories").get(name))
    return MOST_PEOPLE_LIVE_IN.get(territory, territory) if is_country(territory) else None


def is_country(code: str) -> bool:
    """Say whether public holidays are known for a country."""
    import holidays

    country, _, region = code.partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    return country in known and (not region or region in known[country])


@lru_cache(maxsize=1_000)
def _calendar(code: str | None, year: int) -> Calendar:
    """Return what a country does in a year; where that is not known, what most do."""
    import holidays  # takes most of a second to load, and is not needed to answer

    if not code:
        return Calendar()
    country, _, region = code.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False)
    except NotImplementedError:
        return Calendar()
    exchanged = frozenset(known.weekend_workdays) if known.weekend_workdays else frozenset()
    return Calendar(frozenset(known), frozenset(known.weekend), exchanged)
