"""Classifying a large business: `python -m benchmarks.classify [--customers N] [--visits N] [--on sqlite ...]`.

Each measurement is a process of its own, so that its peak memory is its own. The peers compute the plain figures
(windows, months, first and last visit, median gap) of the same visits from the same Parquet file. Labels and comparison
are made beside the storing, so that the phases may add up to more than the total.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from benchmarks import memory, peers
from benchmarks.business import Business, load
from benchmarks.databases import databases
from storage import database
from storage.classification import CHUNK

STORES = ("sqlite", "postgresql", "parquet")
PHASES = ("reading", "figures", "learning", "models", "comparing", "rules", "finding", "storing")
"""Learning is what the past teaches of drops; finding reads and writes alerts and episodes, around the rules."""


CHECKED = ("visits_total", "visits_month_1", "spend_365d", "cadence_days")
"""Figures that everybody must agree on."""


class Stopwatch(threading.local):
    """Adds up seconds by phase in each thread; a phase within another does not count twice."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self._running: list[str] = []
        self._since = time.perf_counter()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count the time of the block for a phase."""
        self._charge()
        self._running.append(name)
        yield
        self._charge()
        self._running.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time counted."""

        @wraps(function)
        def counted(*arguments: Any, **named: Any) -> Any:
            with self.phase(name):
                return function(*arguments, **named)

        return counted

    def timed_batches(self, name: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """Return the generator function with the time to get each item counted."""

        @wraps(function)
        def counted(*arguments: Any, **named: Any) -> Iterator[Any]:
            items = iter(function(*arguments, **named))
            while True:
                with self.phase(name):
                    item = next(items, None)
                if item is None:
                    return
                yield item

        return counted

    def _charge(self) -> None:
        """Charge the time since the last call to the phase that is running."""
        now = time.perf_counter()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now


def measured(store: str, address: str, day: date) -> dict[str, Any]:
    """Classify in this process; return seconds by phase, their total, and peak memory."""
    from segmentation import figures, outlook, profile
    from storage import bulk, database, history, profiles, rows, visits
    from storage.alerts import finding

    watch = Stopwatch(dict.fromkeys(PHASES, 0.0))
    for module, names, phase in (
        (figures, ("of_batches", "never_visited"), "figures"),
        (outlook, ("fit",), "learning"),
        (outlook, ("foresee",), "models"),
        (profile, ("fit", "label"), "models"),
        (profile, ("changes",), "comparing"),
        (history, ("stored",), "comparing"),
        (finding.Search, ("look",), "rules"),
        (finding.Search, ("write",), "finding"),
        (finding, ("begin", "expire", "notice"), "finding"),
        (rows, ("of_profiles", "of_changes"), "storing"),
        (bulk, ("append", "execute"), "storing"),
    ):
        for name in names:
            setattr(module, name, watch.timed(phase, getattr(module, name)))
    for name in ("batches", "from_parquet"):
        setattr(visits, name, watch.timed_batches("reading", getattr(visits, name)))
    began = time.perf_counter()
    told: dict[str, Any] = {}
    if store == "parquet":
        told["check"] = _check(_label_file(Path(address), day))
    else:
        now = partial(datetime.now, UTC)
        profiles.classify(database.connect(address), as_of=day, policy=profile.Policy(), now=now)
    return {**told, "total": time.perf_counter() - began, **watch.seconds, "memory": memory.peak() / 2**10}


def _label_file(file: Path, day: date) -> pd.DataFrame:
    """Compute figures and labels of a file, store nothing, and return the figures."""
    from segmentation import figures, profile
    from storage import visits

    everybody = figures.of_batches(visits.from_parquet(file), as_of=day)
    cutpoints = profile.fit(everybody, profile.Policy(), np.ones(len(everybody), dtype=bool))
    for start in range(0, len(everybody), CHUNK):
        profile.label(everybody.iloc[start : start + CHUNK], cutpoints, profile.Policy(), None)
    return everybody


def measured_peer(name: str, file: str, day: date) -> dict[str, Any]:
    """Let a peer compute the plain figures in this process; return seconds, peak memory, and a sum to compare."""
    began = time.perf_counter()
    figures = peers.PEERS[name](Path(file), day)
    total = time.perf_counter() - began
    return {"total": total, "memory": memory.peak() / 2**10, "check": _check(figures)}


def _check(figures: pd.DataFrame) -> list[int]:
    """Return sums that are equal where the figures are; those without one count nothing."""
    return [int(figures[name].to_numpy("float64", na_value=0).sum()) for name in CHECKED]


def _apart(*words: object) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.classify", "--measure", *map(str, words)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


def _row(name: str, told: dict[str, Any]) -> None:
    """Print one measurement."""
    phases = "".join(f"{told[phase]:>11.1f}" if phase in told else " " * 11 for phase in PHASES)
    print(f"{name:<28}{told['total']:>8.1f}{phases}{told['memory']:>9.2f}", flush=True)


def main() -> None:
    """Make the business, measure every store and every peer, print seconds and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--customers", type=int, default=1_000_000)
    arguments.add_argument("--visits", type=int, default=10_000_000)
    arguments.add_argument("--on", nargs="*", default=STORES, choices=STORES)
    arguments.add_argument("--measure", nargs=3, metavar=("WHAT", "WHERE", "DAY"), help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    business = Business(chosen.customers, chosen.visits)
    if chosen.measure:
        what, where, day = chosen.measure
        measure = measured_peer if what in peers.PEERS else measured
        print(json.dumps(measure(what, where, date.fromisoformat(day))))
        return
    with tempfile.TemporaryDirectory() as folder:
        _compare(business, Path(folder), chosen.on)


def _compare(business: Business, folder: Path, stores: Sequence[str]) -> None:
    """Measure and print everything."""
    size = ("--customers", business.customers, "--visits", business.visits)
    print(f"{business.customers:,} customers, about {business.visits:,} visits; seconds, and peak memory in GB")
    print(f"{'':<28}{'total':>8}" + "".join(f"{phase:>11}" for phase in PHASES) + f"{'memory':>9}")
    for store, address in databases(folder, stores):
        _fill(address, business)
        yesterday = business.today - timedelta(days=1)
        _row(f"{store}, first run", _apart(store, address, yesterday, *size))
        _row(f"{store}, the next day", _apart(store, address, business.today, *size))
    if "parquet" in stores:
        _compare_with_peers(business, folder / "visits.parquet", size)


def _compare_with_peers(business: Business, file: Path, size: tuple[object, ...]) -> None:
    """Measure figures and labels of a file, and the plain figures by the peers."""
    _write(business, file)
    own = _apart("parquet", file, business.today, *size)
    _row("parquet, figures and labels", own)
    checks = [own["check"]]
    for peer in peers.PEERS:
        told = _apart(peer, file, business.today, *size)
        checks.append(told["check"])
        figures = own["reading"] + own["figures"]
        _row(f"{peer}, plain figures", told)
        print(
            f"{'':<28}{told['total'] / figures:>8.1f} times as long as reading and figures, "
            f"{told['total'] / own['figures']:.1f} times figures alone"
        )
    print("all agree" if all(check == checks[0] for check in checks) else f"NOT ALL AGREE: {checks}")


def _fill(address: str, business: Business) -> None:
    """Bring the business into a database."""
    engine = database.connect(address)
    database.upgrade(engine)
    load(business, engine)
    engine.dispose()


def _write(business: Business, file: Path) -> None:
    """Write the visits to a Parquet file."""
    columns = ["customer_id", "day", "amount", "margin", "cost"]
    batches = (batch.select(columns) for batch in business.visit_batches())
    first = next(batches)
    with pq.ParquetWriter(file, first.schema) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)


if __name__ == "__main__":
    main()
