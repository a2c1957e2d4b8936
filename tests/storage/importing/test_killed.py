"""An import killed at any moment and started again ends as if it had never been killed."""

import random
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from storage import database
from tests.storage.importing.files import imported, stored, with_customers, written

WRITTEN, INDEX_DROPPED = 3, 4
"""How often the import below has told its progress at these moments."""

SCRIPT = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tests.storage.importing.files import OPTIONS
from storage import database, importing

told = 0
def progress(doing, share):
    global told
    told += 1
    if told == int(sys.argv[3]):
        os.kill(os.getpid(), {signal})

outcome = importing.visits(database.connect(sys.argv[1]), Path(sys.argv[2]), OPTIONS, progress)
print(told)
"""


def run(engine: Engine, path: Path, killed_at: int) -> subprocess.CompletedProcess[str]:
    """Import a file in a process of its own that is killed, without warning, when it tells its progress that often."""
    url = engine.url.render_as_string(hide_password=False)
    script = SCRIPT.format(signal=int(signal.SIGKILL))
    return subprocess.run(
        [sys.executable, "-c", script, url, str(path), str(killed_at)], capture_output=True, text=True, check=False
    )


def everything(engine: Engine) -> list[tuple[object, ...]]:
    """Return all visits."""
    return sorted(stored(engine, "SELECT customer_id, day, source, source_id, amount FROM visits"))


def content(rows: int) -> str:
    """Return a file of visits, some with ids, in no order."""
    chance = random.Random(rows)
    lines = (
        f"{chance.randint(1, 3)},2024-{chance.randint(1, 6):02}-{chance.randint(1, 28):02},"
        f"{chance.randint(-500, 9_999) / 100},{chance.choice(['', f'R{number}'])}"
        for number in range(rows)
    )
    return "\n".join(["customer,date,amount,id", *lines])


def test_killed_while_writing_and_started_again_ends_as_if_never_killed(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine, tmp_path)
    imported(engine, tmp_path, content(500))
    before, path = everything(engine), written(tmp_path, content(60_000), "large.csv")
    for moment in (WRITTEN, INDEX_DROPPED):
        engine.dispose()
        killed = run(engine, path, moment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert everything(engine) == before
    engine.dispose()
    finished = run(engine, path, 0)
    assert finished.returncode == 0, finished.stderr
    assert everything(engine) == undisturbed(tmp_path, path)
    unfinished = "SELECT count(*) FROM runs WHERE kind = 'import visits' AND finished_at IS NULL"
    assert stored(engine, unfinished) == [(2,)]


def undisturbed(folder: Path, path: Path) -> list[tuple[object, ...]]:
    """Return the visits of another database into which the files went at once."""
    engine = database.connect(f"sqlite:///{folder / 'undisturbed.db'}")
    database.upgrade(engine)
    with_customers(engine, folder)
    imported(engine, folder, content(500))
    imported(engine, folder, path.read_text(), "again.csv")
    rows = everything(engine)
    engine.dispose()
    return rows
