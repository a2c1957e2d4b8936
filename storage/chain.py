"""The chain that the record is: each row a line of text, hashed, and the hash part of the next line.

What is hashed is what is exported: one line for each row, a JSON object of its columns but for the hash, which is the
SHA-256 of the line. So a file of lines can be verified without Regulars, and without its database.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage import canonical

BEGINNING = "0" * 64
"""What the first row has for the hash of the row before."""

COLUMNS = (
    "id",
    "at",
    "person_id",
    "on_behalf_of",
    "action",
    "subject",
    "about",
    "before",
    "after",
    "place",
    "request",
    "previous",
)
"""What is hashed of a row, in this order; `about`, `before` and `after` are JSON themselves, as text."""

ALTERED = "altered"
MISSING = "missing"
OUT_OF_PLACE = "out of place"
WRONG_END = "wrong end"
UNKNOWN_HASH = "unknown hash"
"""What can be wrong: a row does not match its hash, is gone, or does not follow the one before; the record does not end
where its head says; it has no row with the hash that was written down elsewhere."""


class Link(NamedTuple):
    """A row of the record: its number, the line of it, the hash it has and the one it says the row before has."""

    number: int
    line: str
    hash: str
    previous: str


@dataclass(frozen=True)
class Verdict:
    """What came of following a chain: how many rows hold, and the hash of the last, to write down elsewhere.

    `broken` is the number of the first row that does not hold, `why` one of the words above; both None if all is well.
    """

    rows: int
    head: str
    broken: int | None = None
    why: str | None = None


def line(values: Sequence[Any]) -> str:
    """Return the values of `COLUMNS` as the line that is hashed; `at` is text, as `canonical.moment` gives it."""
    return canonical.written(dict(zip(COLUMNS, values, strict=True)))


def hashed(text: str) -> str:
    """Return the hash of a line: SHA-256 of its UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def links(lines: Iterable[str]) -> Iterator[Link]:
    """Yield the rows that exported lines tell of; a line that is none of the record matches no hash.

    Raises:
        ValueError: the first line is none already.
    """
    for place, text in enumerate(lines, start=1):
        bare = text.rstrip("\r\n")
        if (link := _link(bare)) is None and place == 1:
            raise ValueError(f"not a line of the record: {bare[:80]}")
        yield link or Link(place, bare, "", "")


def _link(bare: str) -> Link | None:
    """Return the row that a line tells of; None if it is none of the record."""
    try:
        told = json.loads(bare)
    except ValueError:
        return None
    match told:
        case {"id": int(number), "previous": str(previous)}:
            return Link(number, bare, hashed(bare), previous)
    return None


def follow(rows: Iterable[Link], *, known: str | None = None) -> Verdict:
    """Follow a chain from its beginning, in little memory.

    Args:
        known: a hash that was written down elsewhere: one of the rows must have it.
    """
    number, head, is_known = 0, BEGINNING, known in {None, BEGINNING}
    for row in rows:
        if why := _wrong(row, number + 1, head):
            return Verdict(number, head, number + 1, why)
        number, head, is_known = row.number, row.hash, is_known or row.hash == known
    return Verdict(number, head) if is_known else Verdict(number, head, number + 1, UNKNOWN_HASH)


def _wrong(row: Link, number: int, head: str) -> str | None:
    """Say what is wrong with the row that should have a number and follow a hash."""
    if row.number != number:
        return MISSING
    if hashed(row.line) != row.hash:
        return ALTERED
    return None if row.previous == head else OUT_OF_PLACE
