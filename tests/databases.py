"""On which databases a test runs, and what is in them before it begins."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import database

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For a test of what no SQL of its own decides: others of the same module run the same SQL on PostgreSQL too."""

on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
"""For a test of which another one of the same module tells as much on SQLite."""


def filled(file: Path, folder: Path, fill: Callable[[Engine], object]) -> Path:
    """Return a copy of a SQLite file in which something has been stored, to be copied for one test after the other."""
    copy = Path(shutil.copy(file, folder / "filled.db"))
    engine = database.connect(f"sqlite:///{copy}")
    fill(engine)
    engine.dispose()
    return copy
