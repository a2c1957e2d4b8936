"""Reading CSV and its relatives, in a stream of blocks, everything as text."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from storage.importing.outcome import Unreadable
from storage.importing.reading.encoding import encoding_of
from storage.importing.reading.rows import Batch, Broken, Rows, named

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
BLOCK = 4 << 20
HEAD = 1 << 20


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out; `skipped` counts the lines above the header."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    skipped: int
    header_lines: int


def read(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Rows:
    """Open a delimited text file."""
    with _in_words(path):
        layout = _layout(path, encoding or encoding_of(path), delimiter)
    separated = DELIMITERS.get(layout.delimiter, f"“{layout.delimiter}”")
    return Rows(
        f"CSV in {layout.encoding}, separated by {separated}",
        layout.columns,
        lambda: _batches(layout),
        decimal="," if layout.delimiter == ";" else ".",
    )


def _layout(path: Path, encoding: str, delimiter: str | None) -> Layout:
    """Find header and delimiter in the first lines."""
    with path.open("r", encoding=encoding, newline="") as file:
        head = file.read(HEAD).removeprefix("\ufeff")
    if "\0" in head:
        raise Unreadable(f"{path.name} contains NUL bytes: it is not a text file, or it is damaged.")
    lines = head.splitlines(keepends=True)
    skipped = next((place for place, line in enumerate(lines) if line.strip(",;\t| \r\n")), len(lines))
    if skipped < len(lines) and lines[skipped].lower().startswith("sep="):
        delimiter = delimiter or lines[skipped].strip()[4:5] or "\t"
        skipped += 1
    body = "".join(lines[skipped:])
    if not body.strip():
        raise Unreadable(f"{path.name} is empty.")
    delimiter = delimiter or _delimiter(body)
    rows = csv.reader(StringIO(body, newline=""), delimiter=delimiter)
    header, header_lines = next(rows), rows.line_num
    if not any(map(any, rows)):
        raise Unreadable(f"{path.name} has column names but no rows.")
    return Layout(path, encoding, delimiter, named(header, path.name), skipped, header_lines)


def _delimiter(body: str) -> str:
    """Return the sign that cuts the header into most columns, and the next rows into as many."""

    def columns(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(StringIO(body, newline=""), delimiter=delimiter)
        widths = [len(row) for row, _ in zip(rows, range(20), strict=False) if row]
        return (widths.count(widths[0]) if widths[0] > 1 else 0, widths[0])

    return max(DELIMITERS, key=columns)


@dataclass
class _Ragged:
    """The rows that Arrow's parser refuses, by their number in the file; it may run ahead of the blocks it gives."""

    found: list[tuple[int, str, str]] = field(default_factory=list)

    def skip(self, row: arrow_csv.InvalidRow) -> str:
        """Note a row with too many or too few columns and let the parser go on."""
        reason = f"{row.actual_columns} columns instead of {row.expected_columns}" if row.text.strip() else ""
        self.found.append((row.number, reason, row.text))
        return "skip"

    def before(self, row: int, count: int | None = None) -> list[tuple[int, str, str]]:
        """Take the refused rows that lie before or among the next `count` good ones, the first being number `row`."""
        taken: list[tuple[int, str, str]] = []
        while self.found and (count is None or self.found[0][0] < row + count + len(taken)):
            taken.append(self.found.pop(0))
        return taken


def _batches(layout: Layout) -> Iterator[Batch]:
    """Yield the rows of the file, block by block; rows count from 1, the header."""
    ragged, size, seen = _Ragged(), max(1, layout.path.stat().st_size), 0
    row, line = 2, layout.skipped + layout.header_lines + 1
    names = [str(place) for place in range(len(layout.columns))]
    nothing = pa.RecordBatch.from_pydict({name: pa.array([], pa.string()) for name in names})
    with _in_words(layout.path), _opened(layout, names, ragged) as blocks:
        for block in chain(blocks, [nothing]):
            seen += block.nbytes
            refused = ragged.before(row, len(block) or None)
            if not len(block) and not refused:
                continue
            good, lines = _placed(block, row, line, refused)
            broken = zip(lines[~good].tolist(), refused, strict=True)
            yield Batch(
                pa.array(lines[:-1][good[:-1]]),
                dict(zip(layout.columns, block.columns, strict=True)),
                tuple(Broken(at, reason, text) for at, (_, reason, text) in broken if reason),
                min(1.0, seen / size),
            )
            row, line = row + len(good) - 1, int(lines[-1])


def _placed(
    block: pa.RecordBatch, row: int, line: int, refused: Sequence[tuple[int, str, str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return which of the next rows, and of the one after, are good (bool), and the line each begins on (int64)."""
    good = np.ones(len(block) + len(refused) + 1, bool)
    good[[number - row for number, *_ in refused]] = False
    breaks = np.zeros(len(good) - 1, np.int64)
    breaks[good[:-1]] = _line_breaks(block)
    breaks[~good[:-1]] = [text.rstrip("\r\n").count("\n") for *_, text in refused]
    return good, line + np.concatenate([[0], np.cumsum(breaks + 1)])


@contextmanager
def _opened(layout: Layout, names: list[str], ragged: _Ragged) -> Iterator[arrow_csv.CSVStreamingReader]:
    """Open the file as a stream of blocks in which every column is text."""
    with layout.path.open("rb") as file:
        yield arrow_csv.open_csv(
            file,
            arrow_csv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                column_names=names,
                skip_rows=layout.skipped,
                skip_rows_after_names=1,
                encoding="utf8" if layout.encoding in {"utf-8", "utf-8-sig"} else layout.encoding,
            ),
            arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged.skip,
            ),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )


def _line_breaks(block: pa.RecordBatch) -> np.ndarray:
    """Return how many line breaks the values of each row contain (int64)."""
    breaks = np.zeros(len(block), np.int64)
    for column in block.columns:
        if b"\n" in memoryview(column.buffers()[2] or b"").tobytes():
            breaks += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return breaks


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Say in a sentence why a text file cannot be read."""
    try:
        yield
    except (UnicodeError, LookupError) as problem:
        raise Unreadable(f"{path.name} is not in the encoding it seemed to be: {problem}; say --encoding.") from None
    except (pa.ArrowInvalid, csv.Error) as problem:
        raise Unreadable(f"{path.name} cannot be read: {_told(str(problem))}.") from None
    except OSError as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem.strerror or problem}.") from None


def _told(problem: str) -> str:
    """Return the reason behind Arrow's message."""
    if "straddling" in problem or "field larger" in problem:
        return "a row is longer than four million characters: perhaps a quote is opened and never closed"
    if "UTF8" in problem:
        return "some of it is not UTF-8: say --encoding"
    return problem.splitlines()[0].rstrip(".")
