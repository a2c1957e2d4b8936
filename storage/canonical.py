"""Values as the record keeps them: as a text that comes back from every database as it was, so that it can be hashed.

It is kept as text and not as the database's own JSON, which orders keys and rewrites numbers as it likes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

_UNKEEPABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
"""What PostgreSQL refuses in a text, and UTF-8 has no bytes for."""

written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode
"""Write a plain value as JSON: on one line, without spaces, keys in the order they come in."""


def text(value: object) -> str:
    """Return a value as JSON, keys in the order of their code points."""
    return written(plain(value))


def plain(value: object) -> Any:
    """Return a value made of what JSON writes in one way only; everything else, fractions too, becomes text."""
    match value:
        case None | bool() | int():
            return value
        case Mapping():
            return dict(sorted((clean(str(key)), plain(one)) for key, one in value.items()))
        case list() | tuple():
            return [plain(one) for one in value]
        case set() | frozenset():
            return sorted((plain(one) for one in value), key=str)
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case _:
            return clean(str(value))


def moment(at: datetime) -> str:
    """Return a moment as text, in UTC and to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def clean(words: str) -> str:
    """Return a text without what cannot be kept everywhere."""
    return words.translate(_UNKEEPABLE)


class Canonical(TypeDecorator[Any]):
    """A value stored as its canonical text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Store a value as its text."""
        return text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read a value from its text."""
        return None if value is None else json.loads(value)
