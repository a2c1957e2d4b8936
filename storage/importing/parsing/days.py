"""Days: text, moments or days in, days since 1970-01-01 out."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from storage.columns import day_number
from storage.importing.parsing.text import text

YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-/.年년]\s*|\s)(\d{1,2})(?:\s*[-/.月월]\s*|\s)(\d{1,2})\s*(?:[日일]|\.$)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4}(?:\d{2})?$)?")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
EPOCH = re.compile(r"(1\d{9})(?:\d{3})?(?:\.\d+)?")
SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-./]*(?:of\s+)?([a-z]{3,9})\.?,?[\s\-./]*(\d{4}|\d{2})", re.IGNORECASE
)
MONTH_DAY = re.compile(r"([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|(?:星期|周)[一二三四五六日天]", re.IGNORECASE)
CLOCK = re.compile(
    r",?(?:\s*at)?[T\s]*"
    r"(?P<time>(?:上午|下午|早上|晚上)?\s*\d{1,2}[:时点h]\d{1,2}(?:[:分]\d{1,2}秒?(?:[.,:]\d+)?|分)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY_TURN = 70
EXCEL_EPOCH = date(1899, 12, 30)
FIRST_DAY, LAST_DAY = day_number(date.min), day_number(date.max)


def days(column: pa.Array, *, day_first: bool, zone: ZoneInfo) -> pa.Array:
    """Return the local calendar days (int32, days since 1970-01-01) of a column; what is no day is null.

    Args:
        column: days, moments (the day as written; a moment with a zone is taken to `zone`), or text of either.
        day_first: whether 03/04/2024 is the third of April.
    """
    numbers = _numbers(column, day_first, zone)
    is_day = pc.and_(pc.greater_equal(numbers, FIRST_DAY), pc.less_equal(numbers, LAST_DAY))
    return pc.if_else(is_day, numbers, pa.scalar(None, pa.int32()))


def _numbers(column: pa.Array, day_first: bool, zone: ZoneInfo) -> pa.Array:
    """Return the days of a column, some of them perhaps beyond the calendar."""
    if pa.types.is_timestamp(column.type):
        return _of_moments(column, zone)
    if pa.types.is_date(column.type):
        return column.cast(pa.date32()).cast(pa.int32())
    values = text(column)
    for kind in (pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            return _of_moments(values.cast(kind), zone)
        except pa.ArrowInvalid:
            continue
    distinct = values.dictionary_encode()
    numbers = [_day(value, day_first, zone) for value in distinct.dictionary.to_pylist()]
    return pa.array(numbers, pa.int32()).take(distinct.indices)


def _of_moments(moments: pa.Array, zone: ZoneInfo) -> pa.Array:
    """Return the days of moments; with a zone of their own they are taken to `zone`."""
    if moments.type.tz is not None:
        moments = pc.local_timestamp(moments.cast(pa.timestamp(moments.type.unit, str(zone))))
    return pc.floor_temporal(moments, unit="day").cast(pa.date32()).cast(pa.int32())


@lru_cache(maxsize=1 << 16)
def _day(written: str | None, day_first: bool, zone: ZoneInfo) -> int | None:
    """Return the day that a text names, None if it names none."""
    if written is None:
        return None
    value = WEEKDAY.sub("", normalize("NFKC", written)).strip()
    for read in (_year_first, _compact, _short, _with_month_name, _serial, _epoch):
        found = read(value, day_first)
        if found is not None:
            day, rest = found
            return _at(day, rest, zone)
    return None


def _at(day: date, rest: str, zone: ZoneInfo) -> int | None:
    """Return a day's number if what follows it is nothing or a time of day; one with a zone is taken to `zone`."""
    if not rest.strip():
        return day_number(day)
    clock = CLOCK.fullmatch(rest)
    if clock is None:
        return None
    if clock["zone"] is None:
        return day_number(day)
    try:
        moment = datetime.fromisoformat(f"{day}T{_iso(clock['time'])}")
        return day_number((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date())
    except (ValueError, OverflowError):
        return None


def _iso(clock: str) -> str:
    """Return a time of day with its zone as ISO 8601 writes it."""
    bare = re.sub(r"utc|gmt", "Z", clock, flags=re.IGNORECASE).replace(" ", "").upper()
    return bare if bare[2:3] == ":" else f"0{bare}"


def _year_first(value: str, _day_first: bool) -> tuple[date, str] | None:
    """Read 2024-03-04, 2024/3/4, 2024年3月4日, and 2024 3 4 as joined columns give it."""
    if (match := YEAR_FIRST.match(value)) is None:
        return None
    return _dated(match[1], match[2], match[3], value[match.end() :])


def _compact(value: str, _day_first: bool) -> tuple[date, str] | None:
    """Read 20240304, also with a time of day as in 20240304130506."""
    if (match := COMPACT.match(value)) is None or value[match.end() : match.end() + 1].isdigit():
        return None
    return _dated(match[1], match[2], match[3], value[match.end() :])


def _short(value: str, day_first: bool) -> tuple[date, str] | None:
    """Read 03/04/2024, 3.4.24 and the like."""
    if (match := SHORT.match(value)) is None or value[match.end() : match.end() + 1].isdigit():
        return None
    first, second = (match[1], match[3]) if day_first else (match[3], match[1])
    return _dated(match[4], second, first, value[match.end() :])


def _with_month_name(value: str, _day_first: bool) -> tuple[date, str] | None:
    """Read 4 March 2024, 4-Mar-24 and March 4, 2024."""
    if (match := DAY_MONTH.match(value)) is not None:
        day, month, year = match.groups()
    elif (match := MONTH_DAY.match(value)) is not None:
        month, day, year = match.groups()
    else:
        return None
    if month[:3].casefold() not in MONTHS:
        return None
    return _dated(year, str(MONTHS.index(month[:3].casefold()) + 1), day, value[match.end() :])


def _serial(value: str, _day_first: bool) -> tuple[date, str] | None:
    """Read 45355, as Excel counts days and shows them in cells that are not formatted: from 1970 to 2099."""
    if (match := SERIAL.fullmatch(value)) is None:
        return None
    day = EXCEL_EPOCH + timedelta(days=int(match[1]))
    return (day, "") if 1970 <= day.year < 2100 else None


def _epoch(value: str, _day_first: bool) -> tuple[date, str] | None:
    """Read 1764460800 and 1764460800000, as programs count seconds or their thousandths: from 2001 to 2033."""
    if (match := EPOCH.fullmatch(value)) is None:
        return None
    moment = datetime.fromtimestamp(int(match[1]), UTC)
    return moment.date(), f"{moment:T%H:%M:%SZ}"


def _dated(year: str, month: str, day: str, rest: str) -> tuple[date, str] | None:
    """Return the day of that year, month and day, if there is one, with what follows it."""
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < CENTURY_TURN else 1900)
    try:
        return date(number, int(month), int(day)), rest
    except ValueError:
        return None
