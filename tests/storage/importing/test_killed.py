"""An import killed at any moment and started again ends as if it had never been killed."""

import os
import random
import shutil
import signal
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from tempfile import gettempdir

import pytest
from sqlalchemy import Engine

from storage import database, importing
from storage.importing import staging, storing
from tests.storage.importing.files import OPTIONS, imported, stored, with_customers, written

MOMENTS = 1
"""How many times an import is killed at random, beside the times when it is killed at a step of its own."""

ROWS = {"customers": 1_500, "visits": 4_000}
STEPS = {"customers": ("Comparing", "Naming"), "visits": ("Comparing", "Writing", "Indexing")}
TABLES = (
    "SELECT id, name, city, owner_id, replace(CAST(attributes AS TEXT), ' ', '') FROM customers",
    "SELECT source, source_id, customer_id FROM customer_sources",
    "SELECT key, customer_id, kind, text FROM customer_names",
    "SELECT id, source_id, name FROM people",
    "SELECT customer_id, day, source, source_id, derived, amount FROM visits",
)

Rows = list[list[tuple[object, ...]]]


def bring_in(url: str, things: str, path: Path, killed_at: str = "") -> None:
    """Import a file; if there is a step at which to be killed, kill this process there, without warning."""

    def progress(doing: str, _share: float) -> None:
        if doing == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    storing.MANY = 1_000
    engine = database.connect(url)
    getattr(importing, things)(engine, path, OPTIONS, progress)
    engine.dispose()


@dataclass(frozen=True)
class Import:
    """An import to be done in processes of its own."""

    processes: ForkServerContext
    things: str
    path: Path

    def start(self, engine: Engine, killed_at: str = "") -> ForkServerProcess:
        """Begin."""
        url = engine.url.render_as_string(hide_password=False)
        process = self.processes.Process(target=bring_in, args=(url, self.things, self.path, killed_at))
        process.start()
        return process

    def finish(self, engine: Engine, killed_at: str = "") -> int | None:
        """Begin and wait; return how it ended."""
        process = self.start(engine, killed_at)
        process.join()
        return process.exitcode


def content(things: str, seed: int) -> str:
    """Return a file in no order: customers some of whom are known, or visits of whom some have ids."""
    chance = random.Random(seed)
    if things == "customers":
        rows = (f"{n},Customer {n} Ltd,{chance.choice('ABC')},{n % 7},{chance.random()}" for n in range(ROWS[things]))
        return "\n".join(["id,name,city,owner,Size", *rows])
    rows = (
        f"{chance.randint(1, 3)},2024-{chance.randint(1, 6):02}-{chance.randint(1, 28):02},"
        f"{chance.randint(-500, 9_999) / 100},{chance.choice(['', f'R{number}'])}"
        for number in range(ROWS[things])
    )
    return "\n".join(["customer,date,amount,id", *rows])


def everything(engine: Engine) -> Rows:
    """Return all that an import writes, but for the log of runs."""
    return [sorted(stored(engine, table), key=repr) for table in TABLES]


@pytest.fixture(scope="module", params=["customers", "visits"])
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, other_processes: ForkServerContext
) -> Import:
    """The import of a large file."""
    path = written(tmp_path_factory.mktemp("large"), content(request.param, 2))
    return Import(other_processes, request.param, path)


@pytest.fixture(scope="module")
def undisturbed(large: Import, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, float]:
    """What a file leads to where nothing is killed, and how long the import takes by itself (seconds)."""
    folder = tmp_path_factory.mktemp("undisturbed")
    engine = database.connect(f"sqlite:///{shutil.copy(migrated_file, folder)}")
    small_ones(engine, folder)
    engine.dispose()
    begun = time.perf_counter()
    assert large.finish(engine) == 0
    seconds = time.perf_counter() - begun
    rows = everything(engine)
    engine.dispose()
    return rows, seconds


def small_ones(engine: Engine, folder: Path) -> None:
    """Import what is there before the large file: three customers and some visits."""
    with_customers(engine)
    imported(engine, folder, "\n".join(content("visits", 1).split("\n")[:500]))


def test_killed_at_any_moment_and_started_again_ends_as_if_never_killed(
    engine: Engine, tmp_path: Path, large: Import, undisturbed: tuple[Rows, float]
) -> None:
    small_ones(engine, tmp_path)
    before, (after, seconds) = everything(engine), undisturbed

    chance = random.Random(large.things)
    for step in (*STEPS[large.things], *[""] * MOMENTS):
        engine.dispose()
        if step:
            assert large.finish(engine, step) == -signal.SIGKILL
        else:
            process = large.start(engine)
            process.join(chance.uniform(0, seconds))
            process.kill()
            process.join()
        assert everything(engine) in (before, after)
    engine.dispose()
    assert large.finish(engine) == 0
    assert everything(engine) == after


def test_what_a_killed_import_leaves_in_the_temporary_folder_goes_with_the_next(tmp_path: Path) -> None:
    of_nobody, of_ours, of_others = (
        tmp_path / f"{staging.SPILLED}{process}-x" for process in (2**22 + 1, os.getpid(), 1)
    )
    for folder in (of_nobody, of_ours, of_others):
        folder.mkdir()
        (folder / "spilled").touch()
    staging.remove_abandoned(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([of_ours.name, of_others.name])
    with staging.open_stage():
        assert list(Path(gettempdir()).glob(f"{staging.SPILLED}{os.getpid()}-*"))
