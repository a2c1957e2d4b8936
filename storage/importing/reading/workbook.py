"""Reading Excel and OpenDocument workbooks: one sheet, its cells as text, with the numbers that they hold."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from storage.importing.outcome import Unreadable
from storage.importing.parsing.cells import cells
from storage.importing.parsing.text import LARGEST_WHOLE
from storage.importing.reading.archive import refuse_bombs
from storage.importing.reading.extent import refuse_vast
from storage.importing.reading.headings import heading
from storage.importing.reading.rows import Batch, Rows, header_among, named

ROWS = 1 << 14
SAMPLE = 100
ZIP = b"PK\x03\x04"


Suits = Callable[[Sequence[str]], object]
"""Raises `Unreadable` for columns that do not tell what is wanted."""


def read(path: Path, sheet: str | None = None, suits: Suits = tuple) -> Rows:
    """Open the named sheet of a workbook, else the first one whose columns suit, or that holds a table, or anything."""
    with path.open("rb") as file:
        zipped = file.read(4) == ZIP
    if zipped:
        refuse_bombs(path)
        refuse_vast(path)
    found, others = _sheet(path, sheet, suits)
    columns, below = _header(found, path.name)
    top = (found.start or (0, 0))[0] + below + 1
    return Rows(
        f"Excel, sheet “{found.name}”",
        columns,
        lambda: _batches(found, columns, below, top),
        notes=(f"only sheet “{found.name}” is read, not {', '.join(others)}: say --sheet to choose",) if others else (),
    )


def text(cell: Any) -> str:
    """Return what a cell shows: whole numbers without a point, days and moments as ISO 8601."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) <= LARGEST_WHOLE else repr(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell).replace("\0", "")


def _sheet(path: Path, name: str | None, suits: Suits) -> tuple[CalamineSheet, list[str]]:
    """Return one sheet of a workbook, and the names of others that were not passed over by choice."""
    try:
        book = CalamineWorkbook.from_path(path)
        if name is not None and name not in book.sheet_names:
            raise Unreadable(f"{path.name} has no sheet “{name}”; it has {', '.join(book.sheet_names)}.")
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        candidates = [name] if name is not None else visible or book.sheet_names
        if best := _best(lambda: map(book.get_sheet_by_name, candidates), partial(_worth, suits=suits)):
            return best, [other for other in visible if name is None and other != best.name]
    except (CalamineError, OSError, ValueError) as problem:
        protected = "password" in str(problem).lower() or "encrypted" in str(problem).lower()
        why = "protected by a password: save it without one" if protected else f"no workbook, or damaged: {problem}"
        raise Unreadable(f"{path.name} is {why}.") from None
    raise Unreadable(f"{path.name} is empty.")


def _best(
    sheets: Callable[[], Iterator[CalamineSheet]], worth: Callable[[CalamineSheet], tuple[bool, ...]]
) -> CalamineSheet | None:
    """Return the first sheet that is worth most; those after a perfect one are not even opened."""
    perfect = next((sheet for sheet in sheets() if all(worth(sheet))), None)
    return perfect or max((sheet for sheet in sheets() if sheet.height > 0), key=worth, default=None)


def _worth(sheet: CalamineSheet, suits: Suits) -> tuple[bool, bool]:
    """Say whether the columns of a sheet suit, and whether a row fills more than one cell: that of a cover does not."""
    try:
        suits(_header(sheet, sheet.name)[0])
    except Unreadable:
        suitable = False
    else:
        suitable = True
    return suitable, any(sum(cell != "" for cell in row) > 1 for row in islice(sheet.iter_rows(), SAMPLE))


def _header(sheet: CalamineSheet, file: str) -> tuple[tuple[str, ...], int]:
    """Return the names of the columns, and how many rows lie above the first below them."""
    rows = [[text(cell) for cell in row] for row in islice(sheet.iter_rows(), SAMPLE)]
    first = [(above, row) for above, row in enumerate(rows) if any(row)]
    if not first:
        raise Unreadable(f"{file} has no row of column names.")
    filled = [sum(map(bool, row)) for _, row in first]
    above = first[header_among(filled, filled)][0]
    names, height = heading(rows, above)
    return named(names, file), above + height


def _batches(sheet: CalamineSheet, columns: tuple[str, ...], above: int, line: int) -> Iterator[Batch]:
    """Yield the rows that lie below `above` others; `line` is the row of the first."""
    rows = islice(sheet.iter_rows(), above, None)
    total, done = max(1, sheet.height - above), 0
    while chunk := list(islice(rows, ROWS)):
        done += len(chunk)
        values = [cells([text(cell) for cell in column], _numbers(column)) for column in zip(*chunk, strict=True)]
        lines = pa.array(range(line, line + len(chunk)), pa.int64())
        yield Batch(lines, dict(zip(columns, values, strict=True)), share=done / total)
        line += len(chunk)


def _numbers(column: Sequence[Any]) -> list[float | None]:
    """Return the cells of a column that hold numbers, None for the others."""
    return [cell if isinstance(cell, float) else None for cell in column]
