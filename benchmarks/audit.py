"""The record: what adding a row takes, and how fast a million rows verify and are searched.

`python -m benchmarks.audit [--rows N]`; PostgreSQL at `TEST_DATABASE_URL`, or one started for the run.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from benchmarks import memory
from benchmarks.databases import databases
from storage import audit, database, entries
from storage.chain import BEGINNING
from storage.entries import Wanted

T = TypeVar("T")

START = datetime(2026, 1, 1, tzinfo=UTC)
CHUNK = 20_000
ADDED = 200


def main() -> None:
    """Fill a record on both databases, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        for _, address in databases(Path(folder)):
            engine = database.connect(address)
            database.upgrade(engine)
            _fill(engine, rows)
            print(f"{engine.dialect.name}, {rows:,} rows")
            _measure(engine)
            engine.dispose()


def _measure(engine: Engine) -> None:
    """Print what adding, verifying and searching take."""
    with Session(engine) as session:
        found = _timed("verify", partial(audit.verify, session))
        print(f"  {found.rows:,} rows hold, {memory.peak():,.0f} MiB at most")
        for what, wanted in {
            "newest": Wanted(),
            "of one person": Wanted(person_id=5),
            "about one customer": Wanted(subject="customer:77"),
            "of an action that nobody did": Wanted(actions=("accounts",)),
        }.items():
            _timed(what, partial(entries.find, session, wanted, limit=16))
    began = time.perf_counter()
    for number in range(ADDED):
        with Session(engine) as session, session.begin():
            audit.add(session, by=1, now=START, **_told(number))
    print(f"  add, with its transaction: {(time.perf_counter() - began) / ADDED * 1e3:.2f} ms")


def _fill(engine: Engine, rows: int) -> None:
    """Write a record in one transaction."""
    previous = BEGINNING
    with Session(engine) as session, session.begin():
        for first in range(1, rows + 1, CHUNK):
            some: list[dict[str, Any]] = []
            for number in range(first, min(first + CHUNK, rows + 1)):
                at = START + timedelta(seconds=number)
                some.append(audit.entry(number, previous, person_id=number % 97, at=at, **_told(number)))
                previous = some[-1]["hash"]
            session.execute(insert(audit.ENTRIES), some)
            about = [{"audit_id": row["id"], "subject": one} for row in some for one in (row["subject"], *row["about"])]
            session.execute(insert(audit.SUBJECTS), about)
        session.execute(insert(audit.HEAD), {"id": 1, "last_id": rows, "hash": previous})


def _told(number: int) -> dict[str, Any]:
    """Return what somebody did to an alert."""
    return {
        "action": "alert.acknowledged",
        "subject": f"alert:{number % 50_000}",
        "subjects": [f"customer:{number % 70_000}"],
        "before": {"state": "open", "taken_by": None},
        "after": {"state": "acknowledged", "taken_by": number % 97},
        "place": "C012345",
        "request": f"click-{number}",
    }


def _timed(what: str, ask: Callable[[], T]) -> T:
    """Do something and print how long it took by the clock and on the processor."""
    began, worked = time.perf_counter(), time.process_time()
    result = ask()
    print(f"  {what}: {time.perf_counter() - began:.3f} s, on the processor {time.process_time() - worked:.3f} s")
    return result


if __name__ == "__main__":
    main()
