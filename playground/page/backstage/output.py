"""What the bot prints: its log, and how it ended."""

import re
from collections.abc import Iterable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from playground.page.parts import part
from playground.page.redrawing import Redrawn
from playground.page.screen import Screen

MOST = 300
"""How many lines are shown."""

LOOK_SECONDS = 0.5
"""How often is looked: nothing else changes when a bot prints."""

COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def draw(screen: Screen) -> list[Redrawn]:
    """Draw the last lines, the newest in sight."""
    with part("div", "output", tabindex=0, role="log", aria_label=screen.says("Output of the bot")):
        shown = TextElement(tag="pre", text="").classes("payload")

    def look() -> None:
        words = told(screen.slack.printed) or screen.says("The bot has printed nothing, or was started elsewhere.")
        if shown.text != words:
            shown.text = words

    look()
    ui.timer(LOOK_SECONDS, look)
    return []


def told(lines: Iterable[str]) -> str:
    """Return the last lines, without the colors of a terminal."""
    return "\n".join(COLOR.sub("", line) for line in tuple(lines)[-MOST:])
