"""All names of a business in memory, in arrays: who is called nearly this, and who bears these words.

A million names take some 120 MB and answer within milliseconds; whatever takes longer runs outside the interpreter's
lock. An index never changes: a newer one takes its place.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storage.names.alike import Alike, alike, by_length
from storage.names.folding import HAN, UNSPACED, squeezed

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.bool_]

SHORTEST_PART = 3
"""Letters of a word that may stand anywhere in another; a shorter one stands at its beginning."""


@dataclass(frozen=True)
class Index:
    """The folded names of all customers, without their spaces, the shortest first.

    Attributes:
        names: n folded names.
        customer_id: n customers; one with several names has several rows.
        words: the distinct words of all names.
        first: position in `bearer` of each word's first row, and one past the last.
        bearer: rows whose name contains the word, word by word.
    """

    names: Alike
    customer_id: Ints
    words: Alike
    first: Ints
    bearer: npt.NDArray[np.int32]

    def near(self, key: str, edits: int) -> dict[int, int]:
        """Return the customers with a name at most `edits` typos from `key`, nearest first, with the number of typos.

        Spaces do not count.
        """
        rows, typos = self.names.within(squeezed(key), edits)
        nearest: dict[int, int] = {}
        for customer, distance in zip(self.customer_id[rows].tolist(), typos.tolist(), strict=True):
            nearest.setdefault(customer, distance)
        return nearest

    def called(self, key: str) -> Ints:
        """Return the customers with a name that has every word of `key` as a whole word, in any order."""
        return self._customers(self._bearing([self._equal(word) for word in words(key)]), key)

    def containing(self, key: str) -> Ints:
        """Return the customers with a name that has every word of `key` in one of its words."""
        return self._customers(self._bearing([self._parts(word) for word in words(key)]), key)

    def resembling(self, key: str) -> Ints:
        """Return the customers with a name that has every word of `key`, or one like it."""
        return self._customers(self._bearing([self._resembling(word) for word in words(key)]))

    def sharing(self, key: str) -> Ints:
        """Return the customers with a name that has most of the words of `key`, or words like them; at least one."""
        shared = np.zeros(len(self.customer_id), np.int16)
        for word in words(key):
            shared += self._bearing([self._resembling(word)])
        return self._customers((shared > 0) & (shared == shared.max(initial=0)))

    def _customers(self, rows: Rows, key: str = "") -> Ints:
        """Return whose names lie at `rows`, each once, the shortest name first.

        Of Chinese, whose characters are the words, every unbroken run in `key` must stand in the name as it is.
        """
        found = np.flatnonzero(rows)
        for run in _RUN.findall(key):
            names = self.names.texts.take(pa.array(found))
            found = found[pc.match_substring(names, run).to_numpy(zero_copy_only=False)]
        customers = self.customer_id[found]
        return customers[np.sort(np.unique(customers, return_index=True)[1])]

    def _bearing(self, wanted: list[Ints]) -> Rows:
        """Return the rows that have, for each choice of words, at least one of them."""
        bearing = np.full(len(self.customer_id), bool(wanted))
        for chosen in wanted:
            hit = np.zeros(len(self.customer_id), np.bool_)
            hit[self.bearer[_spans(self.first, chosen)]] = True
            bearing &= hit
        return bearing

    def _equal(self, word: str) -> Ints:
        """Return the word `word`, if any name has it."""
        return self.words.within(word, 0)[0]

    def _parts(self, word: str) -> Ints:
        """Return the words that contain `word`, or begin with it if it is short."""
        return self.words.containing(word, at_start=len(word) < SHORTEST_PART)

    def _resembling(self, word: str) -> Ints:
        """Return the words that contain `word` or may be meant by it."""
        return np.concatenate([self._parts(word), self.words.within(word, typos_allowed(word))[0]])


def index(keys: pa.Array, customer_id: Ints) -> Index:
    """Make an index of folded names.

    Args:
        keys: n folded names, none empty.
        customer_id: whose they are, int64.
    """
    names = pc.replace_substring(keys, " ", "")
    order = by_length(names)
    spaced = pc.replace_substring_regex(keys.take(pa.array(order)), f"([{_RE2_UNSPACED}])", r" \1 ")
    split = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(spaced))
    distinct, first, bearer = _bearers(split)
    return Index(alike(names.take(pa.array(order))), customer_id[order], alike(distinct), first, bearer)


def _bearers(split: pa.ListArray) -> tuple[pa.Array, Ints, npt.NDArray[np.int32]]:
    """Return the distinct words of rows by length, where the rows of each begin, and the rows, word by word."""
    encoded = pc.dictionary_encode(split.flatten())
    order = by_length(encoded.dictionary)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    word = place[encoded.indices.to_numpy()]
    bearer = pc.list_parent_indices(split).to_numpy().astype(np.int32)[np.argsort(word, kind="stable")]
    first = np.concatenate([[0], np.cumsum(np.bincount(word, minlength=len(order)))])
    return encoded.dictionary.take(pa.array(order)), first, bearer


def words(key: str) -> list[str]:
    """Return the words of a folded name; of scripts without spaces every character is one."""
    return _UNSPACED.sub(r" \g<0> ", key).split()


def unspaced(text: str) -> bool:
    """Say whether `text` has characters of a script without spaces."""
    return _UNSPACED.search(text) is not None


def typos_allowed(text: str) -> int:
    """Return how many typos `text` may have and still be recognised: one in four letters, at most three.

    A Chinese character says more than a letter: one in three.
    """
    return min(3, len(text) // (3 if _RUN.search(text) else 4))


def _spans(first: Ints, chosen: Ints) -> Ints:
    """Return the positions `first[i]` to `first[i + 1]` for each i chosen, one after another."""
    length = first[chosen + 1] - first[chosen]
    before = np.cumsum(length) - length
    return np.repeat(first[chosen] - before, length) + np.arange(length.sum())


_UNSPACED = re.compile(f"[{UNSPACED}]")
_RUN = re.compile(f"[{HAN}]+")
_RE2_UNSPACED = re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda code: rf"\x{{{code[1] or code[2]}}}", UNSPACED)
