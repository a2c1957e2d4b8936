"""What a classification did: who is in which segment now, and who moved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from segmentation.guard import Drop
from segmentation.profile import LABELS, Cutpoints


@dataclass(frozen=True)
class Move:
    """How many customers went from one segment to another."""

    label: str
    before: str
    after: str
    customers: int


@dataclass(frozen=True)
class Outcome:
    """A finished classification: `counts` has the customers of each segment by label, `moves` those who changed.

    `taken_back` counts the runs of later days that no longer hold; `drop` says how far everybody stays away, if so.
    """

    run_id: int
    as_of: date
    customers: int
    counts: Mapping[str, Mapping[str, int]]
    moves: tuple[Move, ...]
    cutpoints: Cutpoints
    taken_back: int = 0
    drop: Drop | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """What the run keeps."""
        moves = [[move.label, move.before, move.after, move.customers] for move in self.moves]
        told = {"customers": self.customers, "counts": self.counts, "moves": moves, "taken_back": self.taken_back}
        return {**told, "drop": asdict(self.drop)} if self.drop else told


@dataclass
class Tally:
    """What adds up while customers pass by in chunks: counts, moves, and the rows of `profile_changes`."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {label: Counter() for label in LABELS})
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    changes: list[pa.RecordBatch] = field(default_factory=list)

    def add(self, labels: pd.DataFrame, changes: pd.DataFrame, change_rows: pa.RecordBatch) -> None:
        """Count the labels of some customers and the changes among them."""
        for label, counts in self.counts.items():
            segments = labels[label].array
            customers = np.bincount(segments.codes, minlength=len(segments.categories))
            counts.update({key: n for key, n in zip(segments.categories, customers.tolist(), strict=True) if n})
        self.moves.update(zip(changes["label"], changes["before"], changes["after"], strict=True))
        self.changes.append(change_rows)

    def segment_counts(self) -> dict[str, dict[str, int]]:
        """Return the customers of each segment by label, largest first."""
        return {label: dict(counts.most_common()) for label, counts in self.counts.items()}

    def sorted_moves(self) -> tuple[Move, ...]:
        """Return the moves by label, the largest first."""
        order = sorted(self.moves.items(), key=lambda item: (LABELS.index(item[0][0]), -item[1], item[0]))
        return tuple(Move(*move, customers) for move, customers in order)
