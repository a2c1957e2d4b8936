"""The right side: a thread, when one is open."""

from collections.abc import Hashable, Mapping
from functools import partial

from nicegui.element import Element

from playground.page import messages
from playground.page.composer import composer
from playground.page.messages import Entry
from playground.page.parts import button, part
from playground.page.redrawing import Listing, Redrawn, Region
from playground.page.screen import Screen


class Thread:
    """The open thread, drawn anew when another one is opened."""

    def __init__(self, screen: Screen, element: Element) -> None:
        self._screen, self._inside = screen, list[Redrawn]()
        self._outside = Region(element, lambda: (screen.channel, screen.thread), lambda _: self._draw())

    def refresh(self) -> None:
        """Show what is new."""
        self._outside.refresh()
        for each in self._inside:
            each.refresh()

    def _draw(self) -> None:
        """Draw a thread with its composer."""
        screen = self._screen
        self._inside = []
        if screen.thread is None:
            return
        with part("aside", "side", aria_label="Thread", data_escape=""):
            with part("header", "head"):
                part("h2", "head-title", "Thread")
                close = partial(screen.open_thread, None)
                button("✕", close, "button button-icon", aria_label="Close thread", data_close="")
            with part("div", "log", role="log", aria_label="Thread", tabindex=0):
                list_ = part("div", "entries")
            composer(screen, lambda: screen.thread, "Reply…")
        self._inside.append(Listing(list_, lambda: _entries(screen), lambda entry: messages.draw(entry, screen)))


def _entries(screen: Screen) -> Mapping[Hashable, Entry]:
    """Return the first message of the thread, and its replies."""
    inside = [one for one in screen.here.seen_by(screen.person) if screen.thread in (one.ts, one.thread_ts)]
    return {entry.message.ts: entry for entry in messages.entries(screen, inside, in_thread=True)}
