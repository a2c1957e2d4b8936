"""What a segment is, and how figures pick one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Segment:
    """A named group of customers: `key` is stored, `zh` is the Chinese name, `meaning` says who is in it."""

    key: str
    zh: str
    meaning: str

    @property
    def en(self) -> str:
        """The English name."""
        return self.key.replace("_", " ")


def first_match(choices: Mapping[Segment, Mask], *, otherwise: Segment) -> "pd.Categorical[str]":
    """Give each row the first segment whose condition holds for it.

    Args:
        choices: segments in order, each with a condition per row; at least one.
        otherwise: the segment of rows that match none.

    Returns:
        One segment key per row; the categories are all keys in the order given.
    """
    code = np.select(list(choices.values()), list(range(len(choices))), default=len(choices))
    return labels(code, (*choices, otherwise))


def labels(code: npt.NDArray[np.signedinteger], segments: Sequence[Segment]) -> "pd.Categorical[str]":
    """Return the keys of the segments at the positions `code`, one per row; the categories are all keys in order."""
    return pd.Categorical.from_codes(code, _keys(tuple(segments)))


@cache
def _keys(segments: tuple[Segment, ...]) -> "pd.Index[str]":
    """Return the keys of segments, made once for all that are labelled."""
    return pd.Index([segment.key for segment in segments])
