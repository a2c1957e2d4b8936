"""Lists as files that spreadsheets open as they are."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from bot.question import File

FORMULA = re.compile(r"[\t\r]|\s*[=+\-@]")
"""How text begins that a spreadsheet takes for a formula."""


def file(name: str, title: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> File:
    """Return rows as a CSV file: UTF-8 with the mark by which Excel knows it, and no text that acts as a formula."""
    text = io.StringIO()
    write(text, columns, rows)
    return File(name, title, text.getvalue().encode("utf-8-sig"))


def write(text: TextIO, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write rows as CSV, one after the other, with no text that acts as a formula."""
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    """Return a value for a cell: text that would be a formula gets a quote in front."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
