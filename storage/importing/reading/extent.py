"""Guarding against sheets with a cell far from the others: readers fill all the room between them with empty cells."""

import re
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from storage.importing.outcome import Unreadable

MOST = 30_000_000
"""Cells of 32 bytes that the rectangle around a sheet's cells may have; a full sheet of 26 columns has 27 million."""

ROW = re.compile(rb'<row r="(\d{1,7})"[^/>]*>')
FAR = re.compile(rb'<c r="([A-Z]{2,3})\d{1,7}"[^/>]*>')
"""A cell that holds something in a column of two letters or three; the others need no count."""

NEAR = 26
CHUNK = 1 << 20
OVERLAP = 256


def refuse_vast(path: Path) -> None:
    """Refuse an Excel workbook with a sheet too vast to be opened.

    Raises:
        Unreadable: the rectangle around its cells is beyond all sense.
    """
    with ZipFile(path) as archive:
        for member in archive.infolist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                with archive.open(member) as sheet:
                    rows, columns = _extent(sheet)
                if rows * columns > MOST:
                    raise Unreadable(
                        f"{path.name} has cells as far down as row {rows:,} and as far right as column {columns:,}: "
                        "delete what lies far from the table, or save it as CSV."
                    )


def _extent(sheet: IO[bytes]) -> tuple[int, int]:
    """Return the last row and the last column that hold something."""
    rows, columns, rest = 1, NEAR, b""
    while chunk := sheet.read(CHUNK):
        text = rest + chunk
        rows = max(rows, *map(int, ROW.findall(text)), 0)
        columns = max(columns, *map(_number, set(FAR.findall(text))), 0)
        rest = text[-OVERLAP:]
    return rows, columns


def _number(letters: bytes) -> int:
    """Return the number of a column called by letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * NEAR + letter - ord("A") + 1
    return number
