"""What people type behind `/assign`: which accounts go to whom, or what is decided about a handover.

`/assign "All of Nothing" to @maria` gives a customer of that name away; of several `to`, the last one before `because`
counts, so that `Back to Basics to @maria` needs no quotes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import BotError
from bot.lines import clauses, days
from bot.lines.clauses import BY, COMMAS, FROM, Line, Token, Word
from bot.lines.meaning import Accounts, Which, accounts, whole
from bot.lines.options import NotUnderstood
from bot.lines.words import quoted

USAGE = (
    "/assign ACME to @maria [from monday] [because …], /assign 14 dormant of @joe in East to @maria, "
    "/assign all of @joe to @maria, @chen evenly by value, /assign help"
)

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

GO_ON = frozenset({"refuse", "note"})
"""Behind the numbers of which more may stand: why, or as what."""

ALONE: Mapping[str, str] = {
    "pending": "pending",
    "list": "pending",
    "待批": "pending",
    "列表": "pending",
    "help": "help",
    "?": "help",
    "帮助": "help",
}

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

TO = frozenset({"to", "→", "->", "=>", "给", "转给", "交给", "转交给", "移交给", "分配给", "分给"})
EVENLY = frozenset({"evenly", "equally", "split", "平均", "平均分配", "均分"})

LONGEST = 1_900
"""The most characters of a wish that a button carries."""


class TooLong(BotError):
    """Something more has to be chosen for a wish that is longer than a button carries."""

    def __init__(self) -> None:
        super().__init__(
            "That is too long to go on with by a button: shorten the reason, or hand over fewer at a time."
        )


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
        """Return words that mean the same, as a button carries them.

        Raises:
            TooLong: none does.
        """
        parts = (
            (True, self.accounts.words()),
            (self.to, f"to {', '.join(whole(one) for one in self.to)}"),
            (self.by, f"by {self.by}"),
            (self.since, f"from {self.since}"),
            (self.because, f"because {quoted(self.because or '')}"),
        )
        said = " ".join(words for chosen, words in parts if chosen)
        if len(said) > LONGEST:
            raise TooLong
        return said


def understood(words: str, *, today: date) -> Wish | Word:
    """Return what is wished for, or decided.

    Raises:
        NotUnderstood: some words mean nothing here.
        DayOver: the day is not ahead.
    """
    said = clauses.line(words)
    word = clauses.word(said.tokens, VERBS, alone=ALONE)
    if word and word.rest and word.verb not in GO_ON:
        raise NotUnderstood(" ".join(word.rest), nearest=None, usage=f"/assign {word.verb} {word.number}")
    return word or _wish(said, today)


def _wish(said: Line, today: date) -> Wish:
    """Return what is wished for; `给` need not stand by itself, unless a name has another one in it."""
    said = clauses.loosened(said, said.without_reason(behind=TO)[0], TO)
    asked, because = said.without_reason(behind=TO)
    head, tail = _around_to(asked)
    given, early = _without_day(said, head, today)
    given, split = _without_way(given)
    people, parts = clauses.cut(tail, {"evenly": EVENLY, "by": BY, "since": FROM})
    by, when = _way(said, split | parts), parts.get("since", early)
    if when is None:
        people, when = _without_bare_day(said, people, today)
    if not given or (tail and not (people or by == "territory")) or _lacks_people(asked):
        raise NotUnderstood(said.text, nearest=None, usage=USAGE)
    since = None if when is None else said.day(when, today=today, usage=USAGE)
    return Wish(_accounts(said, given), tuple(said.people(people)), by, since, because)


def _accounts(said: Line, given: Sequence[Token]) -> Accounts:
    """Return which accounts are meant; nobody of the team is a customer."""
    meant = accounts(said, given)
    if meant.which is Which.NAMED and any(one.is_mention for one in given):
        raise NotUnderstood(said.text, nearest=None, usage=USAGE)
    return meant


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
    for place in range(1, len(tokens)):
        if tokens[place].is_one_of(FROM) and days.day(said.raw(tokens[place + 1 :]), today=today):
            return tokens[:place], tokens[place + 1 :]
    return tokens, None


def _without_bare_day(said: Line, people: list[Token], today: date) -> tuple[list[Token], list[Token] | None]:
    """Return those who get the accounts, and the day behind them apart: `@maria tomorrow`, where no name goes on."""
    standing = [place for place, one in enumerate(people) if one.stands_alone]
    last = standing[-1] + 1 if standing else len(people)
    rest = [one for one in people[last:] if not one.is_one_of(COMMAS)]
    return (people[:last], rest) if rest and days.day(said.raw(rest), today=today) else (people, None)


def _without_way(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Return the words before those who get the accounts, and how these are split apart, where it stands here."""
    if len(tokens) > 2 and tokens[-2].is_one_of(BY) and tokens[-1].is_one_of(WAYS):
        return tokens[:-2], {"by": tokens[-1:]}
    if len(tokens) > 1 and tokens[-1].is_one_of(EVENLY):
        return tokens[:-1], {"evenly": []}
    return tokens, {}


def _way(said: Line, parts: Mapping[str, Sequence[Token]]) -> str | None:
    """Return by what accounts are split; evenly is by value."""
    if any(not one.is_one_of(EVENLY) for one in parts.get("evenly", ())):
        raise NotUnderstood(said.raw(parts["evenly"]), nearest="evenly by value", usage=USAGE)
    if "by" not in parts:
        return "value" if "evenly" in parts else None
    way = said.raw(parts["by"])
    if way.casefold() not in WAYS:
        raise NotUnderstood(way or "by", nearest="by value", usage=USAGE)
    return WAYS[way.casefold()]
