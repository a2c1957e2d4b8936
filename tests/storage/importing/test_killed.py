"""An import killed at any moment and started again ends as if it had never been killed."""

import multiprocessing
import os
import random
import signal
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import gettempdir

import pytest
from sqlalchemy import Engine

from storage import database, importing
from storage.importing import staging, storing
from tests.storage.importing.files import OPTIONS, imported, stored, with_customers, written

MOMENTS = 3
"""How many times an import is killed at random, beside the times when it is killed at a step of its own."""

ROWS = {"customers": 3_000, "visits": 20_000}
STEPS = {"customers": ("Comparing", "Naming"), "visits": ("Comparing", "Writing", "Indexing")}
TABLES = (
    "SELECT id, name, city, owner_id, replace(CAST(attributes AS TEXT), ' ', '') FROM customers",
    "SELECT source, source_id, customer_id FROM customer_sources",
    "SELECT key, customer_id, kind, text FROM customer_names",
    "SELECT id, source_id, name FROM people",
    "SELECT customer_id, day, source, source_id, derived, amount FROM visits",
)


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    """Load what imports need once, in the process from which they are forked."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([__name__])


def bring_in(url: str, things: str, path: Path, killed_at: str = "") -> None:
    """Import a file; if there is a step at which to be killed, kill this process there, without warning."""

    def progress(doing: str, _share: float) -> None:
        if doing == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    storing.MANY = 1_000
    engine = database.connect(url)
    getattr(importing, things)(engine, path, OPTIONS, progress)
    engine.dispose()


def started(engine: Engine, things: str, path: Path, killed_at: str = "") -> ForkServerProcess:
    """Begin to import a file in a process of its own."""
    url = engine.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("forkserver").Process(target=bring_in, args=(url, things, path, killed_at))
    process.start()
    return process


def finished(engine: Engine, things: str, path: Path, killed_at: str = "") -> int | None:
    """Import a file in a process of its own; return how that ended."""
    process = started(engine, things, path, killed_at)
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


def everything(engine: Engine) -> list[list[tuple[object, ...]]]:
    """Return all that an import writes, but for the log of runs."""
    return [sorted(stored(engine, table), key=repr) for table in TABLES]


@pytest.mark.parametrize("things", ["customers", "visits"])
def test_killed_at_any_moment_and_started_again_ends_as_if_never_killed(
    engine: Engine, tmp_path: Path, things: str
) -> None:
    with_customers(engine, tmp_path)
    imported(engine, tmp_path, "\n".join(content("visits", 1).split("\n")[:500]))
    before, path = everything(engine), written(tmp_path, content(things, 2), "large.csv")
    undisturbed, seconds = alone(tmp_path, things, path)

    chance = random.Random(things)
    for step in (*STEPS[things], *[""] * MOMENTS):
        engine.dispose()
        if step:
            assert finished(engine, things, path, step) == -signal.SIGKILL
        else:
            process = started(engine, things, path)
            process.join(chance.uniform(0, seconds))
            process.kill()
            process.join()
        assert everything(engine) in (before, undisturbed)
    engine.dispose()
    assert finished(engine, things, path) == 0
    assert everything(engine) == undisturbed


def alone(folder: Path, things: str, path: Path) -> tuple[list[list[tuple[object, ...]]], float]:
    """Return what the files lead to where nothing is killed, and how long the import takes by itself (seconds)."""
    other = database.connect(f"sqlite:///{folder / 'undisturbed.db'}")
    database.upgrade(other)
    with_customers(other, folder)
    imported(other, folder, "\n".join(content("visits", 1).split("\n")[:500]))
    other.dispose()
    begun = time.perf_counter()
    assert finished(other, things, path) == 0
    seconds = time.perf_counter() - begun
    rows = everything(other)
    other.dispose()
    return rows, seconds


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
