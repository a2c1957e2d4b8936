"""The right side, behind the scenes: requests, what can be made to happen, and what can be made to go wrong."""

from collections.abc import Callable
from functools import partial

from nicegui.element import Element

from playground.page.backstage import events, requests, trouble
from playground.page.parts import button, part
from playground.page.redrawing import Nest, Redrawn
from playground.page.screen import Backstage, Screen

TABS: dict[Backstage, Callable[[Screen], list[Redrawn]]] = {
    "requests": requests.draw,
    "events": events.draw,
    "trouble": trouble.draw,
}
"""Each tab, and what draws it."""


def backstage(screen: Screen, element: Element) -> Redrawn:
    """Draw the panel, anew when another tab is opened."""
    return Nest(element, lambda: screen.backstage, lambda tab: _draw(screen, tab) if tab else [])


def _draw(screen: Screen, tab: Backstage) -> list[Redrawn]:
    """Draw the tabs, and the one that is open."""
    with part("aside", "side side-wide", aria_label="Backstage", data_escape=""):
        with part("header", "head"):
            with part("div", "tabs", role="tablist", aria_label="Backstage"):
                for each in TABS:
                    _draw_tab(screen, each, is_open=each == tab)
            close = partial(screen.look_backstage, None)
            button("✕", close, "button button-icon", aria_label="Close", data_close="")
        with part("div", "backstage", role="tabpanel", aria_label=tab.capitalize()):
            return TABS[tab](screen)


def _draw_tab(screen: Screen, tab: Backstage, *, is_open: bool) -> None:
    """Draw the title of a tab."""
    chosen, key = "true" if is_open else "false", f"backstage {tab}"
    look = partial(screen.look_backstage, tab)
    button(tab.capitalize(), look, "tab", role="tab", aria_selected=chosen, data_key=key)
