"""Texts within a few typos of one another, found among a million in milliseconds and without holding up other threads.

Texts lie in order of length, each with a mask of 64 bits: which letters, counted modulo 32, it has, and which it has
twice. An edit changes the length by one at most and the mask by two bits at most, so a slice and a popcount leave a few
hundred texts to measure. Nothing within reach is ever missed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]

LETTERS = 32
"""Letters told apart: all of the Latin alphabet."""

MEASURED_AT_ONCE = 4096
"""Texts handed to rapidfuzz in one piece: other threads wait no longer than this takes, half a millisecond."""

READ_AT_ONCE = 16384
"""Texts whose letters are read in one piece, for the same reason."""


@dataclass(frozen=True)
class Alike:
    """Texts by length, ready to be asked which are nearly a given one.

    Attributes:
        texts: n strings, ascending length.
        start: position of the first text of at least each length 0, 1, 2, ….
        letters: n masks of the letters a text has, and has at least twice.
    """

    texts: pa.Array
    start: Ints
    letters: Masks

    def within(self, text: str, edits: int) -> tuple[Ints, Ints]:
        """Return the texts at most `edits` typos (insert, delete, replace, swap neighbours) away from `text`.

        Returns:
            Positions among the texts, and the number of typos of each; nearest first.
        """
        near = self._possible(text, edits)
        measured = [
            self._typos(text, near[i : i + MEASURED_AT_ONCE], edits) for i in range(0, len(near), MEASURED_AT_ONCE)
        ]
        typos = np.concatenate(measured) if measured else np.zeros(0, np.int64)
        order = np.argsort(typos, kind="stable")[: np.count_nonzero(typos <= edits)]
        return near[order], typos[order]

    def containing(self, text: str, *, at_start: bool = False) -> Ints:
        """Return the positions of the texts that contain `text`, or begin with it."""
        first, letters = self._from_length(len(text)), masks([text])
        near = np.flatnonzero(self.letters[first:] & letters == letters) + first
        match = pc.starts_with if at_start else pc.match_substring
        found: Ints = near[match(self.texts.take(pa.array(near)), text).to_numpy(zero_copy_only=False)]
        return found

    def _from_length(self, length: int) -> int:
        """Return the position of the first text that has at least `length` letters."""
        return int(self.start[min(max(length, 0), len(self.start) - 1)])

    def _possible(self, text: str, edits: int) -> Ints:
        """Return the positions of texts that length and letters allow to be within `edits` of `text`."""
        first, last = self._from_length(len(text) - edits), self._from_length(len(text) + edits + 1)
        possible: Ints = np.flatnonzero(np.bitwise_count(self.letters[first:last] ^ masks([text])) <= 2 * edits) + first
        return possible

    def _typos(self, text: str, positions: Ints, edits: int) -> Ints:
        """Return how many typos lie between `text` and each text at `positions`; more than `edits` are not counted."""
        texts = self.texts.take(pa.array(positions)).to_pylist()
        typos = process.cdist([text], texts, scorer=OSA.distance, score_cutoff=edits, dtype=np.int64)
        return typos.reshape(-1)


def by_length(texts: pa.Array) -> Ints:
    """Return the order that puts the shortest text first."""
    order: Ints = np.argsort(pc.utf8_length(texts).to_numpy(), kind="stable")
    return order


def alike(texts: pa.Array) -> Alike:
    """Make texts ready to be searched for similar ones.

    Args:
        texts: strings in ascending length, none empty, none null.
    """
    length = pc.utf8_length(texts).to_numpy()
    pieces = [masks(texts.slice(i, READ_AT_ONCE).to_pylist()) for i in range(0, len(texts), READ_AT_ONCE)]
    start = np.searchsorted(length, np.arange(int(length.max(initial=0)) + 2))
    return Alike(texts, start, np.concatenate([masks([]), *pieces]))


def masks(texts: list[str]) -> Masks:
    """Return the letters of each text as a mask: 32 bits for those it has, 32 more for those it has at least twice."""
    letter = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32) % LETTERS
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    count = np.bincount(owner * LETTERS + letter, minlength=LETTERS * len(texts)).reshape(-1, LETTERS)
    return np.packbits(np.hstack([count >= 1, count >= 2]), axis=1, bitorder="little").view(np.uint64)[:, 0]
