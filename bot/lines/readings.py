"""Reading what is typed behind `/customer`: an order and a name, or a name that looks like an order.

`/customer tier one` may ask for the tier of One or for the card of Tier One: both readings are given, and whoever knows
the customers picks the one that names somebody more surely. Quotes make a name of anything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

VERBS: Mapping[str, str] = {
    **{verb: verb for verb in ("card", "tier", "why", "visits", "history", "find", "help")},
    "卡片": "card",
    "等级": "tier",
    "原因": "why",
    "为什么": "why",
    "到店": "visits",
    "来访": "visits",
    "历史": "history",
    "查找": "find",
    "搜索": "find",
    "帮助": "help",
    "?": "help",
}
"""What can be asked, in both languages."""

_QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Reading:
    """One way to understand the words: what is asked, and about whom."""

    verb: str
    name: str


def readings(words: str) -> list[Reading]:
    """Return the ways to understand `words`, the likeliest first."""
    if quoted := _QUOTED.fullmatch(words.strip()):
        return [Reading("card", quoted[1])]
    first, _, rest = words.strip().partition(" ")
    verb, name = VERBS.get(first.casefold()), _unquoted(rest)
    whole = Reading("card", words.strip())
    if not words.strip() or (verb == "help" and not name):
        return [Reading("help", "")]
    if verb is None or verb == "help":
        return [whole]
    return [Reading(verb, name), whole] if name else [whole]


def _unquoted(name: str) -> str:
    """Return a name without the quotes around it."""
    quoted = _QUOTED.fullmatch(name.strip())
    return quoted[1] if quoted else name.strip()


def is_order(words: str) -> bool:
    """Say whether the words are an order that lacks a name, or ask for help with anything."""
    first, _, rest = words.strip().partition(" ")
    verb = VERBS.get(first.casefold())
    return verb is not None and (not rest or verb == "help")


def order(words: str) -> str:
    """Return the order that the words begin with; where there is none, that is the card."""
    first = words.strip().partition(" ")[0]
    return VERBS.get(first.casefold(), "card")


def order_meant(words: str) -> Reading | None:
    """Return the reading if the first word is a misspelt order; None if it is nothing like one."""
    first, _, rest = words.strip().partition(" ")
    about = tuple(word for word, verb in VERBS.items() if verb != "help")
    close = process.extractOne(first.casefold(), about, scorer=fuzz.ratio, score_cutoff=60)
    return Reading(VERBS[close[0]], rest) if close and rest else None
