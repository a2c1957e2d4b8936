"""Ctrl+K: to any channel or person by a few letters."""

from collections.abc import Sequence
from functools import partial

from nicegui.element import Element

from playground.page.choosing import Choice, Choosing
from playground.page.parts import focus_on, in_browser, part
from playground.page.screen import Screen


def jump(screen: Screen) -> Element:
    """Draw the field, which opens in front of everything."""
    label, hint = screen.says("Jump to"), screen.says("Jump to a channel or a person")
    with part("dialog", "jumping", aria_label=label) as dialog:
        field = part("input", "field", type="text", placeholder=hint, aria_label=label)

        async def choose(choice: Choice) -> None:
            in_browser(field, "fill", "")
            in_browser(dialog, "hide")
            focus_on(dialog, "write")
            await choice.value()

        async def offer(typed: str, _cursor: int) -> Sequence[Choice]:
            return matching(places(screen), typed)

        Choosing(field, offer, choose, label=screen.says("Channels and people"))
    return dialog


def matching(choices: Sequence[Choice], typed: str) -> Sequence[Choice]:
    """Return what has a word that begins with what was typed."""
    wanted = typed.casefold().strip().lstrip("#@")
    return [one for one in choices if f" {wanted}" in f" {one.text.lstrip('#')} {one.hint}".casefold()]


def places(screen: Screen) -> Sequence[Choice]:
    """Return everywhere one can go."""
    workspace, reader = screen.slack.workspace, screen.reader
    channels = [
        Choice(reader.titled(one.id), partial(_go, screen, one.id))
        for one in workspace.channels.values()
        if one.kind == "public" or (one.kind != "im" and screen.person in one.members)
    ]
    people: list[Choice] = [
        Choice(one.real_name, partial(screen.go_to, one.id), "app" if one.is_bot else one.name)
        for one in workspace.people.values()
    ]
    return [*channels, *people]


async def _go(screen: Screen, channel: str) -> None:
    """Go to a channel."""
    screen.go(channel)
