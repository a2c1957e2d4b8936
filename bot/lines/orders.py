"""What people type behind `/alerts`, in English or Chinese: an order, the alerts it is about, and its words.

To add an order: its words in `VERBS`, and who answers it in `bot.commands.alerts`. A word that means nothing to an
order is `NotUnderstood`: nothing is silently ignored.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.errors import BotError
from bot.lines.options import NotUnderstood

VERBS: Mapping[str, str] = {
    "列表": "list",
    "查看": "show",
    "显示": "show",
    "认领": "take",
    "放回": "release",
    "撤销": "undo",
    "无用": "useless",
    "流失": "lost",
    "关闭": "dismiss",
    "稍后": "snooze",
    "唤醒": "wake",
    "记录": "log",
    "缺席": "absence",
    "转交": "reassign",
    "静音": "mute",
    "取消静音": "unmute",
    "设置": "settings",
    "简报": "digest",
    "统计": "stats",
    "历史": "history",
    "回测": "backtest",
    "规则": "rules",
    "帮助": "help",
    "?": "help",
    **{
        verb: verb
        for verb in (
            *("list", "show", "take", "release", "undo", "useless", "lost", "dismiss", "snooze", "wake", "log"),
            *("absence", "reassign", "mute", "unmute", "settings", "digest", "stats", "history", "backtest"),
            *("rules", "help"),
        )
    },
}
"""What can be asked or done, in both languages."""

USAGE = "/alerts [mine|team|all] [rule NAME] [state open] [page N], /alerts take 17, /alerts help"

SCOPES: Mapping[str, str] = {
    "mine": "mine",
    "my": "mine",
    "我的": "mine",
    "team": "team",
    "团队": "team",
    "all": "all",
    "everybody": "all",
    "全部": "all",
}
STATES = ("open", "acknowledged", "contacted", "recovered", "lost", "expired", "dismissed")
LIVE = STATES[:3]

_TOKEN = re.compile(r'"([^"]*)"|(<[^>]*>)|([^\s"]+)')
_ALERTS = re.compile(r"#?\d+(?:[,、]#?\d+)*[,、]?")
_DIGITS = 18
"""The most digits of an alert's number."""

_UNIT = re.compile(
    r"days?|weeks?|months?|[dwm天日周]|个?月|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE
)
"""What makes a number that stands before it no alert's: `snooze 17 3 days`, `snooze 17 24 dec`."""

SNOOZE = "snooze"
"""The only verb behind whose numbers a time stands; behind others it is a name: `reassign 17 18 Marcus`."""

_VERSION = re.compile(r"[vV](\d{1,9})")


class WhichAlert(BotError):
    """An order is about an alert, and names none."""

    def __init__(self, usage: str) -> None:
        super().__init__("Which alert? Add its number: `{usage}`. In `/alerts` you can tick several.", usage=usage)


class NoSuchAlert(BotError):
    """There is no alert of this number."""

    def __init__(self, alert_id: int | str) -> None:
        super().__init__("There is no alert {id}. `/alerts` lists yours.", id=alert_id)


class AbsenceOver(BotError):
    """A known absence is to end on a day that is over."""

    def __init__(self) -> None:
        super().__init__("That day is over: whoever is back needs no known absence.")


@dataclass(frozen=True)
class Order:
    """What is asked or to be done, about which alerts; `version` is that of the alert as it was seen, if known."""

    verb: str
    alerts: tuple[int, ...] = ()
    version: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Which alerts to list; without a scope those that whoever asks usually looks after."""

    scope: str | None = None
    rule: str | None = None
    states: tuple[str, ...] = LIVE
    page: int = 1

    def words(self) -> str:
        """Return words that ask for the same, as a button carries them."""
        choices = (
            (self.scope, self.scope),
            (self.rule, f"rule {self.rule}"),
            (self.states != LIVE, f"state {','.join(self.states)}"),
            (self.page > 1, f"page {self.page}"),
        )
        return " ".join(str(words) for chosen, words in choices if chosen)


def tokens(words: str) -> list[str]:
    """Return words one by one, full-width letters made plain; what stands in quotes is one word, and stays as it is."""
    return [
        found[1] if found[1] is not None else unicodedata.normalize("NFKC", found[0])
        for found in _TOKEN.finditer(words)
    ]


def understood(words: str, *, usage: str) -> Order:
    """Return the order that the words begin with; without one, or with a number only, the alerts are shown.

    Raises:
        NotUnderstood: the first word is none that an order begins with.
        NoSuchAlert: a number is larger than that of any alert.
    """
    first, *rest = tokens(words) or ["list"]
    if verb := VERBS.get(first.casefold()):
        return _about(verb, rest)
    if _ALERTS.fullmatch(first):
        return _about("show", [first, *rest])
    if first.casefold() in {*SCOPES, *STATES, *_KEYWORDS}:
        return Order("list", words=(first, *rest))
    raise NotUnderstood(first, nearest=_nearest(first, [*VERBS, *SCOPES, *STATES]), usage=usage)


def _about(verb: str, rest: Sequence[str]) -> Order:
    """Return an order with the alerts and the version that come first."""
    remaining = list(rest)
    alerts: list[int] = []
    while remaining and _ALERTS.fullmatch(remaining[0]):
        if verb == SNOOZE and alerts and _UNIT.fullmatch(" ".join(remaining[1:2])):
            break
        alerts += [_alert(number) for number in re.findall(r"\d+", remaining.pop(0))]
    version = _VERSION.fullmatch(remaining[0]) if remaining else None
    return Order(
        verb,
        tuple(dict.fromkeys(alerts)),
        int(version[1]) if version else None,
        tuple(remaining[1:] if version else remaining),
    )


def _alert(number: str) -> int:
    """Return the number of an alert."""
    if len(number) > _DIGITS:
        raise NoSuchAlert(f"{number[:_DIGITS]}…")
    return int(number)


_KEYWORDS: Mapping[str, str] = {
    "rule": "rule",
    "规则": "rule",
    "state": "state",
    "状态": "state",
    "page": "page",
    "第": "page",
    "页": "page",
}


def listing(words: Sequence[str], *, rules: Collection[str], usage: str) -> Listing:
    """Return which alerts are asked for.

    Raises:
        NotUnderstood: with words that mean nothing here, or a rule or state that there is not.
    """
    asked, remaining = Listing(), iter(words)
    for word in remaining:
        folded = word.casefold()
        if folded in SCOPES:
            asked = replace(asked, scope=SCOPES[folded])
        elif folded in STATES:
            asked = replace(asked, states=(folded,))
        elif folded in _KEYWORDS:
            asked = _narrowed(asked, _KEYWORDS[folded], next(remaining, ""), rules, usage)
        else:
            raise NotUnderstood(word, nearest=_nearest(word, [*SCOPES, *STATES, *_KEYWORDS]), usage=usage)
    return asked


def _narrowed(asked: Listing, keyword: str, word: str, rules: Collection[str], usage: str) -> Listing:
    """Return a listing narrowed by what stands behind a keyword."""
    if keyword == "rule":
        return replace(asked, rule=one_of(word, rules, usage=usage))
    if keyword == "page" and word.isdecimal():
        return replace(asked, page=max(1, int(word[:9])))
    states = [one_of(state, STATES, usage=usage) for state in re.split("[,，、]", word) if keyword == "state"]
    if not states:
        raise NotUnderstood(word, nearest=None, usage=usage)
    return replace(asked, states=tuple(dict.fromkeys(states)))


def one_of(word: str, known: Collection[str], *, usage: str) -> str:
    """Return a word that must be one of those that are known, whatever its capitals.

    Raises:
        NotUnderstood: it is none of them.
    """
    folded = word.casefold().replace("-", "_")
    if folded in known:
        return folded
    raise NotUnderstood(word, nearest=_nearest(word, known), usage=usage)


def pairs(words: Sequence[str], keywords: Mapping[str, str], *, usage: str) -> Iterator[tuple[str, str]]:
    """Yield what stands behind each keyword, under the keyword's own name: one word at least, all up to the next one.

    Raises:
        NotUnderstood: there are words before the first keyword.
    """
    places: list[int] = []
    for place, word in enumerate(words):
        if word.casefold() in keywords and (not places or place > places[-1] + 1):
            places.append(place)
    if words and (not places or places[0] > 0):
        raise NotUnderstood(words[0], nearest=_nearest(words[0], keywords), usage=usage)
    for place, end in zip(places, [*places[1:], len(words)], strict=False):
        yield keywords[words[place].casefold()], " ".join(words[place + 1 : end])


def _nearest(word: str, known: Collection[str]) -> str | None:
    """Return what may have been meant."""
    english = tuple(one for one in known if one.isascii())
    close = process.extractOne(word.casefold(), english, scorer=fuzz.ratio, score_cutoff=60)
    return close[0] if close else None
