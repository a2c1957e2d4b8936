"""Books: how fast they are read among a million customers, and how well they are divided and evened out.

`python -m benchmarks.books [--customers N] [--people N]`; PostgreSQL at `TEST_DATABASE_URL`, or one started for it.
Beside dividing and evening out stand a peer that takes account by account, and for a few accounts the best of all ways;
their seconds are of the processor.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np
import pyarrow as pa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.databases import databases
from bot.books.balancing import Balance, balance, loads
from bot.books.dividing import Item, Part, equally_many, evenly, spread
from bot.books.greedy import some_moves
from bot.books.homes import homes_of, is_at_home
from storage import books, bulk, database
from storage.books import Account
from storage.columns import day_number
from storage.holdings import holdings, together
from storage.rows import PROFILE_SCHEMA
from storage.tables import Person

T = TypeVar("T")

TODAY = date(2026, 6, 30)

CHUNK = 100_000
REPEATS = 5

PATIENCE = 60
"""Seconds allowed for evening out, so that another's work on this machine does not show."""

TEAMS = tuple(product((5, 10, 30), (500, 5_000, 20_000)))
"""People, and how many accounts they have together."""

TEAM_OF_TEN = range(200, 210)

READ: Mapping[str, Callable[[Session], int]] = {
    "the book of one person": lambda session: books.books(session, [500])[500].accounts,
    "the loads of a team of ten": lambda session: together(holdings(session, TEAM_OF_TEN).values()).accounts,
    "all accounts of a team of ten": lambda session: len(books.accounts(session, TEAM_OF_TEN)),
}
"""What is read of books, and how many accounts that are: for `/accounts`, `/accounts team`, `/accounts balance`."""

TIERS = (("MVC", "MGC", "standard", "BZ"), (0.03, 0.04, 0.88, 0.05))
STAGES = (("normal", "resting", "dormant", "shock", "dead", "buried"), (0.5, 0.1, 0.08, 0.07, 0.1, 0.15))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=1_000)
    chosen = parser.parse_args()
    print("Divided by value: spread as a part of the mean\n", *_divided(), "", sep="\n")
    print("Evened out within 10 %\n", *_evened_out(), "", sep="\n")
    print(
        "Evened out, beside the best of all ways: 200 teams of 2 people with 8 accounts\n",
        *_beside_best(),
        "",
        sep="\n",
    )
    with tempfile.TemporaryDirectory() as folder:
        for _, address in databases(Path(folder)):
            engine = database.connect(address)
            _load(engine, chosen.customers, chosen.people)
            _read(engine)


def _divided() -> Iterator[str]:
    """Yield the rows of the table about dividing."""
    yield "| People | Accounts | By value | s | Dealt only | By count | s |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for people, accounts in ((2, 8), (3, 12), (5, 40), *TEAMS):
        chance = Random(people * accounts)
        items = [Item(int(chance.lognormvariate(9, 1.5) * 100) * 100, (n,)) for n in range(accounts)]
        mean = sum(item.value for item in items) / people
        by_value, seconds = _timed(partial(evenly, items, people))
        by_count, counting = _timed(partial(equally_many, items, people))
        yield (
            f"| {people} | {accounts:,} | {spread(by_value) / mean:.4%} | {seconds:.3f} "
            f"| {spread(_dealt(items, people)) / mean:.4%} | {spread(by_count) / mean:.4%} | {counting:.3f} |"
        )


def _dealt(items: Sequence[Item], people: int) -> list[Part]:
    """Deal each item, the largest first, to the part with the least."""
    parts: list[Part] = [[] for _ in range(people)]
    for item in sorted(items, reverse=True):
        min(parts, key=lambda part: sum(one.value for one in part)).append(item)
    return parts


def _evened_out() -> Iterator[str]:
    """Yield the rows of the table about evening out."""
    figures = "Moved | VIPs | Abroad | Excess"
    yield f"| People | Accounts | Regions | {figures} | Proven | s | Peer: {figures} | s |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|"
    for people, accounts in TEAMS:
        for regions in (5, 40):
            team = _team(people, accounts, regions)
            found, seconds = _timed(partial(balance, team, range(people), seconds=PATIENCE))
            peer, at_once = _timed(partial(_peer, team, people, found.band))
            yield (
                f"| {people} | {accounts:,} | {regions} | {_told(found)} | {'yes' if found.proven else 'no'} "
                f"| {seconds:.2f} | {' | '.join(map(str, peer))} | {at_once:.2f} |"
            )


def _told(found: Balance) -> str:
    """Return the figures of a balance."""
    return f"{len(found.moves)} | {found.vips} | {found.outside} | {found.excess}"


def _peer(team: Sequence[Account], people: int, band: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return what comes of moving account by account: moved, VIPs, abroad, excess."""
    homes = homes_of(team, range(people))
    moves = some_moves(team, range(people), band=band, homes=homes)
    return _worth(team, moves, people, band)


def _worth(
    team: Sequence[Account], moves: dict[int, int], people: int, band: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return how many move, how many VIPs and how many abroad, and by how much the worst load is outside the band."""
    homes, after = homes_of(team, range(people)), loads(team, range(people), moves).values()
    moved = [one for one in team if one.customer_id in moves]
    return (
        len(moved),
        sum(one.is_vip for one in moved),
        sum(not is_at_home(one, homes[moves[one.customer_id]]) for one in moved),
        max(0, *(max(band[0] - load, load - band[1]) for load in after)),
    )


def _beside_best() -> Iterator[str]:
    """Yield how often the best of all ways was found, by us and by the peer."""
    ours = peers = 0
    for seed in range(200):
        team = _team(2, 8, 2, seed=seed)
        found = balance(team, range(2))
        best = min(
            _order(_worth(team, moves, 2, found.band))
            for way in product(range(2), repeat=8)
            for moves in [{a.customer_id: to for a, to in zip(team, way, strict=True) if to != a.owner_id}]
        )
        ours += _order(_worth(team, dict(found.moves), 2, found.band)) == best
        peers += _order(_peer(team, 2, found.band)) == best
    yield f"ours {ours}, peer {peers}"


def _order(worth: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Return what should be least, the most important first."""
    moved, vips, abroad, excess = worth
    return excess, vips, abroad, moved


def _team(people: int, accounts: int, regions: int, seed: int = 1) -> list[Account]:
    """Return accounts of a team whose loads are uneven, each person in a third of the regions."""
    chance = Random(seed * people * accounts * regions)
    weights = [chance.paretovariate(2) for _ in range(people)]
    homes = [chance.sample(range(regions), max(1, regions // 3)) for _ in range(people)]
    team = []
    for number in range(accounts):
        owner = chance.choices(range(people), weights)[0]
        tier, stage = chance.choices(*TIERS)[0], chance.choices(*STAGES)[0]
        value = int(chance.lognormvariate(9, 1.5) * 10_000)
        team.append(Account(number, owner, tier, stage, f"R{chance.choice(homes[owner])}", value, value))
    return team


def _timed(ask: Callable[[], T], clock: Callable[[], float] = time.process_time) -> tuple[T, float]:
    """Return an answer, and the seconds it took: on the processor, unless another clock is given."""
    began = clock()
    return ask(), clock() - began


def _read(engine: Engine) -> None:
    """Print how long books take to be read: by the clock, and on this process's processor."""
    for what, read in READ.items():
        took: list[tuple[float, float]] = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            with Session(engine) as session:
                accounts, worked = _timed(partial(read, session))
            took.append((time.perf_counter() - began, worked))
        best, first = (f"{seconds * 1e3:.0f} ms ({worked * 1e3:.0f})" for seconds, worked in (min(took), took[0]))
        print(f"{engine.dialect.name}: {what}, {accounts:,} accounts: {best}, the first time {first}")


def _load(engine: Engine, customers: int, people: int) -> None:
    """Fill an empty database with people, customers whose owners lie anywhere among them, and profiles."""
    database.upgrade(engine)
    with Session(engine) as session, session.begin():
        session.add_all(
            Person(id=n, source="main", source_id=str(n), name=f"Person {n}", role="salesperson", active=True)
            for n in range(1, people + 1)
        )
    random = np.random.default_rng(1)
    with bulk.connect(engine, write=True) as connection:
        for first in range(0, customers, CHUNK):
            ids = np.arange(first, min(first + CHUNK, customers)) + 1
            owners = random.integers(1, people + 1, len(ids))
            bulk.append(connection, "customers", _customers(ids, owners))
            bulk.append(connection, "profiles", _profiles(ids, owners, random))
    if engine.dialect.name == "postgresql":
        with bulk.connect(engine) as connection:
            bulk.execute(connection, "ANALYZE")


def _customers(ids: np.ndarray, owners: np.ndarray) -> pa.Table:
    """Return rows of `customers`."""
    nothing = pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"] * len(ids)))
    names = [f"Customer {number:07}" for number in ids]
    regions = [f"Region {number % 20}" for number in ids]
    status = ["open"] * len(ids)
    return pa.table(
        {"id": ids, "name": names, "status": status, "region": regions, "owner_id": owners, "attributes": nothing}
    )


def _profiles(ids: np.ndarray, owners: np.ndarray, random: np.random.Generator) -> pa.Table:
    """Return rows of `profiles`, with what books look at; the rest is nothing."""
    value = (random.lognormal(9, 1.5, len(ids)) * 10_000).astype(np.int64)
    told = {
        "customer_id": ids,
        "owner_id": owners,
        "tier": random.choice(TIERS[0], len(ids), p=TIERS[1]),
        "activity": random.choice(STAGES[0], len(ids), p=STAGES[1]),
        "value_365d": value,
        "value_at_risk": value,
        "as_of": np.full(len(ids), day_number(TODAY)),
        "since": np.full(len(ids), day_number(TODAY)),
    }
    return pa.table([_column(field, told, len(ids)) for field in PROFILE_SCHEMA], PROFILE_SCHEMA)


def _column(field: pa.Field, told: dict[str, np.ndarray], rows: int) -> pa.Array:
    """Return a column of `profiles`."""
    if field.name in told:
        return pa.array(told[field.name]).cast(field.type)
    return pa.array(
        np.zeros(rows, dtype=np.int64).astype(str if pa.types.is_dictionary(field.type) else np.int64)
    ).cast(field.type)


if __name__ == "__main__":
    main()
