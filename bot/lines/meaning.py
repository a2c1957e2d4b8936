"""Which accounts somebody means behind `/assign`: those of a name, or those of a kind, as people type it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.lines import clauses
from bot.lines.clauses import AND, Line, Token
from bot.lines.words import quoted

NOBODY = "nobody"
"""Who owns what nobody does."""


class Which(StrEnum):
    """Which accounts are meant: those that are named, or those of a kind."""

    NAMED = "named"
    ALL = "all"
    ASLEEP = "asleep"
    MISPLACED = "misplaced"
    LINES = "lines"
    FILE = "file"


@dataclass(frozen=True)
class Accounts:
    """The accounts that are meant: `names`, or `most` of those `of` somebody (as typed; `NOBODY` has none) in a region.

    Without `of` they are those of everybody whom the asker looks after. Lines that somebody pasted are `names` too.
    """

    which: Which
    names: tuple[str, ...] = ()
    most: int | None = None
    of: str | None = None
    region: str | None = None

    def words(self) -> str:
        """Return words that mean the same, as a button carries them."""
        if self.which in {Which.NAMED, Which.LINES}:
            names = " ".join(whole(name) for name in self.names)
            return names if self.which is Which.NAMED else f"lines {names}"
        parts = (
            (self.most, str(self.most)),
            (True, "dormant" if self.which is Which.ASLEEP else self.which.value),
            (self.of, f"of {whole(self.of or '')}"),
            (self.region, f"in {quoted(self.region or '')}"),
        )
        return " ".join(words for chosen, words in parts if chosen)


KINDS: Mapping[str, Which] = {
    **dict.fromkeys(("all", "everything", "全部", "所有", "全部客户", "所有客户", "客户全部"), Which.ALL),
    **dict.fromkeys(("dormant", "asleep", "sleeping", "休眠", "休眠客户", "沉睡", "沉睡客户"), Which.ASLEEP),
    **dict.fromkeys(("misplaced", "outside", "区域外", "错区"), Which.MISPLACED),
    **dict.fromkeys(("file", "文件"), Which.FILE),
}
UNOWNED = frozenset({"unowned", "无主", "无主客户", "无人负责", "未分配"})
LINES = frozenset({"lines", "名单"})
NOBODYS = frozenset({NOBODY, "无人", "无人负责", "没人负责"})
FILLING = frozenset({"customers", "accounts", "customer", "account", "客户", "个", "家"})
"""What may stand beside a kind, and says no more."""

OF = frozenset({"of", "from", "的"})
IN = frozenset({"in", "在"})

_MOST = re.compile(r"[1-9]\d{0,6}")


def accounts(said: Line, tokens: Sequence[Token]) -> Accounts:
    """Return which accounts are meant: of a kind, if all words fit that, else by their names."""
    if tokens[0].is_one_of(LINES) and len(tokens) > 1 and all(one.is_quoted for one in tokens[1:]):
        return Accounts(Which.LINES, tuple(one.text for one in tokens[1:]))
    named = Accounts(Which.NAMED, tuple(_names(said, tokens)))
    most, rest = _counted(_in_english_order(tokens))
    if not rest:
        return named
    kind, *rest = rest
    is_unowned = kind.is_one_of(UNOWNED)
    before, parts = clauses.cut(rest, {"of": OF, "region": IN})
    if not (is_unowned or kind.is_one_of(KINDS)) or any(not one.is_one_of(FILLING) for one in before):
        return named
    which = Which.ALL if is_unowned else KINDS[kind.word]
    of = NOBODY if is_unowned else _whose(said, parts.get("of", []))
    if (which is Which.ALL and of is None) or (which is Which.FILE and rest) or (is_unowned and "of" in parts):
        return named
    return Accounts(which, most=most, of=of, region=said.raw(parts["region"]) or None if "region" in parts else None)


def _counted(tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
    """Return how many are meant, and the words without that; `all dormant` are as many as there are."""
    if len(tokens) < 2 or tokens[0].is_quoted:
        return None, tokens
    first, *rest = tokens
    if _MOST.fullmatch(first.text):
        while len(rest) > 1 and rest[0].is_one_of(FILLING):
            rest = rest[1:]
        return int(first.text), rest
    both = first.is_one_of(KINDS) and rest[0].is_one_of({*KINDS, *UNOWNED})
    return None, rest if both else tokens


def _in_english_order(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return `@joe 在 East 的 14 个 休眠客户` as `14 个 休眠客户 的 @joe 在 East`; anything else as it is.

    `@joe 的 客户` are all of theirs.
    """
    last = next((place for place in reversed(range(len(tokens))) if tokens[place].is_one_of({"的"})), None)
    if last is None:
        return tokens
    behind = tokens[last + 1 :]
    if len(behind) == 1 and behind[0].is_one_of({"客户"}):
        behind = [replace(behind[0], text="所有客户")]
    if not any(one.is_one_of(KINDS) for one in behind):
        return tokens
    return [*behind, tokens[last], *tokens[:last]]


def _whose(said: Line, tokens: Sequence[Token]) -> str | None:
    """Return whose accounts are meant, as typed, `@joe's accounts` as `@joe`."""
    owner = list(tokens)
    while len(owner) > 1 and owner[-1].is_one_of({*FILLING, "'s"}):
        owner.pop()
    if not owner:
        return None
    return NOBODY if len(owner) == 1 and owner[0].is_one_of(NOBODYS) else said.raw(owner).removesuffix("'s")


def _names(said: Line, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names of customers: each that stands alone; any other text is one name."""
    apart = [one for one in tokens if not one.is_one_of(AND)]
    if all(one.stands_alone for one in apart):
        yield from (one.text for one in apart)
    else:
        yield said.raw(tokens)


def whole(said: str) -> str:
    """Return somebody, or a customer, as one word of a line."""
    return said if said == NOBODY or said.startswith(("<@", "id:")) else quoted(said)
