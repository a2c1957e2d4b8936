"""What changed between two classifications, and the figures that changed it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.intp]

NO_CHANGES = pd.DataFrame(
    {"customer_id": pd.Series(dtype="int64")}
    | {name: pd.Series(dtype="str") for name in ("label", "before", "after", "reason")}
)


@dataclass(frozen=True)
class Snapshot:
    """Labels and figures of one classification, both with the same rows, indexed by `customer_id`."""

    labels: pd.DataFrame
    figures: pd.DataFrame

    def known(self, column: str, rows: Rows) -> list[object]:
        """Return a figure or score of some rows as plain values for JSON; None where it is not known."""
        frame = self.figures if column in self.figures else self.labels
        if column not in frame:
            return [None] * len(rows)
        values = frame[column].iloc[rows]
        plain: list[object] = values.astype(object).where(values.notna(), None).tolist()
        return plain


@dataclass(frozen=True)
class Comparison:
    """Two classifications; `then` is, for each row of `after`, the row of the same customer in `before`, or -1."""

    before: Snapshot
    after: Snapshot
    then: Rows

    def changes(self, label: str, evidence: Iterable[str]) -> pd.DataFrame:
        """Tell whose `label` changed, with what was known of the `evidence` before and after; see `profile.changes`."""
        old, new = _coded(self.before.labels[label]), _coded(self.after.labels[label])
        was, now = np.append(old.codes, np.int8(-1))[self.then], new.codes
        code = {key: number for number, key in enumerate(new.categories)}
        same = np.array([*(code.get(key, -1) for key in old.categories), -1])[was]
        rows = np.flatnonzero((was >= 0) & (same != now))
        if not len(rows):
            return NO_CHANGES
        return pd.DataFrame(
            {
                "customer_id": self.after.labels.index[rows],
                "label": label,
                "before": old.categories.take(was[rows]),
                "after": new.categories.take(now[rows]),
                "reason": pd.Series(list(self._reasons(rows, list(evidence))), dtype="str"),
            }
        )

    def _reasons(self, rows: Rows, evidence: list[str]) -> Iterator[str]:
        """Yield what was known of each changed row before and after, as JSON."""
        pairs = [
            zip(self.before.known(name, self.then[rows]), self.after.known(name, rows), strict=True)
            for name in evidence
        ]
        return (json.dumps(dict(zip(evidence, each, strict=True))) for each in zip(*pairs, strict=True))


def _coded(labels: "pd.Series[str]") -> "pd.Categorical[str]":
    """Return labels as codes and categories."""
    return labels.array if isinstance(labels.array, pd.Categorical) else pd.Categorical(labels)


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Match the customers of two classifications."""
    return Comparison(before, after, before.labels.index.get_indexer(after.labels.index))
