"""Days as people say them, in English and Chinese: `today`, `monday`, `next friday`, `2026-12-24`, `24 dec`, `下周一`.

A weekday is the next such day, today among them; `next friday` is that of the next calendar week. A day of the year
without its year is the next such day. `Next week` is its first day, and `until next week` until the day before: whoever
says so is back when it begins; `through next week` is all of it.
"""

import re
import unicodedata
from calendar import day_name, month_name, monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Protocol

from bot.errors import BotError

WEEK = 7
LONGEST = timedelta(days=366)

_WEEKDAYS = {name.casefold(): place for place, name in enumerate(day_name)}
_MONTHS = {name.casefold(): place for place, name in enumerate(month_name) if name}
_HAN_WEEKDAYS = "一二三四五六日"
_NEAR: Mapping[str, int] = {
    "today": 0,
    "now": 0,
    "今天": 0,
    "今日": 0,
    "yesterday": -1,
    "昨天": -1,
    "tomorrow": 1,
    "明天": 1,
    "明日": 1,
    "day after tomorrow": 2,
    "后天": 2,
}

_WRITTEN: Mapping[str, int] = {"a": 1, "one": 1, "two": 2, "three": 3, "一": 1, "两": 2, "三": 3}
_UNIT = r"(?:(?P<days>d|days?|天)|(?P<weeks>w|weeks?|周|星期)|(?P<months>months?|(?<=个)月))"
_SPAN = rf"(?P<n>[1-9]\d{{0,3}}|{'|'.join(_WRITTEN)}) ?个?{_UNIT}"
_ON = re.compile(r" (?:on|onwards?)$|(?:开始|起)$")
"""What says behind a day that it is the first of more."""


class Reading(Protocol):
    """Reads words as a day, None if they name none."""

    def __call__(self, said: str, *, today: date) -> date | None: ...


class DayOver(BotError):
    """A day is asked for that is over, or further away than anybody plans."""

    def __init__(self, said: date) -> None:
        super().__init__("{day} is not one of the next twelve months.", day=said.isoformat())


def day(said: str, *, today: date) -> date | None:
    """Return the day that words name; None if they name none."""
    text = _ON.sub("", _plain(said))
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    ways = ((re.fullmatch(pattern, text), read) for pattern, read in _WAYS.items())
    meant = (read(found, today) for found, read in ways if found)
    return next((one for one in meant if one), None)


def last(said: str, *, today: date) -> date | None:
    """Return the last day of what goes on until the day that words name; None if they name none."""
    begins = re.fullmatch(_NEXT, _plain(said))
    return _next(begins, today) - timedelta(days=1) if begins else day(said, today=today)


def through(said: str, *, today: date) -> date | None:
    """Return the last day of what goes on through a day, week, month or year that words name; None if they do not."""
    return day(f"end of {said}", today=today) or day(said, today=today)


def lasting(said: str, *, since: date) -> date | None:
    """Return the last day of what lasts so long from a day on: `3 days`, `a month`, `2周`; None if words do not say."""
    found = re.fullmatch(_SPAN, _plain(said))
    return _span(found, since) - timedelta(days=1) if found else None


def past(said: str, *, today: date) -> date | None:
    """Return the last such day that words name, today among them: `monday`, `24 dec`, `3 days ago`; None if none."""
    text = _plain(said)
    if found := re.fullmatch(rf"{_SPAN}(?: ago|之?前)?", text):
        return _span(found, today, -1)
    meant = day(said, today=today)
    if meant is None or meant <= today or text in _NEAR:
        return meant
    earlier = (day(said, today=today - timedelta(days=back)) for back in (WEEK - 1, LONGEST.days))
    return next((one for one in earlier if one and one <= today), meant)


def months_on(day: date, months: int) -> date:
    """Return the same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ahead(said: date, *, today: date) -> date:
    """Return a day that is today or lies ahead.

    Raises:
        DayOver: it does not, or too far.
    """
    if not today <= said <= today + LONGEST:
        raise DayOver(said)
    return said


def _plain(said: str) -> str:
    """Return words without the differences of capitals, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())


def _next(found: re.Match[str], today: date) -> date:
    """Return the first day of the next week, month or year."""
    if found["period"] in _WEEKS:
        return today + timedelta(days=WEEK - today.weekday())
    if found["period"] in _YEARS:
        return date(today.year + 1, 1, 1)
    return months_on(today.replace(day=1), 1)


def _end(found: re.Match[str], today: date) -> date:
    """Return the last day of this week, month or year, or of the next."""
    begins = _next(found, today)
    return (_next(found, begins) if found["next"] else begins) - timedelta(days=1)


def _weekday(found: re.Match[str], today: date) -> date | None:
    """Return a day of this week or the next."""
    place = _place(found["name"], _WEEKDAYS)
    return None if place is None else _on(place, today, is_next=bool(found["next"]))


def _han_weekday(found: re.Match[str], today: date) -> date:
    """Return the same, said in Chinese."""
    return _on(_HAN_WEEKDAYS.index(found["name"].replace("天", "日")), today, is_next=bool(found["next"]))


def _on(place: int, today: date, *, is_next: bool) -> date:
    """Return the next day at a place of the week, or that of the next calendar week."""
    if is_next:
        return today - timedelta(days=today.weekday()) + timedelta(days=WEEK + place)
    return today + timedelta(days=(place - today.weekday()) % WEEK)


def _full(found: re.Match[str], _today: date) -> date | None:
    """Return a day with its year."""
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _of_the_year(found: re.Match[str], today: date) -> date | None:
    """Return a day of a month by its number: the next one there is."""
    return _coming(int(found["month"]), int(found["day"]), today)


def _named(found: re.Match[str], today: date) -> date | None:
    """Return a day of a month by its English name."""
    month = _place(found["name"], _MONTHS)
    if month is None:
        return None
    number = int(found["day"])
    return _date(int(found["year"]), month, number) if found["year"] else _coming(month, number, today)


def _span(found: re.Match[str], today: date, way: int = 1) -> date:
    """Return the day that is so many days, weeks or months ahead, or back if the way is -1."""
    number = way * (_WRITTEN[found["n"]] if found["n"] in _WRITTEN else int(found["n"]))
    return (
        months_on(today, number)
        if found["months"]
        else today + timedelta(days=number * (WEEK if found["weeks"] else 1))
    )


def _coming(month: int, number: int, today: date) -> date | None:
    """Return the next day of that name; a 29th of February may be years away."""
    tried = (_date(year, month, number) for year in range(today.year, today.year + 9))
    return next((one for one in tried if one and one >= today), None)


def _date(year: int, month: int, number: int) -> date | None:
    """Return a day, if there is one."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _place(name: str, known: Mapping[str, int]) -> int | None:
    """Return the place of a name that is written out, or begun with three letters at least."""
    return next((place for full, place in known.items() if len(name) >= 3 and full.startswith(name)), None)


_WEEKS = frozenset({"week", "周", "星期", "礼拜"})
_YEARS = frozenset({"year", "年"})
_PERIOD = r"(?P<period>week|month|year|周|星期|礼拜|月|年)"
_NEXT = rf"(?:the )?(?:next |下个?|明(?=年)){_PERIOD}"
_YEAR, _MONTH, _DAY = r"(?P<year>20\d\d)", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"

_WAYS: Mapping[str, Callable[[re.Match[str], date], date | None]] = {
    rf"{_YEAR}[-/.年]{_MONTH}[-/.月]{_DAY}[日号]?": _full,
    rf"{_MONTH}月{_DAY}[日号]?": _of_the_year,
    rf"{_DAY}(?:st|nd|rd|th|\.)? (?P<name>[a-z]+)\.?(?:,? {_YEAR})?": _named,
    rf"(?P<name>[a-z]+)\.? {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?": _named,
    rf"(?:in )?{_SPAN}后?": _span,
    r"(?P<next>下)?个?(?:周|星期|礼拜)(?P<name>[一二三四五六日天])": _han_weekday,
    _NEXT: _next,
    rf"(?:the )?end of (?:the )?(?:(?P<next>next) |this )?{_PERIOD}": _end,
    rf"(?:(?P<next>下|明(?=年))|本|这|今(?=年))?个?{_PERIOD}[底末]": _end,
    r"(?:(?P<next>next)|this|on)? ?(?P<name>[a-z]+)": _weekday,
}
"""The ways to say a day, each with how it is read."""
