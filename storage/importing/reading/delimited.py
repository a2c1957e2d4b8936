"""Reading CSV and its relatives, in a stream of blocks, everything as text."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from storage.importing.outcome import Unreadable
from storage.importing.reading.encoding import encoding_of
from storage.importing.reading.layout import DELIMITERS, Layout, layout_of
from storage.importing.reading.quotes import Strictly
from storage.importing.reading.rows import Batch, Broken, Rows

BLOCK = 4 << 20

WRAPPED = r"""^(?:="([^"]*)"|'(\+?\d+))$"""
"""A value that is wrapped, or marked, as text for Excel."""


def read(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Rows:
    """Open a delimited text file."""
    with _in_words(path):
        layout = layout_of(path, encoding or encoding_of(path), delimiter)
    guessed = "" if encoding or layout.encoding.startswith("utf") else " (a guess: if names look odd, say --encoding)"
    separated = DELIMITERS.get(layout.delimiter, f"“{layout.delimiter}”")
    return Rows(
        f"CSV in {layout.encoding}{guessed}, separated by {separated}",
        layout.columns,
        lambda: _batches(layout),
        decimal="," if layout.delimiter == ";" else ".",
    )


@dataclass
class _Ragged:
    """The rows that Arrow's parser refuses, by their number in the file; it may run ahead of the blocks it gives."""

    delimiter: str
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def skip(self, row: arrow_csv.InvalidRow) -> str:
        """Note a row with too many or too few columns and let the parser go on."""
        filled = row.text.strip(f'"{self.delimiter} \t\r\n')
        reason = f"{row.actual_columns} columns instead of {row.expected_columns}" if filled else ""
        lines = len(row.text.strip().splitlines())
        self.found.append((row.number, f"{reason}, over {lines} lines" if lines > 1 else reason, row.text))
        return "skip"

    def before(self, row: int, count: int | None = None) -> list[tuple[int, str, str]]:
        """Take the refused rows that lie before or among the next `count` good ones, the first being number `row`."""
        taken: list[tuple[int, str, str]] = []
        while self.found and (count is None or self.found[0][0] < row + count + len(taken)):
            taken.append(self.found.pop(0))
        return taken


def _batches(layout: Layout) -> Iterator[Batch]:
    """Yield the rows of the file, block by block; rows count from 1, each line above the header being one."""
    ragged, strictly, seen = _Ragged(layout.delimiter), Strictly(layout), 0
    row, line = layout.skipped + layout.header_rows + 1, layout.skipped + layout.header_lines + 1
    names = [str(place) for place in range(len(layout.columns))]
    nothing = pa.RecordBatch.from_pydict({name: pa.array([], pa.string()) for name in names})
    with _in_words(layout.path, lambda: line), _opened(layout, names, ragged) as blocks:
        size = max(1, layout.path.stat().st_size)
        for block in chain(blocks, [nothing]):
            seen += block.nbytes
            last = block is nothing
            refused = ragged.before(row, None if last else len(block)) if last or len(block) else []
            if not len(block) and not refused:
                continue
            lines, good, row_lines = _placed(block, line, row, refused, layout.line_end)
            broken = [
                Broken(int(at), "not as many columns as the header", reason, text)
                for at, (_, reason, text) in zip(lines[~good], refused, strict=True)
                if reason
            ]
            columns = dict(zip(layout.columns, map(_bare, block.columns), strict=True))
            batch = Batch(pa.array(lines[good]), columns, tuple(broken))
            yield replace(_without_torn(batch, row_lines[good], strictly), share=min(1.0, seen / size))
            row, line = row + len(good), line + int(row_lines.sum())


def _bare(column: pa.Array) -> pa.Array:
    """Return values without the signs that programs put around ids and phone numbers, lest Excel counts with them."""
    signs = memoryview(column.buffers()[2] or b"").tobytes()
    if b'="' not in signs and b"'" not in signs:
        return column
    return pc.replace_substring_regex(column, pattern=WRAPPED, replacement=r"\1\2")


def _placed(
    block: pa.RecordBatch, line: int, row: int, refused: Sequence[tuple[int, str, str]], line_end: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, of the next rows, the line each begins on (int64), which are good (bool), and their lines (int64)."""
    good = np.ones(len(block) + len(refused), bool)
    good[[number - row for number, *_ in refused]] = False
    count = np.ones(len(good), np.int64)
    count[good] += _line_breaks(block, line_end)
    count[~good] += np.array([text.rstrip("\r\n").count(line_end) for *_, text in refused], np.int64)
    return line + np.cumsum(count) - count, good, count


def _without_torn(batch: Batch, row_lines: np.ndarray, strictly: Strictly) -> Batch:
    """Return a batch in which rows that a quote has swallowed others into are broken ones."""
    starts = batch.lines.to_numpy()
    spanning = row_lines > 1
    torn = strictly.torn(zip(starts[spanning].tolist(), (row_lines[spanning] - 1).tolist(), strict=True))
    if not torn:
        return batch
    whole = pa.array(~np.isin(starts, list(torn)))
    broken = [
        Broken(line, "a quote that is not closed", f"it swallows {len(text.splitlines())} lines", text)
        for line, text in torn.items()
    ]
    return Batch(
        batch.lines.filter(whole),
        {name: column.filter(whole) for name, column in batch.columns.items()},
        (*batch.broken, *broken),
    )


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
                skip_rows_after_names=layout.header_rows,
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


def _line_breaks(block: pa.RecordBatch, line_end: str) -> np.ndarray:
    """Return how many line breaks the values of each row contain (int64)."""
    breaks = np.zeros(len(block), np.int64)
    for column in block.columns:
        if line_end.encode() in memoryview(column.buffers()[2] or b"").tobytes():
            breaks += pc.count_substring(column, line_end).to_numpy(zero_copy_only=False)
    return breaks


@contextmanager
def _in_words(path: Path, line: Callable[[], int] = lambda: 1) -> Iterator[None]:
    """Say in a sentence why a text file cannot be read, and from which line on."""
    try:
        yield
    except UnicodeError as problem:
        raise Unreadable(f"{path.name} is not in the encoding it seemed to be: {problem}; say --encoding.") from None
    except (pa.ArrowInvalid, csv.Error) as problem:
        raise Unreadable(f"{path.name} cannot be read: {_told(str(problem), line())}.") from None
    except OSError as problem:
        raise Unreadable(f"{path.name} cannot be read: {problem.strerror or problem}.") from None


def _told(problem: str, line: int) -> str:
    """Return the reason behind a parser's message."""
    if "straddling" in problem or "field larger" in problem:
        return f"from line {line} on, a row is longer than four million characters: perhaps a quote is never closed"
    if "UTF8" in problem:
        return f"from line {line} on, some of it is not UTF-8: say --encoding"
    return problem.splitlines()[0].rstrip(".")
