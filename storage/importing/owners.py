"""Owners as customer files name them: by id, e-mail or name; one not yet known becomes a person known by that alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def resolve(written: Iterable[str], known: Iterable[Known], source: str) -> dict[str, int | None]:
    """Return the person behind each owner as written: by id in the source, else by whatever only one person has."""
    people = list(known)
    own = {person.source_id: person.id for person in people if person.source == source}
    elsewhere = _unique((person.source_id, person.id) for person in people)
    by_email = _unique((person.email.casefold(), person.id) for person in people if person.email)
    by_name = _unique((person.name.casefold(), person.id) for person in people)
    return {
        owner: own.get(owner) or elsewhere.get(owner) or by_email.get(owner.casefold()) or by_name.get(owner.casefold())
        for owner in written
    }


def known(connection: Connection) -> list[Known]:
    """Return all people."""
    people = "SELECT id, source, source_id, name, coalesce(email, '') AS email FROM people"
    rows = [row for batch in bulk.read(connection, people) for row in batch.to_pylist()]
    return [
        Known(int(r["id"]), str(r["source"]), str(r["source_id"]), str(r["name"]), r["email"] or None) for r in rows
    ]


def place(connection: Connection, stage: Stage, source: str) -> dict[str, int]:
    """Fill the table `owners` (owner as written, owner_id); return the ids that unknown ones are to have."""
    written = [row[0] for row in stage.execute("SELECT DISTINCT owner FROM staged WHERE owner IS NOT NULL").fetchall()]
    found = resolve(sorted(written), known(connection), source)
    unknown = [owner for owner, person in found.items() if person is None]
    first = number(connection, "SELECT max(id) AS n FROM people") + 1
    strangers = {owner: id_ for id_, owner in enumerate(unknown, start=first)}
    ids = found | strangers
    stage.execute("CREATE TABLE owners (owner VARCHAR, owner_id BIGINT)")
    if ids:
        stage.executemany("INSERT INTO owners VALUES (?, ?)", list(ids.items()))
    return strangers


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


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the keys that only one person has."""
    listed = list(pairs)
    count = Counter(key for key, _ in listed)
    return {key: id_ for key, id_ in listed if count[key] == 1}
