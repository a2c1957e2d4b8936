"""Texts within a few typos of one another, found among a million in milliseconds and without holding up other threads.

Texts lie in order of length, each with two sets of letters as 64-bit masks: those it has, and those it has twice. An
edit changes the length by one at most and the masks by two bits at most, so a slice and a popcount leave a few hundred
texts to measure. Nothing within reach is ever missed.
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
        letters, doubled: n masks of the letters a text has, and has at least twice.
    """

    texts: pa.Array
    start: Ints
    letters: Masks
    doubled: Masks

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
        first = self._from_length(len(text))
        letters, doubled = masks([text])
        near: Ints = np.flatnonzero(self.letters[first:] & letters == letters) + first
        near = near[self.doubled[near] & doubled == doubled]
        match = pc.starts_with if at_start else pc.match_substring
        found: Ints = near[match(self.texts.take(pa.array(near)), text).to_numpy(zero_copy_only=False)]
        return found

    def _from_length(self, length: int) -> int:
        """Return the position of the first text that has at least `length` letters."""
        return int(self.start[min(max(length, 0), len(self.start) - 1)])

    def _possible(self, text: str, edits: int) -> Ints:
        """Return the positions of texts that length and letters allow to be within `edits` of `text`."""
        first, last = (
            self.start[np.clip(n, 0, len(self.start) - 1)] for n in (len(text) - edits, len(text) + edits + 1)
        )
        letters, doubled = masks([text])
        differing = np.bitwise_count(self.letters[first:last] ^ letters)
        near: Ints = np.flatnonzero(differing <= 2 * edits) + first
        differing = differing[near - first] + np.bitwise_count(self.doubled[near] ^ doubled)
        possible: Ints = near[differing <= 2 * edits]
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
    letters, doubled = (np.concatenate(mask) for mask in zip(masks([]), *pieces, strict=True))
    start = np.searchsorted(length, np.arange(int(length.max(initial=0)) + 2))
    return Alike(texts, start, letters, doubled)


def masks(texts: list[str]) -> tuple[Masks, Masks]:
    """Return the letters of each text as bits of a mask, letter number modulo 64, and those occurring twice."""
    letter = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32) & 63
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    count = np.bincount(owner * 64 + letter, minlength=64 * len(texts)).reshape(-1, 64)
    return tuple(np.packbits(count >= n, axis=1, bitorder="little").view(np.uint64)[:, 0] for n in (1, 2))  # type: ignore[return-value]
