"""Finding the customer somebody means: sure, or up to five to pick from, never a guess.

A text is sure to mean, in this order,

1. `id:42`, as buttons say it: the customer with that number;
2. the only customer whose name, alias or source id it is once folded (of several, the only one that writes itself so),
   or else whose pinyin it is or sounds like, from six letters on;
3. the only one whose name it begins: with whole words of three letters, two Chinese characters, four letters of pinyin;
   or whose initials it is, from four on;
4. the only one it may be a misspelling of: at most one typo in eight letters, two in sixteen, no digit wrong, and
   nobody else's name within one typo more;
5. the only one whose name has all its words, whole, in any order.

A unique beginning (3) or unique words (5) are not sure while another customer's name is a single typo away. Whatever
else begins so, has the words, or resembles them is offered, open customers before closed ones.

Who is not in `sight` is neither found nor offered, and makes nobody less sure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy.orm import Session

from storage.names import deciding, folded, loading
from storage.names.resolution import Found, How, Resolution
from storage.names.searching import Search, seen
from storage.sight import EVERYTHING, Sight

__all__ = ["Found", "How", "Page", "Resolution", "find", "resolve"]

OFFERED = 5
"""Candidates to pick from."""

_NUMBER = re.compile(r"\s*id:(\d{1,18})\s*")


@dataclass(frozen=True)
class Page:
    """Some of the customers a search found, best first, and how many there are in all."""

    customers: tuple[Found, ...]
    total: int


def resolve(
    session: Session,
    words: str,
    *,
    sight: Sight = EVERYTHING,
    patience: float = loading.PATIENCE,
    exactly: bool = False,
) -> Resolution:
    """Say which customer `words` mean.

    Args:
        sight: which customers the asker may see.
        patience: seconds to wait for the index of a large business, without which misspelt names are not found.
        exactly: whether nobody is looked for who is only nearly called so.
    """
    search = Search(session, folded(words), sight, None)
    if number := _NUMBER.fullmatch(words):
        found = search.visible([int(number[1])])
        return Resolution(found[0], How.NUMBER) if found else Resolution()
    if not search.key:
        return Resolution()
    text = words.strip()
    if named := deciding.by_exact_key(search.key, text, search.bearing(text)):
        return named if named.customer else Resolution(candidates=_open_first(named.candidates))
    if exactly:
        return Resolution()
    return _nearly(Search(session, search.key, sight, loading.current(session, sight=sight, patience=patience)))


def find(
    session: Session,
    text: str,
    *,
    sight: Sight = EVERYTHING,
    limit: int = 20,
    offset: int = 0,
    patience: float = loading.PATIENCE,
) -> Page:
    """Return the customers whose name, alias or id begins with `text`, contains its words, or resembles it."""
    key = folded(text)
    if not key:
        return Page((), 0)
    search = Search(session, key, sight, loading.current(session, sight=sight, patience=patience))
    ids = seen(session, search.all_ids(), sight)
    return Page(tuple(search.visible(ids[offset : offset + limit], at_most=limit)), len(ids))


def _nearly(search: Search) -> Resolution:
    """Decide for the customer a text nearly names, or offer some."""
    sure = deciding.by_prefix(search.key, search.begun, search.slips)
    if not sure and (search.slips or not search.begun):
        sure = deciding.by_likeness(search.key, search.begun, search.near)
    if not sure and not search.begun:
        sure = deciding.by_words(search.key, search.called, search.slips)
    return sure or _offering(search)


def _offering(search: Search) -> Resolution:
    """Offer the customers found in the likeliest way that found any, or else name some that share words."""
    for found in search.like():
        if found:
            return Resolution(candidates=_open_first(found))
    return Resolution(nearest=tuple(dict.fromkeys(customer.name for customer in _open_first(search.sharing()))))


def _open_first(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return as many customers as are offered, open ones before closed ones."""
    return tuple(sorted(dict.fromkeys(found), key=attrgetter("closed"))[:OFFERED])
