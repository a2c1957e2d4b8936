"""What people type behind `/cover`: who stands in for whom, from when on and until when, or which cover is to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.lines import clauses, days
from bot.lines.clauses import BY, FOR, FROM, UNTIL, Line, Token, Word
from bot.lines.options import NotUnderstood

USAGE = "/cover @joe by @maria until friday [from monday] [because …], /cover end 3"

VERBS: Mapping[str, str] = {"end": "end", "结束": "end"}
LAST = UNTIL | {"to"}
"""What stands before the last day."""
ALONE: Mapping[str, str] = {"list": "list", "列表": "list", "help": "help", "?": "help", "帮助": "help"}


@dataclass(frozen=True)
class Wanted:
    """A cover as it is wished for: who (`by`) stands in for whom (`of`), both as typed; `until` is the last day."""

    of: str
    by: str
    until: date
    since: date | None = None
    because: str | None = None


def understood(words: str, *, today: date) -> Wanted | Word:
    """Return what is wished for, or to be done; `until friday` is the next one from today on that is not too early.

    Raises:
        NotUnderstood: some words mean nothing here.
        DayOver: a day is not ahead.
    """
    said = clauses.line(words)
    if not said.tokens:
        return Word("list")
    if word := clauses.word(said.tokens, VERBS, alone=ALONE):
        return word
    asked, because = said.without_reason()
    of, parts = clauses.cut(asked, {"by": BY, "until": LAST, "since": FROM, "lasting": FOR})
    if not (of and parts.get("by") and bool(parts.get("until")) != bool(parts.get("lasting"))):
        raise NotUnderstood(said.text, nearest=None, usage=USAGE)
    since = said.day(parts["since"], today=today, usage=USAGE) if "since" in parts else None
    until = _last(said, parts, since, today)
    return Wanted(said.raw(of), said.raw(parts["by"]), until, since, because)


def _last(said: Line, parts: Mapping[str, Sequence[Token]], since: date | None, today: date) -> date:
    """Return the last day: the one named, or that of so many days."""
    if "lasting" in parts:
        long = days.lasting(said.raw(parts["lasting"]))
        if not long:
            raise NotUnderstood(said.raw(parts["lasting"]), nearest="for 3 days", usage=USAGE)
        return days.ahead((since or today) + long - timedelta(days=1), today=today)
    until = said.day(parts["until"], today=today, usage=USAGE)
    return said.day(parts["until"], today=since, usage=USAGE) if since and until < since else until
