"""What people type behind `/audit`: whose doings, about what, since when. To add a word: a line in `KEYWORDS`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.lines import days, orders
from bot.lines.options import NotUnderstood
from bot.lines.words import quoted
from bot.telling.recorded import BY_FILE, SENTENCES
from storage.alerts import words

USAGE = "/audit [@name] [customer NAME] [alert 17|handover 3] [action accounts] [since 2026-11-01|7d] [page 2] [csv]"

FAMILIES = frozenset(action.partition(".")[0] for action in SENTENCES) | {"alert"}

ACTIONS = frozenset(
    {
        *FAMILIES,
        *SENTENCES,
        *BY_FILE,
        *(
            f"alert.{kind}"
            for kind in (
                *(words.ACKNOWLEDGED, words.RELEASED, words.CONTACTED, words.SNOOZED, words.WOKEN, words.DISMISSED),
                *(words.LOST, words.USELESS, words.UNDONE),
            )
        ),
    }
)
"""What can be on the record, and the first words by which one asks for several."""

KEYWORDS: Mapping[str, str] = {
    **{word: word for word in ("by", "customer", "alert", "handover", "action", "since", "page")},
    "成员": "by",
    "客户": "customer",
    "提醒": "alert",
    **dict.fromkeys(("移交", "转交"), "handover"),
    "操作": "action",
    "自": "since",
    "页": "page",
    "第": "page",
}

CSV = frozenset({"csv", "file", "文件"})
HELP = frozenset({"help", "帮助", "?"})

_NUMBER = re.compile(r"#?(\d{1,18})")


@dataclass(frozen=True)
class Search:
    """What on the record is asked for; `by` and `customer` as typed, `subject` is one with a number."""

    by: str | None = None
    customer: str | None = None
    subject: str | None = None
    action: str | None = None
    since: date | None = None
    page: int = 1
    csv: bool = False

    def words(self) -> str:
        """Return words that ask for the same, as a button carries them."""
        parts = (
            (self.by, f"by {quoted(self.by or '')}"),
            (self.customer, f"customer {quoted(self.customer or '')}"),
            (self.subject, (self.subject or "").replace(":", " ")),
            (self.action, f"action {self.action}"),
            (self.since, f"since {self.since}"),
            (self.page > 1, f"page {self.page}"),
            (self.csv, "csv"),
        )
        return " ".join(said for chosen, said in parts if chosen)


def understood(said: str, *, today: date) -> Search:
    """Return what on the record is asked for; words before any other are whose doings.

    Raises:
        NotUnderstood: with words that mean nothing here.
    """
    tokens = [word for word in orders.tokens(said) if word.casefold() not in CSV]
    begun = ["by", *tokens] if tokens and tokens[0].casefold() not in KEYWORDS else tokens
    chosen: dict[str, Any] = {"csv": len(tokens) < len(orders.tokens(said))}
    for keyword, value in orders.pairs(begun, KEYWORDS, usage=USAGE):
        chosen |= READ[keyword](value, today)
    return Search(**chosen)


def is_help(said: str) -> bool:
    """Say whether only the ways to ask are asked for."""
    return said.strip().casefold() in HELP


def _since(value: str, today: date) -> dict[str, Any]:
    """Return from which day on."""
    if (since := days.past(value, today=today)) is None:
        raise NotUnderstood(value or "…", nearest="monday", usage=USAGE)
    return {"since": since}


def _page(value: str, _today: date) -> dict[str, Any]:
    """Return which page."""
    return {"page": max(1, int(_number(value)[:6]))}


def _number(value: str) -> str:
    """Return a number as it is on the record."""
    if found := _NUMBER.fullmatch(value):
        return str(int(found[1]))
    raise NotUnderstood(value or "…", nearest=None, usage=USAGE)


READ: Mapping[str, Callable[[str, date], dict[str, Any]]] = {
    "by": lambda value, _today: {"by": value},
    "customer": lambda value, _today: {"customer": value},
    "alert": lambda value, _today: {"subject": f"alert:{_number(value)}"},
    "handover": lambda value, _today: {"subject": f"handover:{_number(value)}"},
    "action": lambda value, _today: {"action": orders.one_of(value, ACTIONS, usage=USAGE)},
    "since": _since,
    "page": _page,
}
"""How what stands behind each keyword is read."""
