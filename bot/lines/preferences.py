"""What people type behind `/alerts settings set`, or choose in the form: how they want to hear of alerts.

To add a choice: its words in `KEYWORDS`, and a function in `READ` that gives the columns of `hearings` it stands for.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import BotError
from bot.lines import orders
from bot.telling.blocks import plain
from bot.telling.choices import MODES, SCOPES, WEEKDAYS
from bot.working_time import is_country

USAGE = "/alerts settings set RULE now|digest|off, limit 5, digest 9|off, quiet on|off, work 9-18, days mon-fri"

MOST_A_DAY = 100
NONE = frozenset({"none", "default", "usual", "无", "默认"})
ON, OFF = frozenset({"on", "yes", "true", "开", "是"}), frozenset({"off", "no", "false", "关", "否"})
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

KEYWORDS: Mapping[str, str] = {
    **{word: word for word in ("limit", "digest", "quiet", "work", "days", "country", "scope", "channel")},
    "上限": "limit",
    "简报": "digest",
    "无事": "quiet",
    "工作": "work",
    "工作日": "days",
    "国家": "country",
    "范围": "scope",
    "频道": "channel",
}


@dataclass(frozen=True)
class Preferences:
    """What somebody wants to have changed: columns of their hearing, and when they hear of which rule."""

    values: Mapping[str, Any] = field(default_factory=dict)
    modes: Mapping[str, str | None] = field(default_factory=dict)


class NoNumber(BotError):
    """A number is wanted, within bounds."""

    def __init__(self, words: str, *, low: int, high: int) -> None:
        super().__init__("“{words}” is no number from {low} to {high}.", words=plain(words), low=low, high=high)


class EndsBeforeStart(BotError):
    """Working hours that end before they begin."""

    def __init__(self) -> None:
        super().__init__("Work must end after it begins: `work 9-18`.")


class NoDays(BotError):
    """Working days that are none."""

    def __init__(self, words: str) -> None:
        super().__init__("“{words}” are no days of the week: `days mon-fri` or `days mon,tue,sat`.", words=plain(words))


class NoCountry(BotError):
    """A country whose public holidays nobody knows."""

    def __init__(self, words: str) -> None:
        super().__init__(
            "I know no public holidays of “{words}”: use a code such as GB, or DE-BY where they differ by region.",
            words=plain(words),
        )


class NotAChoice(BotError):
    """What was typed is none of the choices there are."""

    def __init__(self, words: str, known: Collection[str]) -> None:
        super().__init__("“{words}” is none of {known}.", words=plain(words), known=", ".join(known))


def understood(words: Sequence[str], *, rules: Collection[str]) -> Preferences:
    """Return what somebody wants to have changed.

    Raises:
        NotUnderstood: with words that mean nothing here.
        BotError: with what is not possible.
    """
    values: dict[str, Any] = {}
    modes: dict[str, str | None] = {}
    keywords = {**KEYWORDS, **{rule: rule for rule in rules}}
    for name, said in orders.pairs([word.rstrip(",，;；") for word in words], keywords, usage=USAGE):
        if name in KEYWORDS.values():
            values |= READ[name](said)
        else:
            modes[name] = None if said.casefold() in NONE else _one_of(said, MODES)
    return Preferences(values, modes)


def whole(said: str, low: int, high: int) -> int:
    """Return a number within bounds.

    Raises:
        NoNumber: it is none.
    """
    if not said.isdecimal() or len(said) > 9 or not low <= int(said) <= high:
        raise NoNumber(said, low=low, high=high)
    return int(said)


def _digest(said: str) -> dict[str, Any]:
    """Return whether there is a digest, and at which hour."""
    if said.casefold() in {*ON, *OFF}:
        return {"digest": said.casefold() in ON}
    return {"digest": True, "digest_hour": whole(said.removesuffix(":00"), 0, 23)}


def _quiet(said: str) -> dict[str, Any]:
    """Return whether a line says that there is nothing to report."""
    return {"quiet_line": _one_of(said, {*ON, *OFF}) in ON}


def _work(said: str) -> dict[str, Any]:
    """Return from when to when somebody works."""
    hours = re.findall(r"\d+", said.replace(":00", ""))
    if len(hours) != 2:
        raise NoNumber(said, low=0, high=24)
    work_from, work_to = whole(hours[0], 0, 23), whole(hours[1], 1, 24)
    if work_from >= work_to:
        raise EndsBeforeStart
    return {"work_from": work_from, "work_to": work_to}


def _days(said: str) -> dict[str, Any]:
    """Return the days of the week on which somebody works, from Monday, `12345`."""
    if said.casefold() in NONE:
        return {"work_days": None}
    parts = [part for part in re.split(r"[\s,，、]+", said.casefold()) if part]
    chosen = {day for part in parts for day in _span(part, said)}
    if not chosen:
        raise NoDays(said)
    return {"work_days": "".join(sorted(chosen))}


def _span(part: str, said: str) -> Collection[str]:
    """Return the days that a word stands for: `mon`, `mon-fri`, `12345`."""
    if set(part) <= set(WEEKDAYS):
        return part
    first, _, last = (end[:3] for end in (part.partition("-")))
    if first not in DAYS or (last and last not in DAYS):
        raise NoDays(said)
    begin, end = DAYS.index(first), DAYS.index(last or first)
    return [str(day + 1) for day in range(7) if (day - begin) % 7 <= (end - begin) % 7]


def _country(said: str) -> dict[str, Any]:
    """Return the country whose public holidays count; by default that of the time zone."""
    if said.casefold() in NONE:
        return {"country": None}
    if not is_country(said.upper()):
        raise NoCountry(said)
    return {"country": said.upper()}


def _scope(said: str) -> dict[str, Any]:
    """Return whose alerts somebody hears of."""
    known = orders.SCOPES.get(said.casefold())
    return {"scope": known or _one_of(said, SCOPES)}


def _channel(said: str) -> dict[str, Any]:
    """Return the channel to which the team's alerts go, as Slack knows it."""
    found = re.fullmatch(r"<#([A-Z0-9]+)(?:\|[^>]*)?>|([CG][A-Z0-9]+)", said)
    if not found and said.casefold() not in NONE:
        raise NotAChoice(said, ["#channel", "none"])
    return {"channel": (found[1] or found[2]) if found else None}


def _one_of(said: str, known: Collection[str]) -> str:
    """Return what was typed if it is one of the choices."""
    if said.casefold() not in known:
        raise NotAChoice(said, [word for word in known if word.isascii()])
    return said.casefold()


READ: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "limit": lambda said: {"daily_limit": whole(said, 0, MOST_A_DAY)},
    "digest": _digest,
    "quiet": _quiet,
    "work": _work,
    "days": _days,
    "country": _country,
    "scope": _scope,
    "channel": _channel,
}
"""How each choice is read: the columns that it changes."""
