"""An import killed at any moment and started again ends as if it had never been killed."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import database
from tests.storage.importing.files import imported, stored, with_customers, written

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
    return stored(engine, "SELECT * FROM visits ORDER BY customer_id, day, source, source_id")
