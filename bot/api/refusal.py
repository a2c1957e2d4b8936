"""Why a request is not taken in: a status, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

MOST_TOLD = 100
"""Problems that are listed; whoever has more has the same one in every row."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one visit of a request: its position from 0, the field, and why."""

    position: int
    field: str | None
    problem: str


@dataclass(eq=False)
class Refusal(Exception):
    """A request of which nothing was taken in."""

    status: HTTPStatus
    error: str
    problems: Sequence[Problem] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def answer(self) -> dict[str, Any]:
        """Return what the sender is told."""
        return {"error": self.error, "problems": [vars(problem) for problem in self.problems[:MOST_TOLD]]}


def wrong(problems: Sequence[Problem]) -> Refusal:
    """Return the refusal of a request for what is wrong with its visits."""
    listed = f"; the first {MOST_TOLD} are listed" if len(problems) > MOST_TOLD else ""
    said = f"{len(problems):,} problems{listed}" if len(problems) > 1 else "there is a problem"
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"Nothing was taken in: {said}.", problems)
