"""Every request in both directions: what was sent, what came back, how long it took, and why it was refused."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from nicegui.element import Element

from playground.page.parts import VALUE, part
from playground.page.redrawing import Listing, Redrawn
from playground.page.screen import Screen
from playground.traffic import Exchange

MOST = 200
"""How many are listed."""


@dataclass(frozen=True)
class Line:
    """An exchange in the list; two are equal if they look the same."""

    exchange: Exchange = field(compare=False)
    is_open: bool
    """Whether there is no answer yet."""


def draw(screen: Screen) -> list[Redrawn]:
    """Draw the filter, and the exchanges below it, the newest first."""
    wanted = {"words": ""}

    def narrow(words: str) -> None:
        wanted["words"] = words.casefold().strip()
        listing.refresh()

    shown, label = screen.says("Filter: views.open, refused, to bot…"), screen.says("Filter requests")
    filter_ = part("input", "field", type="search", placeholder=shown, aria_label=label, data_key="filter")
    filter_.on("input", lambda event: narrow(event.args), js_handler=VALUE, throttle=0.1)
    list_ = part("div", "exchanges")
    listing = Listing(list_, lambda: lines(screen, wanted["words"]), lambda line: _draw(line, screen))
    return [listing]


def lines(screen: Screen, words: str) -> Mapping[Hashable, Line]:
    """Return the last exchanges that have all these words in them, the newest first."""
    every = reversed(screen.slack.traffic.exchanges)
    found = (one for one in every if all(word in told(one) for word in words.split()))
    return {one.number: Line(one, one.seconds is None) for one in islice(found, MOST)}


def told(exchange: Exchange) -> str:
    """Return what is searched in an exchange."""
    refused = f"refused {exchange.refused}" if exchange.refused else ""
    return f"{exchange.name} {exchange.way} {exchange.over} {exchange.status or ''} {refused}".casefold()


def pretty(value: Any) -> str:
    """Return a payload for reading: JSON, also where it is inside a text."""
    if isinstance(value, str):
        return value
    return json.dumps(_opened(value), indent=2, ensure_ascii=False, default=str)


def took(seconds: float | None) -> str:
    """Return how long something took, for people."""
    if seconds is None:
        return "…"
    return f"{seconds * 1_000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _opened(value: Any) -> Any:
    """Return a value in which JSON texts are what they say."""
    if isinstance(value, Mapping):
        return {key: _opened(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_opened(each) for each in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return _opened(json.loads(value))
        except ValueError:
            return value
    return value


def _draw(line: Line, screen: Screen) -> Element:
    """Draw an exchange: one line, and all of it when it is unfolded."""
    exchange = line.exchange
    arrow, way = ("→", "to the bot") if exchange.way == "to bot" else ("←", "from the bot")
    way = screen.says(way)
    classes = "exchange exchange-refused" if exchange.refused else "exchange"
    with part("details", classes) as drawn:
        with part("summary", "", data_key=f"exchange {exchange.number}"):
            part("span", "exchange-way", arrow, aria_label=way, title=way)
            part("span", "exchange-name", exchange.name)
            part("small", "hint", f"{exchange.over} {exchange.status or ''}".strip())
            part("small", "hint exchange-time", took(exchange.seconds))
            if exchange.refused:
                part("small", "exchange-why", exchange.refused)
        inside = part("div", "exchange-inside")
    return drawn.on("toggle", lambda: _unfold(exchange, screen, inside), js_handler="e => e.target.open && emit()")


def _unfold(exchange: Exchange, screen: Screen, inside: Element) -> None:
    """Draw what was sent and what came back."""
    at, number = screen.reader.told("{date_num} {time_secs}", exchange.at), screen.says("number {n}", n=exchange.number)
    inside.clear()
    with inside:
        part("small", "hint", f"{at} · {number}")
        for title, payload in (("Request", exchange.request), ("Answer", exchange.response)):
            part("h3", "exchange-title", screen.says(title))
            part(
                "pre", "payload", pretty(payload) if payload not in (None, "") else screen.says("(nothing)"), tabindex=0
            )
