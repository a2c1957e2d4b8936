"""Long answers, part by part."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from playground.api.refusal import Refusal

One = TypeVar("One")

MOST: Final = 1_000


@dataclass(frozen=True)
class Page(Generic[One]):
    """A part of a long answer, and where the next one begins; no cursor means that there is none."""

    items: Sequence[One]
    next_cursor: str

    @property
    def metadata(self) -> dict[str, Any]:
        """What Slack adds to the answer."""
        return {"response_metadata": {"next_cursor": self.next_cursor}}


def cut(of: Sequence[One], key: Callable[[One], str], *, limit: int, cursor: str) -> Page[One]:
    """Return at most `limit` of something; a cursor names the first of the part that it brings.

    Raises:
        Refusal: `invalid_cursor`.
    """
    start = _start(of, key, cursor) if cursor else 0
    rest = of[start + limit :]
    return Page(of[start : start + limit], _written(key(rest[0])) if rest else "")


def size(written: str, *, otherwise: int) -> int:
    """Return how long a part may be; 0 leaves it to Slack.

    Raises:
        Refusal: `invalid_limit`.
    """
    if not written.isdecimal() or int(written) > MOST:
        raise Refusal("invalid_limit")
    return int(written) or otherwise


def _start(of: Sequence[One], key: Callable[[One], str], cursor: str) -> int:
    """Return where the part begins that a cursor brings.

    Raises:
        Refusal: `invalid_cursor`.
    """
    wanted = _read(cursor)
    for place, one in enumerate(of):
        if key(one) == wanted:
            return place
    raise Refusal("invalid_cursor")


def _written(key: str) -> str:
    """Return a key as a cursor."""
    return base64.urlsafe_b64encode(f"next:{key}".encode()).decode()


def _read(cursor: str) -> str:
    """Return the key in a cursor.

    Raises:
        Refusal: `invalid_cursor`.
    """
    try:
        return base64.urlsafe_b64decode(cursor.encode()).decode().removeprefix("next:")
    except (binascii.Error, UnicodeError):
        raise Refusal("invalid_cursor") from None
