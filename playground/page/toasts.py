"""What pops up: notifications, which show nothing but a message's `text`, and what has no other place."""

import asyncio
from functools import partial

from nicegui.element import Element

from playground.page import mrkdwn
from playground.page.parts import button, focus_on, in_browser, part
from playground.page.redrawing import Listing
from playground.page.screen import TOAST_SECONDS, Screen, Toast


def toasts(screen: Screen) -> Listing[Toast]:
    """Draw the corner in which things pop up; screen readers say them as they come."""
    corner = part("div", "toasts", popover="manual", role="status", aria_live="polite")
    return Listing(corner, lambda: {toast.number: toast for toast in screen.toasts}, partial(_draw, screen, corner))


def _draw(screen: Screen, corner: Element, toast: Toast) -> Element:
    """Draw one, in front of modals too, which goes by itself after a while, and leads to where it came from."""
    in_browser(corner, "raise")
    with part("div", "toast") as drawn:
        with button("", partial(_follow, screen, toast, drawn), "toast-words"):
            part("strong", "", toast.title)
            part("span", "", mrkdwn.plain(toast.text, screen.reader))
        button("✕", partial(screen.dismiss, toast), "button button-icon", aria_label=screen.says("Dismiss"))
    asyncio.get_running_loop().call_later(TOAST_SECONDS, screen.dismiss, toast)
    return drawn


def _follow(screen: Screen, toast: Toast, drawn: Element) -> None:
    """Go where it came from."""
    if toast.channel:
        focus_on(drawn, "write")
        screen.go(toast.channel)
    screen.dismiss(toast)
