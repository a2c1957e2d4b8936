"""A file's rows on their way into the database: in a temporary DuckDB, where they are sorted, joined and compared."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import duckdb
import pyarrow as pa

from storage.ahead import ahead
from storage.importing.outcome import Progress, Unreadable
from storage.importing.reading import Batch, Rows

Stage = duckdb.DuckDBPyConnection
Parse = Callable[[Batch], pa.Table]
"""Turns raw rows into typed ones: `line` (int64), the fields, `reason` and `detail` (text, null for usable rows)."""

SPILLED = "regulars-import-"
MEMORY = "256MB"
WIDE = "512MB"
"""Memory for files whose every column is kept: some 300 of them fit."""

THREADS = 2
CHUNK = 1 << 18
STREAM = 1 << 16


@contextmanager
def open_stage(memory: str = MEMORY) -> Iterator[Stage]:
    """Open an empty stage in memory that disappears at the end; what does not fit is spilled to a temporary folder.

    Raises:
        Unreadable: there is not memory or space enough.
    """
    remove_abandoned(Path(gettempdir()))
    with TemporaryDirectory(prefix=f"{SPILLED}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        settings: dict[str, Any] = {
            "memory_limit": memory,
            "threads": THREADS,
            "temp_directory": folder,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
        }
        with duckdb.connect(":memory:", config=settings) as stage:
            stage.execute("SET enable_progress_bar = false")
            stage.execute("CREATE TABLE rejected (line BIGINT, reason VARCHAR, detail VARCHAR)")
            try:
                yield stage
            except duckdb.OutOfMemoryException:
                raise Unreadable(
                    f"The file is too much for the memory ({memory}) or the space in {gettempdir()} that an import may "
                    "take: leave out columns that are not needed."
                ) from None
            except duckdb.IOException as problem:
                why = str(problem).splitlines()[0]
                raise Unreadable(f"The import cannot put rows aside in {gettempdir()}: {why}.") from None


def remove_abandoned(temporary: Path) -> None:
    """Remove the folders of imports that were killed, known by the process id in their name."""
    if os.name != "posix":  # elsewhere signal 0 is a real one
        return
    for folder in temporary.glob(f"{SPILLED}*"):
        owner = folder.name.removeprefix(SPILLED).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    """Say whether a process is there, be it another user's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def gather(stage: Stage, rows: Rows, parse: Parse, file: str, progress: Progress) -> None:
    """Bring all rows of a file into the table `staged`, and those that cannot be used into `rejected`.

    Raises:
        Unreadable: the file has no rows.
    """
    waiting: list[pa.Table] = []
    seen = 0
    for batch in ahead(rows.batches()):
        seen += len(batch.lines) + len(batch.broken)
        waiting.append(parse(batch))
        if batch.broken:
            _reject(stage, batch)
        if sum(map(len, waiting)) >= CHUNK:
            _keep(stage, waiting)
        progress("Reading", batch.share)
    _keep(stage, waiting)
    if not seen:
        raise Unreadable(f"{file} has column names but no rows.")


def fill(stage: Stage, table: str, batches: Iterable[pa.RecordBatch]) -> None:
    """Append batches to a table, columns matched by place."""
    for batch in batches:
        with _readable(stage, pa.table(batch)):
            stage.execute(f"INSERT INTO {table} SELECT * FROM chunk")


def stream(stage: Stage, query: str) -> pa.RecordBatchReader:
    """Return the rows of a query as a stream of batches."""
    return stage.sql(query).to_arrow_reader(STREAM)


def first_rows(stage: Stage, fields: Sequence[str]) -> list[dict[str, Any]]:
    """Return some fields of the first usable rows."""
    rows = stage.execute(f"SELECT {', '.join(fields)} FROM staged ORDER BY line LIMIT 5").fetchall()
    return [dict(zip(fields, row, strict=True)) for row in rows]


def number(stage: Stage, query: str) -> int:
    """Return the single number that a query gives, or how many rows a statement has changed."""
    return numbers(stage, query)[0]


def numbers(stage: Stage, query: str) -> tuple[int, ...]:
    """Return the numbers in the single row that a query gives."""
    (row,) = stage.execute(query).fetchall()
    return tuple(int(found or 0) for found in row)


def reasons(stage: Stage) -> dict[str, int]:
    """Return how many rows were rejected for each reason, the commonest first."""
    counted = "SELECT reason, count(*) FROM rejected GROUP BY reason ORDER BY count(*) DESC, reason"
    return {reason: int(count) for reason, count in stage.execute(counted).fetchall()}


def _keep(stage: Stage, waiting: list[pa.Table]) -> None:
    """Store what is waiting: usable rows here, the others there."""
    if not waiting:
        return
    chunk = pa.concat_tables(waiting)
    waiting.clear()
    fields = ", ".join(f'"{name}"' for name in chunk.column_names if name not in {"reason", "detail"})
    with _readable(stage, chunk):
        stage.execute(f"CREATE TABLE IF NOT EXISTS staged AS SELECT {fields} FROM chunk WITH NO DATA")
        stage.execute(f"INSERT INTO staged SELECT {fields} FROM chunk WHERE reason IS NULL")
        if chunk["reason"].null_count < len(chunk):
            stage.execute("INSERT INTO rejected SELECT line, reason, detail FROM chunk WHERE reason IS NOT NULL")


def _reject(stage: Stage, batch: Batch) -> None:
    """Note the rows that fit no columns."""
    rows = [(broken.line, broken.reason, broken.detail) for broken in batch.broken]
    stage.executemany("INSERT INTO rejected VALUES (?, ?, ?)", rows)


@contextmanager
def _readable(stage: Stage, chunk: pa.Table) -> Iterator[None]:
    """Let the statements of a block read `chunk`."""
    stage.register("chunk", chunk)
    yield
    stage.unregister("chunk")
