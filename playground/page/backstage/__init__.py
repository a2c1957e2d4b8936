"""The right side, behind the scenes: requests, what can be made to happen, and what can be made to go wrong."""

from functools import partial

from nicegui.element import Element

from playground.page.backstage import events, requests, trouble
from playground.page.parts import button, part
from playground.page.redrawing import Redrawn, Region
from playground.page.screen import Screen

TABS = {"requests": requests.draw, "events": events.draw, "trouble": trouble.draw}
"""Each tab, and what draws it."""


class Backstage:
    """The panel, drawn anew when another tab is opened."""

    def __init__(self, screen: Screen, element: Element) -> None:
        self._screen, self._tab, self._inside = screen, "requests", list[Redrawn]()
        self._outside = Region(element, lambda: (screen.is_backstage, self._tab), lambda _: self._draw())

    def refresh(self) -> None:
        """Show what is new."""
        self._outside.refresh()
        for each in self._inside:
            each.refresh()

    def _draw(self) -> None:
        """Draw the tabs, and the one that is open."""
        self._inside = []
        if not self._screen.is_backstage:
            return
        with part("aside", "side side-wide", aria_label="Backstage", data_escape=""):
            with part("header", "head"):
                with part("div", "tabs", role="tablist", aria_label="Backstage"):
                    for tab in TABS:
                        self._draw_tab(tab)
                close = partial(self._screen.look_backstage, is_on=False)
                button("✕", close, "button button-icon", aria_label="Close", data_close="")
            with part("div", "backstage", role="tabpanel", aria_label=self._tab.capitalize()):
                self._inside = TABS[self._tab](self._screen)

    def _draw_tab(self, tab: str) -> None:
        """Draw the title of a tab."""
        chosen = "true" if tab == self._tab else "false"
        key = f"backstage {tab}"
        button(tab.capitalize(), partial(self._open, tab), "tab", role="tab", aria_selected=chosen, data_key=key)

    def _open(self, tab: str) -> None:
        """Open a tab."""
        self._tab = tab
        self._screen.changed()
