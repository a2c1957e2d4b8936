"""Deciding whom a text means from what was found for it: pure rules, written out in `storage.customers`.

A hit is a row of `customer_names` with its customer; a likeness is a customer with the typos that lie in between.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from storage.names.folding import folded, squeezed
from storage.names.index import unspaced
from storage.names.resolution import Found, Hit, How, Likeness, Resolution
from storage.names.rows import Kind

LETTERS_OF_A_PREFIX = 3
LETTERS_OF_A_PREFIX_IN_CHINESE = 2
LETTERS_OF_A_PREFIX_IN_PINYIN = 4
LETTERS_OF_INITIALS = 4
LETTERS_OF_PINYIN = 6
LETTERS_PER_TYPO = 8
MOST_TYPOS = 2


def by_exact_key(key: str, text: str, hits: Sequence[Hit]) -> Resolution | None:
    """Decide between customers who bear the very key, or sound like it; None if there are none.

    Of several with the key, the only one written like `text` is meant, to the letter or but for its case.
    """
    ranked = [(rank, hit) for hit in hits if (rank := _rank(key, hit)) is not None]
    best = [hit for rank, hit in ranked if rank == min(ranked, key=lambda pair: pair[0])[0]]
    writings: tuple[Callable[[Hit], bool], ...] = (
        lambda _: True,
        lambda hit: hit.text == text,
        lambda hit: hit.text.casefold() == text.casefold(),
    )
    for alike in writings:
        chosen = [hit for hit in best if alike(hit)]
        if len(customers(chosen)) == 1:
            return Resolution(chosen[0].customer, _how(key, chosen[0]))
    return Resolution(candidates=tuple(customers(best))) if best else None


def by_prefix(key: str, hits: Sequence[Hit], near: Sequence[Likeness]) -> Resolution | None:
    """Decide for the only customer whose name begins with `key`, where whole words end or in pinyin; else None."""
    begun = customers(hits)
    if len(begun) != 1 or not _only(begun[0], (other.customer for other in near if other.typos <= 1)):
        return None
    ways = [how for hit in hits if (how := _begins(key, hit))]
    return Resolution(begun[0], ways[0]) if ways else None


def by_likeness(key: str, hits: Sequence[Hit], near: Sequence[Likeness]) -> Resolution | None:
    """Decide for the only customer whose name is nearly `key`, if nobody else's is almost as near; else None."""
    if not near:
        return None
    best, *others = near
    allowed = min(MOST_TYPOS, len(squeezed(key)) // LETTERS_PER_TYPO)
    ahead = all(other.typos > best.typos + 1 for other in others) and _only(best.customer, customers(hits))
    same_digits = _digits(key) == _digits(folded(best.customer.name))
    return Resolution(best.customer, How.TYPO) if ahead and same_digits and best.typos <= allowed else None


def by_words(key: str, called: Sequence[Found], near: Sequence[Likeness]) -> Resolution | None:
    """Decide for the only customer whose name has all words of `key`; else None."""
    long_enough = len(key) >= (LETTERS_OF_A_PREFIX_IN_CHINESE if unspaced(key) else LETTERS_OF_A_PREFIX)
    if len(called) != 1 or not long_enough:
        return None
    alone = _only(called[0], (other.customer for other in near if other.typos <= 1))
    return Resolution(called[0], How.WORDS) if alone else None


def customers(hits: Iterable[Hit]) -> list[Found]:
    """Return the customers of hits, each once."""
    return list(dict.fromkeys(hit.customer for hit in hits))


def _rank(key: str, hit: Hit) -> int | None:
    """Return how directly a hit on an exact key names its customer, 0 the most; None if it is too weak to decide."""
    if hit.kind not in {Kind.PINYIN, Kind.INITIALS}:
        return 0 if hit.key == key else 1
    if hit.kind == Kind.INITIALS or len(hit.key) < LETTERS_OF_PINYIN:
        return None
    return 2 if hit.key == squeezed(key) else 3


def _how(key: str, hit: Hit) -> How:
    """Return by what a hit on an exact key names its customer; a Chinese name that only sounds so is a typo."""
    if _rank(key, hit) == 3:
        return How.TYPO
    return How.NAME if hit.kind == Kind.FULL else How(hit.kind)


def _begins(key: str, hit: Hit) -> How | None:
    """Return by what a name that begins with `key` is meant for sure, if it is."""
    short = squeezed(key)
    if hit.kind == Kind.INITIALS:
        return How.INITIALS if hit.key == short and len(short) >= LETTERS_OF_INITIALS else None
    if hit.kind == Kind.PINYIN:
        return How.PINYIN if len(short) >= LETTERS_OF_A_PREFIX_IN_PINYIN else None
    if hit.kind == Kind.ID or not hit.key.startswith(key):
        return None
    if unspaced(key[-1]):
        return How.PREFIX if len(key) >= LETTERS_OF_A_PREFIX_IN_CHINESE else None
    ends_there = not hit.key[len(key) : len(key) + 1].isalnum() or unspaced(hit.key[len(key)])
    return How.PREFIX if ends_there and len(key) >= LETTERS_OF_A_PREFIX else None


def _only(customer: Found, others: Iterable[Found]) -> bool:
    """Say whether there is nobody else among `others`."""
    return all(other.id == customer.id for other in others)


def _digits(key: str) -> list[str]:
    """Return the numbers in a folded name: a slip in one of them makes another name."""
    return re.findall(r"\d+", key)
