"""What an import is told, what it makes of a file, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")

LISTED = 5
"""How many values a note lists."""

Progress = Callable[[str, float], None]
"""Told what is being done and which share of it is done, 0 to 1."""


def silent(_doing: str, _share: float) -> None:
    """Show no progress."""


class Unreadable(Exception):
    """A file that cannot be imported at all; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Options:
    """How to import a file.

    `mapping` gives a field the column (or columns joined by `+`) it is read from; without it, columns are recognised.
    `today` is the last day a visit may lie on, `now` tells the time under which the run is noted.
    `dry_run` writes nothing.
    """

    today: date
    now: Callable[[], datetime]
    time_zone: ZoneInfo = UTC
    source: str = "main"
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    day_first: bool | None = None
    decimal: str | None = None
    create_customers: bool = False
    rejects: Path | None = None
    dry_run: bool = False

    def rejects_of(self, path: Path) -> Path:
        """Return where the rejected rows of a file go: beside it, unless said otherwise."""
        return self.rejects or path.with_name(path.name + ".rejects.csv")


@dataclass(frozen=True)
class Understood:
    """What was made of a file: its kind, which columns became what, and its first rows as they would be stored."""

    kind: str
    columns: Mapping[str, str]
    rest: tuple[str, ...]
    rest_becomes: str
    notes: tuple[str, ...] = ()
    first_rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an import did, or with `dry_run` would have done; `reasons` counts rejected rows by reason."""

    understood: Understood
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rejects: Path | None = None

    @property
    def rejected(self) -> int:
        """The number of rows that were left out."""
        return sum(self.reasons.values())

    @property
    def usable(self) -> int:
        """The number of things the file speaks of that could be stored."""
        return self.new + self.updated + self.unchanged

    def summary(self) -> dict[str, Any]:
        """Return the counts as the log of runs keeps them."""
        counts = {"new": self.new, "updated": self.updated, "unchanged": self.unchanged, "rejected": self.rejected}
        return counts | {"reasons": dict(self.reasons), "notes": list(self.notes)}


def listed(values: Sequence[str]) -> str:
    """Return the first of some values, and how many more there are."""
    more = [f"{len(values) - LISTED:,} more"] if len(values) > LISTED else []
    return ", ".join([*(f"“{value}”" for value in values[:LISTED]), *more])
