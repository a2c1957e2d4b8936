"""One browser window: all its parts, kept up to date as long as it is open."""

from nicegui import ui

from playground import happenings
from playground.page.backstage import backstage
from playground.page.conversation import conversation
from playground.page.jumping import jump
from playground.page.modals import modals
from playground.page.parts import part
from playground.page.redrawing import Redrawn, Upkeep
from playground.page.screen import Screen
from playground.page.sidebar import sidebar
from playground.page.thread import thread
from playground.page.toasts import toasts
from playground.page.topbar import topbar
from playground.slack import Slack
from playground.workspace import Channel, Person

LOOK_SECONDS = 15.0
"""How often the clock is looked at."""


def window(slack: Slack, person: Person) -> None:
    """Draw the window of a person, and keep it up to date."""
    screen = opened(slack, person)
    regions = _drawn(screen)

    def refresh() -> None:
        screen.look()
        for region in regions:
            region.refresh()

    upkeep = Upkeep(slack.changes, refresh)
    screen.changed = upkeep.changed
    ui.context.client.on_delete(upkeep.end)
    ui.timer(LOOK_SECONDS, screen.changed)


def opened(slack: Slack, person: Person) -> Screen:
    """Return a window as it is at first: at the first channel, with no news yet."""
    mine = [one for one in slack.workspace.channels.values() if person.id in one.members]
    first = next((one for one in mine if not one.is_archived and one.kind == "public"), None) or _own(slack, person)
    return Screen(slack, person.id, first.id, noticed=len(slack.workspace.notices))


def _own(slack: Slack, person: Person) -> Channel:
    """Return the direct message with the app, where somebody is in no channel."""
    return happenings.direct(slack, person.id, slack.workspace.bot.id)


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
