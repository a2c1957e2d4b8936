"""The left side: channels, direct messages and the app, with what is unread. A drawer in narrow windows."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from nicegui.element import Element

from playground import acting
from playground.page.avatars import avatar
from playground.page.parts import button, focus_on, in_browser, part, sign
from playground.page.redrawing import Listing
from playground.page.screen import Screen
from playground.workspace import Channel, Person

SIGNS = {"public": "hash", "private": "lock", "mpim": "group"}
"""The picture before a conversation's name."""


@dataclass(frozen=True)
class Row:
    """A line of the sidebar: a heading, a conversation with its `sign`, or somebody to write with."""

    id: str
    title: str
    sign: str = ""
    unread: int = 0
    is_person: bool = False
    is_app: bool = False
    is_here: bool = False
    is_closed: bool = False
    """Archived, or deactivated."""
    is_heading: bool = False


def rows(screen: Screen) -> Mapping[Hashable, Row]:
    """Return all that a person can go to."""
    workspace = screen.slack.workspace
    channels = sorted((one for one in workspace.channels.values() if _is_mine(one, screen)), key=lambda one: one.name)
    people = [one for one in workspace.people.values() if not one.is_bot]
    parts = {
        "Channels": [_channel_row(one, screen) for one in channels],
        "Direct messages": [_person_row(one, screen) for one in people],
        "Apps": [_person_row(workspace.bot, screen)],
    }
    return {row.id: row for row in _headed(parts, screen)}


def sidebar(screen: Screen) -> Listing[Row]:
    """Draw the sidebar."""
    with part("nav", "sidebar", popover="auto", aria_label=screen.says("Channels and people"), data_walk="") as drawer:
        part("div", "sidebar-team", screen.slack.workspace.team.name)
        list_ = part("div", "sidebar-rows")
    drawer.props["id"] = "sidebar"
    return Listing(list_, lambda: rows(screen), lambda row: _draw(row, screen))


def _headed(parts: Mapping[str, Iterable[Row]], screen: Screen) -> Iterator[Row]:
    """Yield headings, and what is under them."""
    for heading, under in parts.items():
        yield Row(heading, screen.says(heading), is_heading=True)
        yield from under


def _is_mine(channel: Channel, screen: Screen) -> bool:
    """Whether a channel is listed by its name: one that the person has joined."""
    return channel.kind != "im" and screen.person in channel.members


def _channel_row(channel: Channel, screen: Screen) -> Row:
    """Return the line of a channel."""
    return Row(
        channel.id,
        screen.reader.channels[channel.id],
        SIGNS[channel.kind],
        acting.unread(screen.slack, screen.person, channel.id),
        is_here=channel.id == screen.channel,
        is_closed=channel.is_archived,
    )


def _person_row(person: Person, screen: Screen) -> Row:
    """Return the line of somebody to write with."""
    direct = screen.slack.workspace.direct(*{person.id, screen.person})
    row = Row(person.id, person.real_name, is_person=True, is_app=person.is_bot, is_closed=person.is_deactivated)
    if direct is None:
        return row
    unread = acting.unread(screen.slack, screen.person, direct.id)
    return replace(row, unread=unread, is_here=direct.id == screen.channel)


def _draw(row: Row, screen: Screen) -> Element:
    """Draw a line."""
    if row.is_heading:
        return part("h2", "sidebar-heading", row.title)
    marks = {"sidebar-here": row.is_here, "sidebar-unread": row.unread > 0, "sidebar-closed": row.is_closed}
    classes = " ".join(("sidebar-row", *(name for name, is_so in marks.items() if is_so)))
    here = "page" if row.is_here else None
    with button("", lambda: _go(row, screen, line), classes, data_key=f"row {row.id}", aria_current=here) as line:
        if row.is_person:
            avatar(row.title, is_app=row.is_app, classes="avatar-small")
        else:
            with part("span", "sidebar-sign", aria_hidden="true"):
                sign(row.sign)
        part("span", "sidebar-title", row.title)
        if row.unread:
            part("span", "badge", str(row.unread), aria_label=screen.says("{n} unread", n=row.unread))
    return line


async def _go(row: Row, screen: Screen, line: Element) -> None:
    """Go where a line leads, and to where one writes there."""
    in_browser(line, "leaveDrawer")
    focus_on(line, "write")
    if not row.is_person:
        screen.go(row.id)
    elif row.is_app and screen.slack.manifest.home:
        await screen.go_to(row.id, "home")
    else:
        await screen.go_to(row.id)
