"""Reading Excel and OpenDocument workbooks: one sheet, its cells as text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from storage.importing.outcome import Unreadable
from storage.importing.parsing.text import LARGEST_WHOLE
from storage.importing.reading.archive import refuse_bombs
from storage.importing.reading.extent import refuse_vast
from storage.importing.reading.rows import Batch, Rows, header_among, named

ROWS = 1 << 14
SAMPLE = 100
ZIP = b"PK\x03\x04"


def read(path: Path, sheet: str | None = None) -> Rows:
    """Open the named sheet of a workbook, else the first one that holds a table, or anything at all."""
    with path.open("rb") as file:
        zipped = file.read(4) == ZIP
    if zipped:
        refuse_bombs(path)
        refuse_vast(path)
    found, others = _sheet(path, sheet)
    cells = found.iter_rows()
    above, header = _header(cells, path)
    columns = named([text(cell) for cell in header], path.name)
    top = (found.start or (0, 0))[0] + above + 2
    return Rows(
        f"Excel, sheet “{found.name}”",
        columns,
        lambda: _batches(found, columns, above, top),
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


def _sheet(path: Path, name: str | None) -> tuple[CalamineSheet, list[str]]:
    """Return one sheet of a workbook, and the names of others that were not passed over by choice."""
    try:
        book = CalamineWorkbook.from_path(path)
        if name is not None and name not in book.sheet_names:
            raise Unreadable(f"{path.name} has no sheet “{name}”; it has {', '.join(book.sheet_names)}.")
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        candidates = [name] if name is not None else visible or book.sheet_names
        filled = (sheet for sheet in map(book.get_sheet_by_name, candidates) if sheet.height > 0)
        for first in filled:
            sheet = next(filter(_is_table, chain([first], filled)), first)
            return sheet, [other for other in visible if name is None and other != sheet.name]
    except (CalamineError, OSError, ValueError) as problem:
        protected = "password" in str(problem).lower() or "encrypted" in str(problem).lower()
        why = "protected by a password: save it without one" if protected else f"no workbook, or damaged: {problem}"
        raise Unreadable(f"{path.name} is {why}.") from None
    raise Unreadable(f"{path.name} is empty.")


def _is_table(sheet: CalamineSheet) -> bool:
    """Say whether a row among the first fills more than one cell: a cover with a title has none."""
    return any(sum(cell != "" for cell in row) > 1 for row in islice(sheet.iter_rows(), SAMPLE))


def _header(cells: Iterator[list[Any]], path: Path) -> tuple[int, list[Any]]:
    """Return the row of column names, and how many rows lie above it."""
    first = [(above, row) for above, row in islice(enumerate(cells), SAMPLE) if any(cell != "" for cell in row)]
    if not first:
        raise Unreadable(f"{path.name} has no row of column names.")
    filled = [sum(cell != "" for cell in row) for _, row in first]
    return first[header_among(filled, filled)]


def _batches(sheet: CalamineSheet, columns: tuple[str, ...], above: int, line: int) -> Iterator[Batch]:
    """Yield the rows below the header; `line` is the row of the first."""
    rows = sheet.iter_rows()
    for _ in range(above + 1):
        next(rows)
    total, done, more = max(1, sheet.height - above - 1), 0, True
    while more:
        chunk = [row for row, _ in zip(rows, range(ROWS), strict=False)]
        more = len(chunk) == ROWS
        if chunk:
            done += len(chunk)
            cells = [pa.array([text(cell) for cell in column], pa.string()) for column in zip(*chunk, strict=True)]
            lines = pa.array(range(line, line + len(chunk)), pa.int64())
            yield Batch(lines, dict(zip(columns, cells, strict=True)), share=done / total)
            line += len(chunk)
