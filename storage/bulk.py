"""Bulk reading and writing as Arrow batches, through ADBC: an order of magnitude faster than rows.

ADBC brings its own copy of SQLite. Two copies in one process cancel each other's file locks, so while a bulk
connection to a SQLite file is open no other connection of the process may touch that file: `connect` refuses to open
beside a checked-out connection, and `guard` refuses the reverse.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from sqlalchemy import Engine, Pool, QueuePool, event

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection, Cursor

WRITERS_LOCK = 5_349_717_001
"""Key of the PostgreSQL advisory lock that lets one import, classification or migration write at a time."""

SQLITE_SETTINGS = ("PRAGMA busy_timeout=600000", "PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-65536")
POSTGRESQL_SETTINGS = ("SET work_mem='128MB'", "SET maintenance_work_mem='256MB'")

SQLITE_READING = {"adbc.sqlite.query.batch_rows": "65536"}
"""Rows in a batch read from SQLite; the driver's own 1,024 cost a sixth of the time."""

POSTGRESQL_BYTES = 1 << 15
"""Bytes sent to PostgreSQL at a time: its socket holds them, so that server and driver work side by side."""

_open: set[Path] = set()


class FileInUse(RuntimeError):
    """This process already has the SQLite file open through the other library."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is open in this process already: bulk work and sessions must take turns")


def guard(engine: Engine) -> None:
    """Refuse ordinary connections of `engine` while a bulk connection holds its file."""

    def refuse(*_arguments: object) -> None:
        if (file := _file(engine)) in _open:
            raise FileInUse(file)

    event.listen(engine, "do_connect", refuse)


@contextmanager
def connect(engine: Engine, *, write: bool = False) -> Iterator[Connection]:
    """Open a bulk connection to the database of `engine`: one transaction, committed when the block ends well.

    With `write`, the block starts once it is the only writer.

    Raises:
        FileInUse: the process has the SQLite file open otherwise.
    """
    sqlite = engine.dialect.name == "sqlite"
    with _alone(engine) if sqlite else nullcontext(), _driver(engine) as connection:
        with connection.cursor() as cursor:
            _tune(cursor, sqlite=sqlite)
            connection.adbc_connection.set_autocommit(False)
            if write:
                _become_writer(cursor, sqlite=sqlite)
        yield connection
        connection.adbc_connection.commit()


def read(connection: Connection, query: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of `query` in batches."""
    with connection.cursor() as cursor:
        if is_sqlite(connection):
            cursor.adbc_statement.set_options(**SQLITE_READING)
        cursor.execute(query)
        yield from cursor.fetch_record_batch()


def append(connection: Connection, table: str, rows: pa.Table | pa.RecordBatchReader) -> int:
    """Append rows to `table`, columns matched by name, the others left empty; return how many."""
    with connection.cursor() as cursor:
        return cursor.adbc_ingest(table, rows if is_sqlite(connection) else _in_pieces(rows), mode="append")


def execute(connection: Connection, statement: str) -> None:
    """Run a statement that returns no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def is_sqlite(connection: Connection) -> bool:
    """Say whether the bulk connection is to SQLite."""
    from adbc_driver_sqlite.dbapi import AdbcSqliteConnection

    return isinstance(connection, AdbcSqliteConnection)


def _in_pieces(rows: pa.Table | pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Return the same rows in batches as small as PostgreSQL likes them."""

    def pieces() -> Iterator[pa.RecordBatch]:
        for batch in rows.to_batches() if isinstance(rows, pa.Table) else rows:
            size = max(1, len(batch) * POSTGRESQL_BYTES // max(1, batch.nbytes))
            yield from (batch.slice(start, size) for start in range(0, len(batch), size))

    return pa.RecordBatchReader.from_batches(rows.schema, pieces())


def _driver(engine: Engine) -> Connection:
    """Open the ADBC driver for the database of `engine`, each statement for itself."""
    if engine.dialect.name == "sqlite":
        from adbc_driver_sqlite import dbapi as sqlite

        return sqlite.connect(str(_file(engine)), autocommit=True)
    from adbc_driver_postgresql import dbapi as postgresql

    address = engine.url.set(drivername="postgresql")
    connection: Connection = postgresql.connect(address.render_as_string(hide_password=False), autocommit=True)
    return connection


def _tune(cursor: Cursor, *, sqlite: bool) -> None:
    """Give the connection memory to work in, and patience with a busy writer."""
    for setting in SQLITE_SETTINGS if sqlite else POSTGRESQL_SETTINGS:
        cursor.execute(setting)


def _become_writer(cursor: Cursor, *, sqlite: bool) -> None:
    """Wait until no other import, classification or migration writes."""
    cursor.execute("UPDATE runs SET id = id WHERE 1 = 0" if sqlite else f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold the SQLite file for the bulk connection: close the idle sessions, refuse if one is at work."""
    file = _file(engine)
    if file in _open or _in_use(engine.pool):
        raise FileInUse(file)
    engine.dispose()
    _open.add(file)
    try:
        yield
    finally:
        _open.discard(file)


def _in_use(pool: Pool) -> bool:
    """Say whether a connection of `pool` is at work."""
    return isinstance(pool, QueuePool) and pool.checkedout() > 0


def _file(engine: Engine) -> Path:
    """Return the SQLite file of `engine`."""
    return Path(engine.url.database or ":memory:").expanduser().resolve()
