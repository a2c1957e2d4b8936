"""One browser window: all its parts, kept up to date as long as it is open."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from nicegui import ui

from playground import happenings
from playground.page.backstage import backstage
from playground.page.conversation import conversation
from playground.page.jumping import jump
from playground.page.modals import modals
from playground.page.parts import part
from playground.page.redrawing import Redrawn, Upkeep
from playground.page.screen import Backstage, Screen, Tab
from playground.page.sidebar import sidebar
from playground.page.thread import thread
from playground.page.toasts import toasts
from playground.page.topbar import topbar
from playground.slack import Slack
from playground.workspace import Channel, Person

LOOK_SECONDS = 15.0
"""How often the clock is looked at."""


def window(slack: Slack, person: Person, where: Mapping[str, str]) -> None:
    """Draw the window of a person, `where` it was before, and keep it up to date."""
    screen = opened(slack, person, where)
    regions = [*_drawn(screen), _Address(screen)]

    def refresh() -> None:
        screen.look()
        for region in regions:
            region.refresh()

    upkeep = Upkeep(slack.changes, refresh)
    screen.changed = upkeep.changed
    ui.context.client.on_delete(upkeep.end)
    ui.timer(LOOK_SECONDS, screen.changed)


class _Address:
    """The address of the window, which tells where it is."""

    def __init__(self, screen: Screen) -> None:
        self._screen, self._client, self._shown = screen, ui.context.client, screen.address

    def refresh(self) -> None:
        """Write it down, if it is another one than before."""
        if (now := self._screen.address) != self._shown:
            self._shown = now
            self._client.run_javascript(f"history.replaceState(null, '', {json.dumps(now)})")


def opened(slack: Slack, person: Person, where: Mapping[str, str] = MappingProxyType({})) -> Screen:
    """Return a window with no news yet, as `Screen.address` tells, or at the first channel."""
    channel = slack.workspace.channels.get(where.get("channel", ""))
    if channel is None or not (channel.kind == "public" or person.id in channel.members):
        return Screen(slack, person.id, _first(slack, person).id, noticed=len(slack.workspace.notices))
    return Screen(
        slack,
        person.id,
        channel.id,
        tab=_one_of(Tab, where.get("tab")) or "messages",
        thread=where.get("thread") if channel.message(where.get("thread", "")) else None,
        backstage=_one_of(Backstage, where.get("backstage")),
        noticed=len(slack.workspace.notices),
    )


def _one_of(known: Any, name: str | None) -> Any:
    """Return a name, if it is known."""
    return name if name in get_args(known) else None


def _first(slack: Slack, person: Person) -> Channel:
    """Return the first channel that somebody is in, or the direct message with the app."""
    mine = [one for one in slack.workspace.channels.values() if person.id in one.members]
    first = next((one for one in mine if not one.is_archived and one.kind == "public"), None)
    return first or happenings.direct(slack, person.id, slack.workspace.bot.id)


def _drawn(screen: Screen) -> list[Redrawn]:
    """Draw all the parts."""
    ui.page_title(f"{screen.slack.workspace.people[screen.person].real_name} · {screen.slack.workspace.team.name}")
    jumping = jump(screen)
    with part("div", "window"):
        with part("header", "topbar"):
            bars = topbar(screen, jumping)
        with part("div", "columns"):
            side = sidebar(screen)
            with part("main", "middle") as middle:
                talk = conversation(screen, middle)
            right = [thread(screen, part("div", "right")), backstage(screen, part("div", "right"))]
    return [*bars, side, talk, *right, modals(screen, part("div")), toasts(screen)]
