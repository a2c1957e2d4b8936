"""What people type behind `/cover`: who stands in for whom, from when on and until when, or which cover is to end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.lines import clauses, days, spacing
from bot.lines.clauses import BY, FOR, FROM, THROUGH, UNTIL, Line, Token, Word
from bot.lines.options import NotUnderstood

USAGE = "/cover @joe by @maria until friday [from monday] [because …], /cover end 3"

VERBS: Mapping[str, str] = dict.fromkeys(("end", "cancel", "结束", "取消"), "end")
ENDS = {"until": UNTIL | {"to"}, "through": THROUGH, "lasting": FOR}
"""What stands before the last day, or before how long it is."""

_DUTY = r'(?:(?:\s+|(?<=[>"A-Za-z]))(?:代班|代理|顶班|替班)|(?<=[一-鿿])(?:代班|顶班|替班))'
"""What may stand behind whoever stands in, and says no more; without a blank `王代理` is a name."""

_TIGHT = tuple(
    (re.compile(tight + spacing.UNQUOTED), loose)
    for tight, loose in (
        (rf"(?<=[\s一-鿿])(从|自|直到|到|至)(?={spacing.NAMED_DAY}|\d)", r" \1 "),
        (rf"(?:{_DUTY}|\s|(?<=[一-鿿]))(?:为期|共)\s*(?=[\d一两三])", " 为期 "),
        (rf"{_DUTY}\s*(?={spacing.SPAN})", " 为期 "),
        (rf"{_DUTY}(?=$|[\s,，、]|从|自|直到|到|至|因为|由于)", " "),
    )
)
"""Blanks where only people are named, and days: names of customers may have such words in them."""

READ: Mapping[str, days.Reading] = {"until": days.last, "through": days.through}
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
    asked, *reason = re.split("(because|因为|由于)", words, maxsplit=1)
    for tight, loose in _TIGHT:
        asked = tight.sub(loose, asked)
    said = clauses.line("".join([asked, *reason]))
    if not said.tokens:
        return Word("list")
    if word := clauses.word(said.tokens, VERBS, alone=ALONE):
        if word.rest:
            raise NotUnderstood(" ".join(word.rest), nearest=None, usage=USAGE)
        return word
    said = clauses.loosened(said, said.without_reason()[0], BY)
    asked, because = said.without_reason()
    of, parts = clauses.cut(asked, {"by": BY, "since": FROM, **ENDS})
    if not (of and parts.get("by") and sum(bool(parts.get(end)) for end in ENDS) == 1):
        raise NotUnderstood(said.text, nearest=None, usage=USAGE)
    since = said.day(parts["since"], today=today, usage=USAGE) if "since" in parts else None
    if since is None and _names_a_time(said.raw(parts.get("lasting", ())), today):
        parts["through"] = parts.pop("lasting")
        since = days.day(said.raw(parts["through"]), today=today)
    until = _last(said, parts, since, today)
    return Wanted(said.raw(of), said.raw(parts["by"]), until, since, because)


def _names_a_time(lasting: str, today: date) -> bool:
    """Say whether what stands behind `for` says when instead of how long: `for next week`, `for this week`."""
    return days.lasting(lasting, since=today) is None and days.through(lasting, today=today) is not None


def _last(said: Line, parts: Mapping[str, Sequence[Token]], since: date | None, today: date) -> date:
    """Return the last day: the one named, or that of so many days, weeks or months."""
    if "lasting" in parts:
        until = days.lasting(said.raw(parts["lasting"]), since=since or today)
        if not until:
            raise NotUnderstood(said.raw(parts["lasting"]), nearest="for 3 days", usage=USAGE)
        return days.ahead(until, today=today)
    end = next(one for one in READ if parts.get(one))
    until = said.day(parts[end], today=today, usage=USAGE, read=READ[end])
    further = READ[end](said.raw(parts[end]), today=since) if since and until < since else None
    return until if further is None else max(until, further)
