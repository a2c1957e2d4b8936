"""Small things that writing through a bulk connection needs."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from storage import bulk
from storage.importing.outcome import Progress

SORTING = ("PRAGMA threads=2", "PRAGMA cache_size=-4096")
"""SQLite sorts an index in runs as large as its cache: small ones fit the processor's, and are a third faster."""


def scratch(connection: Connection, table: str, rows: pa.RecordBatchReader) -> None:
    """Put rows into a temporary table of this connection."""
    with connection.cursor() as cursor:
        cursor.adbc_ingest(table, rows, mode="create", temporary=True)
    if not _sqlite(connection):
        bulk.execute(connection, f"ANALYZE {table}")


def number(connection: Connection, query: str) -> int:
    """Return the single number that a query gives, 0 for nothing."""
    values = [value for batch in bulk.read(connection, query) for value in batch[0].to_pylist()]
    return int(values[0] or 0) if values else 0


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def without_indexes(engine: Engine, connection: Connection, table: Table) -> Iterator[None]:
    """Drop the indexes of a table for the block and build them afterwards, as the tables define them.

    PostgreSQL's primary key is an index too; that of a table WITHOUT ROWID is the table itself.
    """
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    columns = ", ".join(column.name for column in table.primary_key)
    key = f"CONSTRAINT {table.primary_key.name}"
    for index in indexes:
        bulk.execute(connection, str(DropIndex(index).compile(engine)))
    if not _sqlite(connection):
        bulk.execute(connection, f"ALTER TABLE {table.name} DROP {key}")
    yield
    if _sqlite(connection):
        for setting in SORTING:
            bulk.execute(connection, setting)
    else:
        bulk.execute(connection, f"ALTER TABLE {table.name} ADD {key} PRIMARY KEY ({columns})")
    for index in indexes:
        bulk.execute(connection, str(CreateIndex(index).compile(engine)))


def counted(rows: pa.RecordBatchReader, total: int, doing: str, progress: Progress) -> pa.RecordBatchReader:
    """Return the same rows, telling how far they are."""

    def batches() -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in rows:
            yield batch
            done += len(batch)
            progress(doing, done / max(1, total))

    return pa.RecordBatchReader.from_batches(rows.schema, batches())


def advance(connection: Connection, table: str) -> None:
    """Let ids that PostgreSQL gives by itself continue after the highest that was given here."""
    if not _sqlite(connection):
        highest = f"(SELECT max(id) FROM {table})"
        number(connection, f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest}) AS n")


def as_json(connection: Connection, column: str) -> str:
    """Return the SQL that takes a text column as a JSON document."""
    return column if _sqlite(connection) else f"CAST({column} AS jsonb)"


def _sqlite(connection: Connection) -> bool:
    """Say whether the bulk connection is to SQLite."""
    return "sqlite" in str(connection.adbc_get_info()["vendor_name"]).lower()
