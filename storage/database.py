"""Opening the database: engine, sessions, migrations; the same on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from storage import bulk

if TYPE_CHECKING:
    from alembic.config import Config

Sessions = Callable[[], Session]
"""What a command is given: a maker of sessions, each used in a `with`."""

BUSY_SECONDS = 30
"""How long a SQLite writer waits for another."""

MAPPED = 1 << 31
"""Bytes of a SQLite file that are read as memory, without copying: SQLite takes as many as it was built for, 2 GB."""

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer at all."""

POOL_SIZE = 32
"""One connection for each thread that answers."""

MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Engine:
    """Return an engine for `url`; a PostgreSQL address without a driver uses psycopg 3."""
    address = make_url(url)
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        engine = create_engine(
            address, pool_pre_ping=True, pool_size=POOL_SIZE, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
        event.listen(engine, "connect", _tune_postgresql)
        return engine
    if address.database and address.database != ":memory:":
        Path(address.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, pool_size=POOL_SIZE, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _tune_sqlite)
    bulk.guard(engine)
    return engine


def _tune_sqlite(connection: Any, _record: object) -> None:
    """Let readers work while one writes, hold references to account, read the file as memory."""
    _write_ahead(connection)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", f"mmap_size={MAPPED}"):
        connection.execute(f"PRAGMA {pragma}")


def _tune_postgresql(connection: Any, _record: object) -> None:
    """Let the planner know that rows here and there cost little more than rows in a row: they are in memory, or nearly.

    By its own default it reads all profiles for those of a team.
    """
    connection.execute("SET random_page_cost = 1.1")
    connection.commit()


def _write_ahead(connection: Any) -> None:
    """Keep what is written in a log beside the file; SQLite lets nobody wait for whoever turns that on just now."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as failure:
            if "locked" not in str(failure) or time.monotonic() > last:
                raise
            time.sleep(0.01)
        else:
            return


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions for `engine`; what is asked of one after its end is refused, not begun anew."""
    return sessionmaker(engine, expire_on_commit=False, close_resets_only=False)


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest version; several processes may ask at once."""
    from alembic import command

    with engine.begin() as connection:
        _one_at_a_time(connection)
        command.upgrade(_alembic(connection), "head")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database, its tables brought to the newest version, and close it at the end."""
    engine = connect(url)
    try:
        if pending(engine):
            upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def is_there(url: str) -> bool:
    """Say whether there are tables at an address; looking leaves nothing behind, not even an empty file."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return False
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return inspect(connection).has_table("alembic_version")
    finally:
        engine.dispose()


def pending(engine: Engine) -> bool:
    """Say whether the tables are behind the migrations: each is named by its version."""
    newest = max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return True
        return {newest} != set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _alembic(connection: Connection) -> Config:
    """Return the migrations' configuration, bound to `connection`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _one_at_a_time(connection: Connection) -> None:
    """Hold the writers' lock for the rest of the transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({bulk.WRITERS_LOCK})")
