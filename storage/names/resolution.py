"""Whom a text means, and the findings on which that was decided."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """By what a customer was recognised."""

    NUMBER = "number"
    NAME = "name"
    ALIAS = "alias"
    ID = "id"
    SPELLING = "spelling"
    PINYIN = "pinyin"
    INITIALS = "initials"
    PREFIX = "prefix"
    WORDS = "words"
    TYPO = "typo"


EXACT = frozenset({How.NUMBER, How.NAME, How.ALIAS, How.ID, How.SPELLING})
"""Ways to be recognised that leave no doubt."""


@dataclass(frozen=True)
class Found:
    """A customer with what tells it from others of its name; `owner` is the name of the person `owner_id`."""

    id: int
    name: str
    region: str | None = None
    city: str | None = None
    country: str | None = None
    owner: str | None = None
    closed: bool = False
    owner_id: int | None = None


@dataclass(frozen=True)
class Hit:
    """A name under which a customer was found: what kind of name, as the business writes it, and its key."""

    customer: Found
    kind: str
    text: str
    key: str


@dataclass(frozen=True)
class Likeness:
    """A customer with a name this many typos away."""

    customer: Found
    typos: int


@dataclass(frozen=True)
class Resolution:
    """Whom a text means: one sure `customer`, or up to five `candidates`, or nobody.

    `how` says by what a sure customer was recognised; unless it is `exact`, the answer says whom it took it for and a
    change asks first. Of nobody, `nearest` are names that share some of its words.
    """

    customer: Found | None = None
    how: How | None = None
    candidates: tuple[Found, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the customer was named outright."""
        return self.how in EXACT
