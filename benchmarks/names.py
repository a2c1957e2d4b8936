"""Finding customers by name among a million, by whoever sees all and by who sees those of three of 500 salespeople.

Time, delay of other threads, and how often the answer is right.

`python -m benchmarks.names [--customers N] [--questions N]`; PostgreSQL at `TEST_DATABASE_URL`, or one started for the
run.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.company_names import company_names, with_typo
from benchmarks.databases import databases
from storage import bulk, customers, database
from storage.names import folded, loading, search_rows
from storage.sight import Sight
from storage.tables import Person

T = TypeVar("T")

CHUNK = 50_000
ALIAS_EVERY = 10
OWNERS = 500
TICK = 0.001
"""Seconds the other thread sleeps between two looks at the clock."""


def main() -> None:
    """Measure on SQLite, on PostgreSQL, and beside rapidfuzz over the plain list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=1_000, help="of each kind")
    chosen = parser.parse_args()
    names = company_names(chosen.customers)
    asked = random.Random(2).sample(range(chosen.customers), chosen.questions)
    print(f"{chosen.customers:,} customers, {chosen.questions} questions of each kind; milliseconds")
    with tempfile.TemporaryDirectory() as folder:
        for _, address in databases(Path(folder)):
            engine = database.connect(address)
            _load(engine, names)
            _measure(engine, names, asked)
    _measure_peer(names, asked)


def _measure(engine: Engine, names: Sequence[str], asked: Sequence[int]) -> None:
    """Print times on one database, and what became of misspelt names."""
    before = _memory()
    with Session(engine) as session:
        began = time.perf_counter()
        loading.current(session, patience=600)
        print(f"{engine.dialect.name}: index in {time.perf_counter() - began:.1f} s, {_memory() - before:.0f} MB")
        chance = random.Random(3)
        kinds = {
            "exact": [names[i] for i in asked],
            "alias": [f"Alias {i - i % ALIAS_EVERY} of it" for i in asked],
            "prefix": [_beginning(names[i]) for i in asked],
            "misspelt": [with_typo(names[i], chance) for i in asked],
            "misspelt twice": [with_typo(with_typo(names[i], chance), chance) for i in asked],
            "misspelt part": [with_typo(_beginning(names[i]), chance) for i in asked],
        }
        for kind, texts in kinds.items():
            results = _timed(f"  {kind}", lambda text: customers.resolve(session, text), texts)
            if kind.startswith("misspelt") and kind != "misspelt part":
                _print_outcomes(results, texts, names, asked)
        _measure_in_sight(session, names, kinds)


def _measure_in_sight(session: Session, names: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> None:
    """Print times for whoever sees the customers of three salespeople, and asks for these, or for whom they like."""
    sight = Sight(frozenset({1, 2, 3}))
    began = time.perf_counter()
    loading.current(session, sight=sight)
    print(f"  index of three in {(time.perf_counter() - began) * 1e3:.0f} ms")
    theirs = [name for i, name in enumerate(names, start=1) if sight.covers(i % OWNERS + 1)][: len(kinds["prefix"])]
    chosen = {"prefix of theirs": [_beginning(name) for name in theirs], **kinds}
    for kind, texts in chosen.items():
        _timed(f"  {kind}, of three", lambda text: customers.resolve(session, text, sight=sight), texts)
    _timed("  typed, of three", lambda text: customers.find(session, text, sight=sight), chosen["prefix of theirs"])


def _measure_peer(names: Sequence[str], asked: Sequence[int]) -> None:
    """Print what rapidfuzz takes to compare a misspelt name with every name."""
    chance, folds = random.Random(3), [folded(name) for name in names]
    texts = [folded(with_typo(names[i], chance)) for i in asked[:20]]
    print("rapidfuzz over all names")
    _timed("  extract, ratio", lambda text: process.extract(text, folds, scorer=fuzz.ratio, limit=5), texts)
    _timed("  cdist, ratio", lambda text: process.cdist([text], folds, scorer=fuzz.ratio, score_cutoff=80), texts)


def _timed(what: str, ask: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """Ask each text and print how long it took by the clock and on the processor, and how late another thread was.

    The processor's time leaves out the database server, and whatever else keeps the machine busy.
    """
    seconds, worked, results = [], [], []
    with _watched() as late:
        for text in texts:
            began, worked_before = time.perf_counter(), time.thread_time()
            results.append(ask(text))
            seconds.append(time.perf_counter() - began)
            worked.append(time.thread_time() - worked_before)
    print(
        f"{what:26} {_quantiles(seconds)}  on the processor {_quantiles(worked)}  "
        f"other thread late p99 {np.quantile(late, 0.99) * 1e3:5.1f}, worst {max(late) * 1e3:5.1f}"
    )
    return results


def _quantiles(seconds: Sequence[float]) -> str:
    """Return the median and the 99th percentile in milliseconds."""
    p50, p99 = np.quantile(seconds, [0.5, 0.99]) * 1e3
    return f"p50 {p50:6.1f}  p99 {p99:6.1f}"


def _print_outcomes(
    results: Sequence[customers.Resolution], texts: Sequence[str], names: Sequence[str], asked: Sequence[int]
) -> None:
    """Print how often a misspelt name was understood; one that is by accident another's name does not count."""
    taken = {folded(name) for name in names}
    became: Counter[str] = Counter()
    for result, text, i in zip(results, texts, asked, strict=True):
        if folded(text) not in taken:
            became[_outcome(result, i + 1)] += 1
    total = became.total()
    print("   ", ", ".join(f"{outcome} {number / total:.1%}" for outcome, number in sorted(became.items())))


def _outcome(result: customers.Resolution, meant: int) -> str:
    """Say what became of a question."""
    if result.customer:
        return "right and sure" if result.customer.id == meant else "WRONG AND SURE"
    return "offered" if meant in {customer.id for customer in result.candidates} else "not offered"


def _beginning(name: str) -> str:
    """Return the first two thirds of a name."""
    return name[: max(4, len(name) * 2 // 3)]


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Run another thread meanwhile and collect by how many seconds each of its turns was late."""
    late: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            began = time.perf_counter()
            time.sleep(TICK)
            late.append(time.perf_counter() - began - TICK)

    thread = threading.Thread(target=look)
    thread.start()
    yield late
    done.set()
    thread.join()


def _load(engine: Engine, names: Sequence[str]) -> None:
    """Fill an empty database with the customers and every tenth one's alias."""
    database.upgrade(engine)
    with Session(engine) as session, session.begin():
        session.add_all(Person(id=i + 1, source="main", source_id=str(i), name=f"Person {i}") for i in range(OWNERS))
    began = time.perf_counter()
    with bulk.connect(engine, write=True) as connection:
        for first in range(0, len(names), CHUNK):
            some = range(first, min(first + CHUNK, len(names)))
            bulk.append(connection, "customers", _customers(some, names))
            bulk.append(connection, "customer_names", _rows(some, names))
    if engine.dialect.name == "postgresql":
        with bulk.connect(engine) as connection:
            bulk.execute(connection, "ANALYZE customers")
            bulk.execute(connection, "ANALYZE customer_names")
    print(f"{engine.dialect.name}: folded and stored in {time.perf_counter() - began:.0f} s")


def _customers(some: range, names: Sequence[str]) -> pa.Table:
    """Return rows of `customers`."""
    nothing = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"] * len(some)))
    ids = np.arange(some.start, some.stop) + 1
    named = pa.array(names[some.start : some.stop])
    owners = ids % OWNERS + 1
    status = ["open"] * len(some)
    return pa.table({"id": ids, "name": named, "owner_id": owners, "status": status, "attributes": nothing})


def _rows(some: range, names: Sequence[str]) -> pa.Table:
    """Return rows of `customer_names`."""
    rows = [
        (i + 1, *row)
        for i in some
        for row in search_rows(names[i], [] if i % ALIAS_EVERY else [f"Alias {i} of it"], [f"C{i:08}"])
    ]
    return pa.table(dict(zip(("customer_id", "kind", "text", "key"), zip(*rows, strict=True), strict=True)))


def _memory() -> float:
    """Return the megabytes this process occupies now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
