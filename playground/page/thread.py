"""The right side: a thread, when one is open."""

from collections.abc import Hashable, Mapping
from functools import partial

from nicegui.element import Element

from playground.page import messages
from playground.page.composer import composer
from playground.page.entries import Entry, entries
from playground.page.parts import button, focus_on, part
from playground.page.redrawing import Listing, Nest, Redrawn
from playground.page.screen import Screen


def thread(screen: Screen, element: Element) -> Redrawn:
    """Draw the open thread, anew when another one is opened."""
    return Nest(element, lambda: (screen.channel, screen.thread), lambda _: _draw(screen))


def _draw(screen: Screen) -> list[Redrawn]:
    """Draw a thread with its composer."""
    if screen.thread is None:
        return []
    title = screen.says("Thread")
    with part("aside", "side", aria_label=title, data_escape=""):
        with part("header", "head") as head:
            part("h2", "head-title", title)
            close = partial(_close, screen, head)
            button("✕", close, "button button-icon", aria_label=screen.says("Close thread"), data_close="")
        with part("div", "log", role="log", aria_label=title, tabindex=0):
            list_ = part("div", "entries")
        composer(screen, lambda: screen.thread, screen.says("Reply…"))
    return [Listing(list_, lambda: _entries(screen), lambda entry: messages.draw(entry, screen))]


def _close(screen: Screen, element: Element) -> None:
    """Go back to writing in the channel."""
    focus_on(element, "write")
    screen.open_thread(None)


def _entries(screen: Screen) -> Mapping[Hashable, Entry]:
    """Return the first message of the thread, and its replies."""
    inside = [one for one in screen.here.seen_by(screen.person) if screen.thread in (one.ts, one.thread_ts)]
    return {entry.message.ts: entry for entry in entries(screen, inside, in_thread=True)}
