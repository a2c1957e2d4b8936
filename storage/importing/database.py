"""Small things that writing through a bulk connection needs."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import AddConstraint, CreateIndex, DropConstraint, DropIndex, ExecutableDDLElement

from storage import bulk
from storage.ahead import ahead
from storage.importing.outcome import Progress

SORTING = ("PRAGMA threads=2", "PRAGMA cache_size=-4096")
"""SQLite sorts an index in runs as large as its cache: small ones fit the processor's, and are a third faster."""


def scratch(connection: Connection, table: str, rows: pa.RecordBatchReader) -> None:
    """Put rows into a temporary table of this connection."""
    with connection.cursor() as cursor:
        cursor.adbc_ingest(table, rows, mode="create", temporary=True)
    if not bulk.is_sqlite(connection):
        bulk.execute(connection, f"ANALYZE {table}")


def number(connection: Connection, query: str) -> int:
    """Return the single number that a query gives, 0 for nothing."""
    values = [value for batch in bulk.read(connection, query) for value in batch[0].to_pylist()]
    return int(values[0] or 0) if values else 0


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def loading(connection: Connection, table: Table, rows: int, *, many: int) -> AbstractContextManager[None]:
    """Return a block for writing new rows: without indexes, where the rows are `many` and outnumber what is there."""
    first = rows > many and rows > number(connection, f"SELECT count(*) AS n FROM {table.name}")
    return _without_indexes(connection, table) if first else nullcontext()


@contextmanager
def _without_indexes(connection: Connection, table: Table) -> Iterator[None]:
    """Drop the indexes and keys of a table for the block and build them afterwards, as the tables define them.

    SQLite has no way to drop keys; the primary key of a table WITHOUT ROWID is the table itself.
    """
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    keys = [] if bulk.is_sqlite(connection) else [table.primary_key, *table.foreign_key_constraints]
    _define(connection, map(DropIndex, indexes))
    _define(connection, map(DropConstraint, keys))
    yield
    for setting in SORTING if bulk.is_sqlite(connection) else ():
        bulk.execute(connection, setting)
    _define(connection, (AddConstraint(key, isolate_from_table=False) for key in keys))
    _define(connection, map(CreateIndex, indexes))


def _define(connection: Connection, changes: Iterable[ExecutableDDLElement]) -> None:
    """Make changes to tables."""
    dialect = SQLiteDialect() if bulk.is_sqlite(connection) else PGDialect()  # type: ignore[no-untyped-call]
    for change in changes:
        bulk.execute(connection, str(change.compile(dialect=dialect)))


def counted(rows: pa.RecordBatchReader, total: int, doing: str, progress: Progress) -> pa.RecordBatchReader:
    """Return the same rows, telling how far they are."""

    def batches() -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in ahead(rows):
            yield batch
            done += len(batch)
            progress(doing, done / max(1, total))

    return pa.RecordBatchReader.from_batches(rows.schema, batches())


def advance(connection: Connection, table: str) -> None:
    """Let ids that PostgreSQL gives by itself continue after the highest that was given here."""
    if not bulk.is_sqlite(connection):
        highest = f"(SELECT max(id) FROM {table})"
        number(connection, f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest}) AS n")


def as_json(connection: Connection, column: str) -> str:
    """Return the SQL that takes a text column as a JSON document."""
    return column if bulk.is_sqlite(connection) else f"CAST({column} AS jsonb)"
