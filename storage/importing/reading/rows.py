"""Rows as they stand in a file: batches of raw columns, the lines they come from, and rows that fit no columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.outcome import Unreadable
from storage.importing.parsing.cells import shown


@dataclass(frozen=True)
class Broken:
    """A row that does not fit the columns: why in general, why in particular, and its text."""

    line: int
    reason: str
    detail: str
    text: str


@dataclass(frozen=True)
class Batch:
    """Some rows: one array per column, the line of each row (int64), and which share of the file is read so far."""

    lines: pa.Array
    columns: Mapping[str, pa.Array]
    broken: tuple[Broken, ...] = ()
    share: float = 1.0


@dataclass(frozen=True)
class Rows:
    """A file opened: what it is, its column names, and a way to go through it, as often as needed.

    `decimal` is the decimal sign its kind suggests where the numbers themselves do not tell, `notes` say what else the
    user may want to know. `marks` say how numbers and days are written, where that is known before.
    """

    kind: str
    columns: tuple[str, ...]
    batches: Callable[[], Iterator[Batch]]
    decimal: str = "."
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def without_idle_rows(batch: Batch) -> Batch:
    """Return a batch without blank rows and those that repeat the column names, as files put together have them."""
    return _without_repeated_header(_without_blank_rows(batch))


def _without_repeated_header(batch: Batch) -> Batch:
    """Return a batch without the rows in which every column that is filled holds its own name."""
    repeated = pa.repeat(True, len(batch.lines))
    for name, column in batch.columns.items():
        told = shown(column)
        if not pa.types.is_string(told.type):
            return batch
        repeated = pc.and_(repeated, pc.fill_null(pc.is_in(told, pa.array([name, ""])), True))
        if not pc.any(repeated).as_py():
            return batch
    return _only(batch, pc.invert(repeated))


def _only(batch: Batch, kept: pa.Array) -> Batch:
    """Return some rows of a batch."""
    columns = {name: column.filter(kept) for name, column in batch.columns.items()}
    return replace(batch, lines=batch.lines.filter(kept), columns=columns)


def _without_blank_rows(batch: Batch) -> Batch:
    """Return a batch without the rows in which every column is empty."""
    filled = pa.repeat(False, len(batch.lines))
    for column in batch.columns.values():
        filled = pc.or_(filled, _filled(column))
        if pc.all(filled).as_py():
            return batch
    return _only(batch, filled)


def _filled(column: pa.Array) -> pa.Array:
    """Return which values are more than nothing or space (bool)."""
    column = shown(column)
    if not pa.types.is_string(column.type):
        return column.is_valid()
    return pc.fill_null(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(column)), 0), False)


def header_among(filled: Sequence[int], sound: Sequence[int]) -> int:
    """Return which of the first rows, by how many cells each fills, is the header: no title, and no heading of groups.

    Titles fill few cells. A header fills two at least, and more than half of what most of the `sound` rows fill.
    """
    usual = sorted(sound)[len(sound) // 2] if sound else 0
    return next((place for place, count in enumerate(filled) if count > 1 and 2 * count > usual), 0)


def named(headers: Sequence[str], file: str) -> tuple[str, ...]:
    """Return column names without surrounding space; a column without one is called after its place.

    Raises:
        Unreadable: two columns bear the same name, or none has any.
    """
    clean = [normalize("NFC", header).replace("\ufeff", "").replace("\0", "").strip() for header in headers]
    if not any(clean):
        raise Unreadable(f"{file} has no column names in its first row.")
    twice = sorted({name for name in clean if name and clean.count(name) > 1})
    if twice:
        raise Unreadable(f"{file} has more than one column called “{twice[0]}”: rename or remove one of them.")
    return tuple(name or f"column {place}" for place, name in enumerate(clean, start=1))
