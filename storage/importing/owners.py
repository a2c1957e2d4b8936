"""Owners as customer files name them: by id, e-mail or name; one not yet known becomes a person known by that alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection

from storage import bulk
from storage.importing.database import advance, number
from storage.importing.staging import Stage


@dataclass(frozen=True)
class Known:
    """What a person can be found by."""

    id: int
    source: str
    source_id: str
    name: str
    email: str | None

    @property
    def is_placeholder(self) -> bool:
        """Whether a customers file has named them, as far as can be seen, and nothing else is known."""
        return self.name == self.source_id and self.email is None


@dataclass(frozen=True)
class Placed:
    """The owners of a file: the ids that unknown ones are to have, and the rows of those who may be several people."""

    strangers: Mapping[str, int]
    ambiguous: Mapping[str, int]


def called(written: str) -> str:
    """Return a name or address as it is compared, Bob Lee for Lee, Bob; an id, which has digits, stays as it is."""
    last, _, first = _tidy(written).partition(",")
    return written if _is_id(written) else f"{first} {last}".strip().casefold()


def resolve(written: Iterable[str], known: Iterable[Known], source: str) -> dict[str, frozenset[int]]:
    """Return who each owner as written may be: of that id in the source, else of an id that only one has, e-mail, name.

    Of those of whom only a name is known, the first stands for all.
    """
    people = list(known)
    told = [person for person in people if not person.is_placeholder]
    own = {person.source_id: frozenset({person.id}) for person in people if person.source == source}
    by_id = _gathered((one.source_id, one.id) for one in people if one.source_id != one.name)
    elsewhere = {key: ids for key, ids in by_id.items() if len(ids) == 1}
    alike = (
        _gathered((called(one.source_id), one.id) for one in told if one.source == source),
        _gathered((called(one.email), one.id) for one in told if one.email),
        _gathered((called(one.name), one.id) for one in told),
        {called(one.name): frozenset({one.id}) for one in reversed(people) if one.is_placeholder},
    )
    found: dict[str, frozenset[int]] = {}
    for owner in written:
        places = (own.get(owner), elsewhere.get(owner), *(one.get(called(owner)) for one in alike))
        found[owner] = next((ids for ids in places if ids), frozenset())
    return found


def known(connection: Connection) -> list[Known]:
    """Return all people."""
    people = "SELECT id, source, source_id, name, coalesce(email, '') AS email FROM people ORDER BY id"
    rows = [row for batch in bulk.read(connection, people) for row in batch.to_pylist()]
    return [
        Known(int(r["id"]), str(r["source"]), str(r["source_id"]), str(r["name"]), r["email"] or None) for r in rows
    ]


def place(connection: Connection, stage: Stage, source: str) -> Placed:
    """Fill the table `owners` (owner as written, owner_id, is_ambiguous)."""
    rows = stage.execute("SELECT owner, count(*) FROM staged WHERE owner IS NOT NULL GROUP BY 1 ORDER BY 1").fetchall()
    written = dict(rows)
    found = resolve(written, known(connection), source)
    unknown = [owner for owner in written if not found[owner]]
    first = number(connection, "SELECT max(id) AS n FROM people") + 1
    fresh = {called(owner): owner if _is_id(owner) else _tidy(owner) for owner in reversed(unknown)}
    strangers = {name: id_ for id_, name in enumerate(sorted(fresh.values()), start=first)}
    ambiguous = {owner: written[owner] for owner, people in found.items() if len(people) > 1}
    ids = {owner: next(iter(people)) for owner, people in found.items() if len(people) == 1}
    ids |= {owner: strangers[fresh[called(owner)]] for owner in unknown}
    stage.execute("CREATE TABLE owners (owner VARCHAR, owner_id BIGINT, is_ambiguous BOOLEAN)")
    placed = [(owner, ids.get(owner), owner in ambiguous) for owner in written]
    if placed:
        stage.executemany("INSERT INTO owners VALUES (?, ?, ?)", placed)
    return Placed(strangers, ambiguous)


def note(connection: Connection, strangers: Mapping[str, int], source: str) -> None:
    """Store people of whom only the id is known, under that id as their name."""
    if not strangers:
        return
    owners = list(strangers)
    people = {
        "id": pa.array(strangers.values(), pa.int64()),
        "source": pa.array([source] * len(owners)),
        "source_id": owners,
        "name": owners,
        "role": pa.array(["salesperson"] * len(owners)),
        "active": pa.array([True] * len(owners)),
    }
    bulk.append(connection, "people", pa.table(people))
    advance(connection, "people")


def _tidy(written: str) -> str:
    """Return a name in half width with single blanks."""
    return " ".join(normalize("NFKC", written).split())


def _is_id(written: str) -> bool:
    """Say whether an owner is written as an id: one word with digits."""
    return "@" not in written and " " not in _tidy(written) and any(sign.isdigit() for sign in written)


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    """Return everybody who has each key."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, id_ in pairs:
        found[key].add(id_)
    return {key: frozenset(ids) for key, ids in found.items()}
