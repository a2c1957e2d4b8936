"""What people type behind `/assign`: which accounts go to whom, or what is decided about a handover.

`/assign "All of Nothing" to @maria` gives a customer of that name away; of several `to`, the last one before `because`
counts, so that `Back to Basics to @maria` needs no quotes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.asking import clauses, days
from bot.asking.clauses import AND, BY, FROM, Line, Token, Word
from bot.asking.options import NotUnderstood
from bot.asking.words import quoted

USAGE = (
    "/assign ACME to @maria [from monday] [because …], /assign 14 dormant of @joe in East to @maria, "
    "/assign all of @joe to @maria, @chen evenly by value, /assign help"
)


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
            names = " ".join(_whole(name) for name in self.names)
            return names if self.which is Which.NAMED else f"lines {names}"
        parts = (
            (self.most, str(self.most)),
            (True, "dormant" if self.which is Which.ASLEEP else self.which.value),
            (self.of, f"of {_whole(self.of or '')}"),
            (self.region, f"in {quoted(self.region or '')}"),
        )
        return " ".join(words for chosen, words in parts if chosen)


@dataclass(frozen=True)
class Wish:
    """A handover as it is wished for: which accounts, `to` whom (as typed), `by` what they are split, when and why.

    Without anybody to get them, unless that is by territory, somebody has still to be chosen.
    """

    accounts: Accounts
    to: tuple[str, ...] = ()
    by: str | None = None
    since: date | None = None
    because: str | None = None

    def words(self) -> str:
        """Return words that mean the same, as a button carries them."""
        parts = (
            (True, self.accounts.words()),
            (self.to, f"to {', '.join(_whole(one) for one in self.to)}"),
            (self.by, f"by {self.by}"),
            (self.since, f"from {self.since}"),
            (self.because, f"because {quoted(self.because or '')}"),
        )
        return " ".join(words for chosen, words in parts if chosen)


def _whole(said: str) -> str:
    """Return somebody, or a customer, as one word of a line."""
    return said if said == NOBODY or said.startswith(("<@", "id:")) else quoted(said)


NOBODY = "nobody"

VERBS: Mapping[str, str] = {
    **{verb: verb for verb in ("show", "confirm", "approve", "refuse", "cancel", "undo", "renew", "note")},
    "decline": "refuse",
    "reject": "refuse",
    "查看": "show",
    "确认": "confirm",
    "批准": "approve",
    "同意": "approve",
    "拒绝": "refuse",
    "取消": "cancel",
    "撤销": "undo",
    "更新": "renew",
    "说明": "note",
}
"""What is decided about a handover, whose number stands behind it."""

ALONE: Mapping[str, str] = {
    "pending": "pending",
    "list": "pending",
    "待批": "pending",
    "列表": "pending",
    "help": "help",
    "?": "help",
    "帮助": "help",
}

KINDS: Mapping[str, Which] = {
    **dict.fromkeys(("all", "everything", "全部", "所有"), Which.ALL),
    **dict.fromkeys(("dormant", "asleep", "sleeping", "休眠", "休眠客户", "沉睡", "沉睡客户"), Which.ASLEEP),
    **dict.fromkeys(("misplaced", "outside", "区域外", "错区"), Which.MISPLACED),
    **dict.fromkeys(("file", "文件"), Which.FILE),
}
UNOWNED = frozenset({"unowned", "无主", "无主客户"})
LINES = frozenset({"lines", "名单"})
NOBODYS = frozenset({NOBODY, "无人"})
FILLING = frozenset({"customers", "accounts", "customer", "account", "客户", "个", "家"})
"""What may stand beside a kind, and says no more."""

WAYS: Mapping[str, str] = {
    **{way: way for way in ("value", "count", "region", "territory")},
    "territories": "territory",
    "number": "count",
    "regions": "region",
    "金额": "value",
    "价值": "value",
    "数量": "count",
    "个数": "count",
    "地区": "region",
    "区域": "region",
    "辖区": "territory",
    "负责区域": "territory",
}
"""By what accounts are split among several people; by territory each goes to whoever looks after its region."""

TO = frozenset({"to", "→", "->", "给", "转给", "交给"})
EVENLY = frozenset({"evenly", "equally", "平均", "平均分配", "均分"})
OF = frozenset({"of", "的"})
IN = frozenset({"in", "在"})

_MOST = re.compile(r"[1-9]\d{0,6}")


def understood(words: str, *, today: date) -> Wish | Word:
    """Return what is wished for, or decided.

    Raises:
        NotUnderstood: some words mean nothing here.
        DayOver: the day is not ahead.
    """
    said = clauses.line(words)
    return clauses.word(said.tokens, VERBS, alone=ALONE) or _wish(said, today)


def _wish(said: Line, today: date) -> Wish:
    """Return what is wished for."""
    asked, because = said.without_reason()
    head, tail = _around_to(asked)
    accounts, early = _without_day(said, head, today)
    people, parts = clauses.cut(tail, {"evenly": EVENLY, "by": BY, "since": FROM})
    by, when = _way(said, parts), parts.get("since", early)
    if not accounts or (tail and not (people or by == "territory")) or _lacks_people(asked):
        raise NotUnderstood(said.text, nearest=None, usage=USAGE)
    since = None if when is None else said.day(when, today=today, usage=USAGE)
    return Wish(_accounts(said, accounts), tuple(said.people(people)), by, since, because)


def _lacks_people(tokens: Sequence[Token]) -> bool:
    """Say whether words end where somebody had to be named."""
    return bool(tokens) and tokens[-1].is_one_of(TO)


def _around_to(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the words before and behind the last `to`; `by territory` needs none."""
    for place in reversed(range(len(tokens))):
        if tokens[place].is_one_of(TO):
            return list(tokens[:place]), list(tokens[place + 1 :])
    for place in range(1, len(tokens) - 1):
        if tokens[place].is_one_of(BY) and tokens[place + 1].is_one_of(WAYS):
            return list(tokens[:place]), list(tokens[place:])
    return list(tokens), []


def _without_day(said: Line, tokens: list[Token], today: date) -> tuple[list[Token], list[Token] | None]:
    """Return the words before those who get the accounts, and the day from which on apart, where it stands here."""
    accounts, parts = clauses.cut(tokens, {"since": FROM})
    when = parts.get("since", [])
    return (accounts, when) if when and days.day(said.raw(when), today=today) else (tokens, None)


def _way(said: Line, parts: Mapping[str, Sequence[Token]]) -> str | None:
    """Return by what accounts are split; evenly is by value."""
    if parts.get("evenly"):
        raise NotUnderstood(said.raw(parts["evenly"]), nearest="evenly by value", usage=USAGE)
    if "by" not in parts:
        return "value" if "evenly" in parts else None
    way = said.raw(parts["by"])
    if way.casefold() not in WAYS:
        raise NotUnderstood(way or "by", nearest="by value", usage=USAGE)
    return WAYS[way.casefold()]


def _accounts(said: Line, tokens: Sequence[Token]) -> Accounts:
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
    which = Which.ALL if is_unowned else KINDS[kind.text.casefold()]
    of = NOBODY if is_unowned else _whose(said, parts.get("of", []))
    if (which is Which.ALL and of is None) or (which is Which.FILE and rest):
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
    both = first.is_one_of(KINDS) and rest[0].is_one_of(KINDS)
    return None, rest if both else tokens


def _in_english_order(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return `@joe 在 East 的 14 个 休眠客户` as `14 个 休眠客户 的 @joe 在 East`; anything else as it is."""
    last = next((place for place in reversed(range(len(tokens))) if tokens[place].is_one_of({"的"})), None)
    if last is None or not any(one.is_one_of(KINDS) for one in tokens[last + 1 :]):
        return tokens
    return [*tokens[last + 1 :], tokens[last], *tokens[:last]]


def _whose(said: Line, tokens: Sequence[Token]) -> str | None:
    """Return whose accounts are meant, as typed."""
    if not tokens:
        return None
    return NOBODY if len(tokens) == 1 and tokens[0].is_one_of(NOBODYS) else said.raw(tokens)


def _names(said: Line, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names of customers: each that stands alone; any other text is one name."""
    apart = [one for one in tokens if not one.is_one_of(AND)]
    if all(one.stands_alone for one in apart):
        yield from (one.text for one in apart)
    else:
        yield said.raw(tokens)
