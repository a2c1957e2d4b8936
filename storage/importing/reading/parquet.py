"""Reading Parquet, row group by row group, columns as they are typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from storage.importing.outcome import Unreadable
from storage.importing.reading.rows import Batch, Rows, named

ROWS = 1 << 16
TEXT = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)


def read(path: Path) -> Rows:
    """Open a Parquet file."""
    with _in_words(path), parquet.ParquetFile(path) as file:
        columns = named(file.schema_arrow.names, path.name)
        return Rows(f"Parquet, {file.metadata.num_rows:,} rows", columns, lambda: _batches(path, columns))


def _batches(path: Path, columns: tuple[str, ...]) -> Iterator[Batch]:
    """Yield the rows of the file; a row's line is its number, counted from 1."""
    with _in_words(path), parquet.ParquetFile(path) as file:
        total, first = max(1, file.metadata.num_rows), 1
        for batch in file.iter_batches(ROWS, use_threads=False):
            lines = pa.array(range(first, first + len(batch)), pa.int64())
            first += len(batch)
            arrays = [_plain(column) for column in batch.columns]
            yield Batch(lines, dict(zip(columns, arrays, strict=True)), share=(first - 1) / total)


def _plain(column: pa.Array) -> pa.Array:
    """Return a column without its encoding: dictionaries unfolded, text in one type."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not any(is_text(column.type) for is_text in TEXT):
        return column
    column = column.cast(pa.string())
    column.validate(full=True)
    return (
        pc.replace_substring(column, "\0", "") if b"\0" in memoryview(column.buffers()[2] or b"").tobytes() else column
    )


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Say in a sentence why a Parquet file cannot be read."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as problem:
        why = str(problem).splitlines()[0].rstrip(".")
        raise Unreadable(f"{path.name} is a damaged or unfinished Parquet file: {why}.") from None
