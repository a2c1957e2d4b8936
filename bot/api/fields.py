"""Fields of a visit: values as JSON has them, numbers as exact decimals, turned into what they mean.

Each reader raises ValueError with what is wrong, put so that it can follow the field's name.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

from segmentation import money
from storage.importing.parsing.text import NOT_TEXT

LONGEST = 200
"""Characters of a text."""

FIRST_DAY = date(1900, 1, 1)
UNIT = Decimal(1) / money.SCALE

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_UNREADABLE = {"Cc", "Cs"}
"""Control characters, and halves of characters."""


@dataclass(frozen=True)
class Calendar:
    """Which day it is, and where."""

    today: date
    time_zone: ZoneInfo

    def day(self, value: Any) -> date:
        """Read a calendar day."""
        try:
            return self._past(date.fromisoformat(value))
        except TypeError:
            raise ValueError("must be a text such as 2026-11-30") from None

    def time(self, value: Any) -> date:
        """Read a moment, and return its day in the business's time zone, in which one without an offset is meant."""
        try:
            moment = datetime.fromisoformat(value)
            return self._past((moment.astimezone(self.time_zone) if moment.tzinfo else moment).date())
        except (TypeError, OverflowError):
            raise ValueError("must be a text such as 2026-11-30T18:05:00+01:00") from None

    def _past(self, day: date) -> date:
        """Return a day that has begun, and not before there was anybody to write it down."""
        if day > self.today:
            raise ValueError(f"is in the future: in the business's time zone it is {self.today}")
        if day < FIRST_DAY:
            raise ValueError("is before 1900")
        return day


def text(value: Any) -> str:
    """Read a text; a whole number is one, as ids often are."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("must be a text")
    trimmed = value.strip(NOT_TEXT)
    if not 1 <= len(trimmed) <= LONGEST or any(category(sign) in _UNREADABLE for sign in trimmed):
        raise ValueError(f"must be a text of 1 to {LONGEST} characters, without control characters")
    return trimmed


def amount(value: Any) -> Decimal:
    """Read an exact amount of money, a number or a text."""
    number = Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
    if not isinstance(number, Decimal):
        raise ValueError('must be a number such as 12.50 or "12.50"')
    if number.copy_abs() > money.shown(money.LARGEST):
        raise ValueError(f"is larger than {money.shown(money.LARGEST):,f}")
    exact = number.quantize(UNIT)
    if exact != number:
        raise ValueError("has more than four decimals")
    return exact
