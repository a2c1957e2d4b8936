"""Finding quotes that are not closed: such a quote swallows the rows below it into one value, up to the next quote.

The fast parser is lenient and gives no text, so each row that spans lines is read once more, strictly: a closing quote
is followed by a delimiter or the end of the line (RFC 4180, section 2). Files without such rows cost nothing.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from storage.importing.reading.layout import Layout


class Strictly:
    """Goes through the lines of a file once, in order, reading some of its rows."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._next = 1
        self._lines: Iterator[str] | None = None

    def torn(self, rows: Iterable[tuple[int, int]]) -> dict[int, str]:
        """Return, by line, the text of those rows, each a line and the line breaks in it, whose quotes do not fit."""
        texts = {line: self._text(line, breaks + 1) for line, breaks in rows}
        return {line: "".join(text) for line, text in texts.items() if not self._fits(text)}

    def _text(self, line: int, count: int) -> list[str]:
        """Return some lines of the file, which lie below those returned before."""
        if self._lines is None:
            self._lines = self._all()
        found = list(islice(self._lines, line - self._next, line - self._next + count))
        self._next = line + count
        return found

    def _all(self) -> Iterator[str]:
        """Yield every line of the file."""
        with self._layout.path.open(encoding=self._layout.encoding, newline=self._layout.line_end) as file:
            yield from file

    def _fits(self, text: list[str]) -> bool:
        """Say whether these lines are one row, of as many columns as the header."""
        reader = csv.reader(text, delimiter=self._layout.delimiter, strict=True)
        try:
            return len(next(reader)) == len(self._layout.columns) and reader.line_num == len(text)
        except (csv.Error, StopIteration):
            return False
