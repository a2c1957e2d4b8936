"""What a cell is sorted by: the instant or the number that its words amount to, or else the words. Pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

NEAR = {"today": 0.0, "yesterday": 1.0, "tomorrow": -1.0, "今天": 0.0, "昨天": 1.0, "明天": -1.0}
"""Words among “3 days ago”: how many days they are ago."""

NUMBER = re.compile(r"(-?)(?:[A-Z]{1,3}(?=\W))?[^\w-]*(-?)(?P<whole>\d(?:[\d,.'\s]*?\d)?)(?:[.,](?P<rest>\d{1,2}))?\D*")
"""A number with what may stand around it: a currency before, words after; two digits at its end are its fraction."""

NOT_DIGITS = re.compile(r"\D")

DAYS = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})",
    r"(?P<day>\d{1,2})\.? (?P<name>[a-z]{3,9})\.?,?(?: (?P<year>\d{4}))?",
    r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?",
)
"""The ways to write a day."""

TIME = r"(?:,?(?: at)?[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:\s?(?P<half>[ap])m)?)?"

DATES = tuple(re.compile(rf"(?:[a-z]{{3,9}},? )?{day}{TIME}", re.IGNORECASE | re.ASCII) for day in DAYS)

Key: TypeAlias = tuple[int, float, tuple[tuple[bool, int, str], ...]]


def key(words: str, *, now: datetime, is_month_first: bool) -> Key:
    """Return what words are sorted by: instants come before numbers, and numbers before words.

    Args:
        now: decides the year of a day that names none: the one in which it is nearest.
        is_month_first: whether 3/4/2026 is in March.
    """
    if at := instant(words, now=now, is_month_first=is_month_first):
        return at_instant(at.timestamp())
    if (found := number(words)) is not None:
        return at_number(found)
    return 2, 0.0, tuple(_natural(words.casefold()))


def at_instant(timestamp: float) -> Key:
    """Return what an instant is sorted by."""
    return 0, timestamp, ()


def at_number(value: float) -> Key:
    """Return what a number is sorted by."""
    return 1, value, ()


def number(words: str) -> float | None:
    """Return the number that words amount to, if they do."""
    if words.casefold() in NEAR:
        return NEAR[words.casefold()]
    match = NUMBER.fullmatch(words)
    if match is None:
        return None
    amount = float(f"{NOT_DIGITS.sub('', match['whole'])}.{match['rest'] or 0}")
    return -amount if match[1] or match[2] else amount


def instant(words: str, *, now: datetime, is_month_first: bool) -> datetime | None:
    """Return the day, or day and time, that words name in English, Chinese or figures, if they do; as if in UTC."""
    for pattern in DATES:
        if match := pattern.fullmatch(words):
            return _instant({name: part for name, part in match.groupdict().items() if part}, now, is_month_first)
    return None


def _instant(named: dict[str, str], now: datetime, is_month_first: bool) -> datetime | None:
    """Return the instant of what is named; None if there is none."""
    if "first" in named:
        month, day = ("first", "second") if is_month_first else ("second", "first")
        named |= {"month": named[month], "day": named[day]}
    if "name" in named:
        start = named["name"][:3].casefold()
        named["month"] = str(MONTHS.index(start) + 1 if start in MONTHS else 0)
    hour = int(named.get("hour", 0)) % (12 if "half" in named else 24) + 12 * (named.get("half") in ("p", "P"))
    try:
        at = datetime(
            int(named.get("year", now.year)), int(named["month"]), int(named["day"]), hour,
            int(named.get("minute", 0)), tzinfo=UTC,
        )  # fmt: skip
        return at if "year" in named or abs(at - now) < timedelta(days=183) else _a_year(at, now)
    except ValueError:
        return None


def _a_year(at: datetime, now: datetime) -> datetime:
    """Return the day of the year before or after, whichever is nearer."""
    return at.replace(year=at.year + (1 if at < now else -1))


def _natural(words: str) -> list[tuple[bool, int, str]]:
    """Return words such that numbers in them count by size: `every 5 days` before `every 10 days`."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", words)
    figures = (piece.lstrip("0") if piece[0] in "0123456789" else None for piece in pieces)
    return [
        (True, 0, piece) if digits is None else (False, len(digits), digits)
        for piece, digits in zip(pieces, figures, strict=True)
    ]
