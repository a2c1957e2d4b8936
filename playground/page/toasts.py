"""What pops up: notifications, which show nothing but a message's `text`, and what has no other place."""

import asyncio
from functools import partial

from nicegui.element import Element

from playground.page import mrkdwn
from playground.page.parts import button, part
from playground.page.redrawing import Listing
from playground.page.screen import TOAST_SECONDS, Screen, Toast


def toasts(screen: Screen) -> Listing[Toast]:
    """Draw the corner in which things pop up; screen readers say them as they come."""
    corner = part("div", "toasts", role="status", aria_live="polite")
    return Listing(corner, lambda: {toast.number: toast for toast in screen.toasts}, partial(_draw, screen))


def _draw(screen: Screen, toast: Toast) -> Element:
    """Draw one, which goes by itself after a while, and leads to where it came from."""
    with part("div", "toast") as drawn:
        with button("", partial(_follow, screen, toast), "toast-words"):
            part("strong", "", toast.title)
            part("span", "", mrkdwn.plain(toast.text, screen.reader))
        button("✕", partial(screen.dismiss, toast), "button button-icon", aria_label="Dismiss")
    asyncio.get_running_loop().call_later(TOAST_SECONDS, screen.dismiss, toast)
    return drawn


def _follow(screen: Screen, toast: Toast) -> None:
    """Go where it came from."""
    if toast.channel:
        screen.go(toast.channel)
    screen.dismiss(toast)
