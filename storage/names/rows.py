"""The rows of table `customer_names`: every key under which one customer is found."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from storage.names.folding import folded, unabridged
from storage.names.pinyin import initials, spellings

Row = tuple[str, str, str]
"""Kind, the text as the business writes it, and its key."""


class Kind(StrEnum):
    """What a row of `customer_names` is to the customer.

    `full` is a name with its legal form, `spelling` one with its umlauts written out.
    """

    NAME = "name"
    ALIAS = "alias"
    ID = "id"
    FULL = "full"
    SPELLING = "spelling"
    PINYIN = "pinyin"
    INITIALS = "initials"


def search_rows(name: str, aliases: Iterable[str] = (), ids: Iterable[str] = ()) -> list[Row]:
    """Return the rows for table `customer_names` of one customer: no empty key, no two of the same kind and key.

    Args:
        name: what the customer is called.
        aliases: what else it is called.
        ids: the ids under which its sources know it.
    """
    rows: dict[tuple[str, str], Row] = {}
    for kind, text, key in _rows(name, aliases, ids):
        if key:
            rows.setdefault((kind, key), (kind, text, key))
    return list(rows.values())


def _rows(name: str, aliases: Iterable[str], ids: Iterable[str]) -> Iterator[Row]:
    """Yield the rows, some of them perhaps alike."""
    for kind, texts in ((Kind.NAME.value, (name,)), (Kind.ALIAS.value, aliases)):
        for text in texts:
            key = folded(text)
            yield kind, text, key
            if (full := unabridged(text)) != key:
                yield Kind.FULL.value, text, full
            if not text.isascii():
                yield from _other_spellings(text, key)
    for text in ids:
        yield Kind.ID.value, text, folded(text)


def _other_spellings(text: str, key: str) -> Iterator[Row]:
    """Yield how people type a name without its umlauts or its Chinese characters."""
    written_out = text.translate(_UMLAUTS)
    if written_out != text and (plain := folded(written_out)) != key:
        yield Kind.SPELLING.value, text, plain
    for syllables in spellings(key):
        yield Kind.PINYIN.value, text, "".join(syllables)
        yield Kind.INITIALS.value, text, initials(syllables)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"})
