"""The right side, behind the scenes: requests, what can be made to happen or to go wrong, what the bot prints."""

from collections.abc import Callable
from functools import partial

from nicegui.element import Element

from playground.page.backstage import events, output, requests, trouble
from playground.page.parts import button, focus_on, part
from playground.page.redrawing import Nest, Redrawn
from playground.page.screen import Backstage, Screen

TABS: dict[Backstage, Callable[[Screen], list[Redrawn]]] = {
    "requests": requests.draw,
    "events": events.draw,
    "trouble": trouble.draw,
    "output": output.draw,
}
"""Each tab, and what draws it."""


def backstage(screen: Screen, element: Element) -> Redrawn:
    """Draw the panel, anew when another tab is opened."""
    return Nest(element, lambda: screen.backstage, lambda tab: _draw(screen, tab) if tab else [])


def turn(screen: Screen, element: Element, tab: Backstage | None) -> None:
    """Open a tab of the panel, or close it; the focus goes there, or back to what has opened it."""
    focus_on(element, f"backstage {tab}" if tab else "backstage")
    screen.look_backstage(tab)


def _draw(screen: Screen, tab: Backstage) -> list[Redrawn]:
    """Draw the tabs, and the one that is open."""
    with part("aside", "side side-wide", aria_label=screen.says("Backstage"), data_escape=""):
        with part("header", "head"):
            with part("div", "tabs", role="tablist", aria_label=screen.says("Backstage")) as tabs:
                for each in TABS:
                    _draw_tab(screen, each, is_open=each == tab)
            close = partial(turn, screen, tabs, None)
            button("✕", close, "button button-icon", aria_label=screen.says("Close"), data_close="")
        with part("div", "backstage", role="tabpanel", aria_label=screen.says(tab.capitalize())):
            return TABS[tab](screen)


def _draw_tab(screen: Screen, tab: Backstage, *, is_open: bool) -> None:
    """Draw the title of a tab."""
    chosen, key = "true" if is_open else "false", f"backstage {tab}"
    look = partial(screen.look_backstage, tab)
    button(screen.says(tab.capitalize()), look, "tab", role="tab", aria_selected=chosen, data_key=key)
