"""Finding out how a text file is laid out: its delimiter, where its header stands, and what the columns are called."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from storage.importing.outcome import Unreadable
from storage.importing.reading.headings import heading
from storage.importing.reading.rows import header_among, named

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
HEAD = 1 << 20
SAMPLE = 30
DECLARED = re.compile(r'\s*"?sep=([^"\r\n]?)"?[^\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""Excel's own first line, naming the delimiter."""

csv.field_size_limit(HEAD)


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out; `skipped` counts the lines above the header, `line_end` ends each line.

    The header takes `header_rows` rows, which span `header_lines` lines.
    """

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    skipped: int
    header_rows: int
    header_lines: int
    line_end: str


@dataclass(frozen=True)
class _Row:
    """A row that is not blank, and the lines it spans: those after `above`, to and with `last`."""

    above: int
    last: int
    cells: list[str]


def layout_of(path: Path, encoding: str, delimiter: str | None) -> Layout:
    """Find header and delimiter in the first lines.

    Raises:
        Unreadable: the file is no text, or has no rows below a header.
    """
    with path.open("r", encoding=encoding, newline="") as file:
        head = file.read(HEAD).removeprefix("\ufeff")
    if "\0" in head:
        raise Unreadable(f"{path.name} contains NUL bytes: it is not a text file, or it is damaged.")
    if head.lstrip().startswith(("{", "[{", "[[")):
        raise Unreadable(f"{path.name} is JSON; CSV, Excel and Parquet files can be imported.")
    line_end = "\n" if "\n" in head else "\r"
    declared = DECLARED.match(head)
    above = declared.group().count(line_end) if declared else 0
    body = head[declared.end() :] if declared else head
    delimiter = delimiter or (declared and (declared[1] or "\t")) or _delimiter(body)
    rows = _rows(body, delimiter)
    if not rows:
        raise Unreadable(f"{path.name} is empty.")
    place = _header(rows)
    names, height = _heading(rows, place)
    header, last, below = rows[place], rows[place + height - 1], [row.cells for row in rows[place + height :]]
    if not below:
        raise Unreadable(f"{path.name} has column names but no rows.")
    columns = named(_widened(names, below), path.name)
    return Layout(path, encoding, delimiter, columns, above + header.above, height, last.last - header.above, line_end)


def _rows(body: str, delimiter: str) -> list[_Row]:
    """Return the first rows that are not blank."""

    def numbered() -> Iterator[_Row]:
        reader, last = csv.reader(StringIO(body, newline=""), delimiter=delimiter), 0
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Row(last, reader.line_num, cells)
            last = reader.line_num

    return list(islice(numbered(), SAMPLE))


def _header(rows: list[_Row]) -> int:
    """Return which row is the header; those above it are titles. A row of several lines may be torn."""
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in rows]
    sound = [count for row, count in zip(rows, filled, strict=True) if row.last - row.above == 1]
    return header_among(filled, sound)


def _heading(rows: list[_Row], place: int) -> tuple[list[str], int]:
    """Return the names of the columns, and how many rows they take: blank lines part rows from the header."""
    first, end = place, place + 1
    if place and rows[place - 1].last == rows[place].above:
        first = place - 1
    if end < len(rows) and rows[place].last == rows[end].above:
        end += 1
    return heading([row.cells for row in rows[first:end]], place - first)


def _delimiter(body: str) -> str:
    """Return the sign that cuts the header into most columns, and the next rows into as many."""

    def columns(delimiter: str) -> tuple[int, int]:
        rows = _rows(body, delimiter)
        widths = [len(row.cells) for row in rows[_header(rows) :]] or [0]
        return (widths.count(widths[0]) if widths[0] > 1 else 0, widths[0])

    return max(DELIMITERS, key=columns)


def _widened(header: list[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return the header with nameless columns added where all rows end in delimiters that it lacks."""
    width = min(map(len, below))
    nothing_beyond = not any(cell.strip() for row in below for cell in row[len(header) :])
    return header + [""] * (width - len(header)) if nothing_beyond else header
