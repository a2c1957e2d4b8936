"""How a file writes numbers and days: what 1,234 and 03/04/2024 mean is decided once, over the whole file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.parsing.amounts import bare
from storage.importing.parsing.cells import typed
from storage.importing.parsing.text import text

COMMA = r"^[^.,]*,(\d{1,2}|\d{4,})$|\.\d{3},\d*$|^-?\d{1,3}(\.\d{3}){2,}$|^-?0,\d{3}$|\d \d{3},\d*$"
POINT = r"^[^.,]*\.(\d{1,2}|\d{4,})$|,\d{3}\.\d*$|^-?\d{1,3}(,\d{2,3})+,\d{3}$|^-?0\.\d{3}$|\d \d{3}\.\d*$"
EITHER = r"^-?[1-9]\d{0,2}[.,]\d{3}$"
SHORT_DATE = r"^\s*\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})(\D|$)"
DAY_FIRST = r"^\s*(1[3-9]|2\d|3[01])[/.\-]"
MONTH_FIRST = r"^\s*\d{1,2}[/.\-](1[3-9]|2\d|3[01])[/.\-]"

DECIMALS = {"decimal point": ".", "decimal comma": ","}
ORDERS = {"day first": True, "month first": False}


@dataclass(frozen=True)
class Evidence:
    """How many values speak for each reading, and how many could be read either way."""

    comma: int = 0
    point: int = 0
    either: int = 0
    day_first: int = 0
    month_first: int = 0
    short_dates: int = 0

    def plus(self, other: "Evidence") -> "Evidence":
        """Return the evidence of both."""
        return Evidence(*(mine + others for mine, others in zip(self.counts(), other.counts(), strict=True)))

    def counts(self) -> tuple[int, ...]:
        """Return the counts in order."""
        return (self.comma, self.point, self.either, self.day_first, self.month_first, self.short_dates)

    @property
    def settled(self) -> bool:
        """Whether more rows could hardly change the reading."""
        numbers = self.comma != self.point or not (self.comma or self.point or self.either)
        return numbers and (self.day_first != self.month_first or not self.short_dates)


@dataclass(frozen=True)
class Notation:
    """The decimal sign of a file, and whether its short dates begin with the day; `notes` say what was guessed.

    `marks` name the two, where the file has numbers or dates that could be read otherwise: of rows that are taken out
    of it they are not to be guessed anew.
    """

    decimal: str = "."
    day_first: bool = True
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def evidence(amounts: Iterable[pa.Array], days: pa.Array | None) -> Evidence:
    """Count what the values of some rows say about the notation of their file."""
    found = Evidence()
    for column in map(typed, amounts):
        if _written(column):
            plain = bare(text(column))
            found = found.plus(Evidence(_count(plain, COMMA), _count(plain, POINT), _count(plain, EITHER)))
    days = None if days is None else typed(days)
    if days is not None and _written(days):
        dates = pc.filter(days, pc.fill_null(pc.match_substring_regex(days, SHORT_DATE), False))
        seen = Evidence(day_first=_count(dates, DAY_FIRST), month_first=_count(dates, MONTH_FIRST))
        found = found.plus(replace(seen, short_dates=len(dates)))
    return found


def decide(
    seen: Evidence,
    *,
    decimal: str,
    chosen_decimal: str | None,
    chosen_day_first: bool | None,
    marks: Collection[str] = (),
) -> Notation:
    """Return the notation that is chosen, else what `marks` say, else what the evidence speaks for, else the `decimal`
    sign of the kind of file and the day first.
    """
    notes, found = [], []
    if chosen_decimal is None:
        chosen_decimal = next((sign for mark, sign in DECIMALS.items() if mark in marks), None)
    if chosen_day_first is None:
        chosen_day_first = next((first for mark, first in ORDERS.items() if mark in marks), None)
    if chosen_decimal is not None:
        decimal = chosen_decimal
    elif seen.comma != seen.point:
        decimal = "," if seen.comma > seen.point else "."
    elif seen.either:
        notes.append(
            f"amounts such as 1.234 and 1,234 are read with “{decimal}” as decimal sign: say --decimal to change it"
        )
    day_first = chosen_day_first if chosen_day_first is not None else seen.day_first >= seen.month_first
    if seen.short_dates:
        order = "day/month/year" if day_first else "month/day/year"
        notes.append(f"short dates are read as {order}{_doubt(seen) if chosen_day_first is None else ''}")
        found += [mark for mark, first in ORDERS.items() if first is day_first]
    if seen.comma or seen.point or seen.either:
        found += [mark for mark, sign in DECIMALS.items() if sign == decimal]
    return Notation(decimal, day_first, tuple(notes), tuple(found))


def _doubt(seen: Evidence) -> str:
    """Say what speaks against the order in which short dates are read, if anything."""
    if seen.day_first and seen.month_first:
        return ", but the file has dates of both kinds: mend it, or say --day-first or --month-first"
    if seen.day_first or seen.month_first:
        return ""
    return ", though no date in the file tells: say --day-first or --month-first"


def _written(column: pa.Array) -> bool:
    """Say whether a column is text rather than typed numbers or days."""
    return bool(pa.types.is_string(column.type))


def _count(column: pa.Array, pattern: str) -> int:
    """Return how many values match."""
    return pc.sum(pc.match_substring_regex(column, pattern).cast(pa.int64())).as_py() or 0
