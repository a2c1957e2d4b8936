"""The middle: what has been written in a channel, and where one writes; for the app, its Home as well."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from nicegui.element import Element

from playground.page import home, messages
from playground.page.composer import composer
from playground.page.entries import Entry, entries
from playground.page.parts import button, part, sign
from playground.page.redrawing import Listing, Nest, Redrawn, Region
from playground.page.screen import PAGE, Screen, Tab
from playground.page.sidebar import SIGNS
from playground.workspace import Message

TABS: tuple[Tab, ...] = ("home", "messages")
"""The two sides of the app."""

BEGINNING = "This is the beginning of {name}. Type / to see what can be asked here."

ABSENT = "{app} does not hear what is said here until somebody types /invite @{handle}."


def conversation(screen: Screen, element: Element) -> Redrawn:
    """Draw the open channel, anew when another one is opened."""
    return Nest(element, lambda: (screen.channel, screen.tab), lambda _: _draw(screen))


def _draw(screen: Screen) -> list[Redrawn]:
    """Draw a channel from its title to its composer."""
    head = part("header", "head")
    titled = Region(head, lambda: title(screen), lambda _: _draw_title(screen))
    if screen.tab == "home":
        return [titled, home.home(screen)]
    with part("div", "log", role="log", aria_label=screen.says("Messages"), tabindex=0), part("div", "log-inside"):
        earlier, list_ = part("div"), part("div", "entries")
    foot = part("footer", "foot")
    return [
        titled,
        Region(
            earlier, lambda: (_hidden(screen), not shown(screen), is_absent(screen)), lambda _: _draw_beginning(screen)
        ),
        Listing(list_, lambda: _entries(screen), lambda entry: messages.draw(entry, screen)),
        Region(foot, lambda: _closed(screen), lambda closed: _draw_foot(screen, closed)),
    ]


def shown(screen: Screen) -> Sequence[Message]:
    """Return what stands in the channel itself: all but replies, unless they were sent to the channel too."""
    return [
        message
        for message in screen.here.seen_by(screen.person)
        if message.thread_ts in (None, message.ts) or message.subtype == "thread_broadcast"
    ]


def title(screen: Screen) -> tuple[str, str, str, bool]:
    """Return name, topic, number of members, and whether it is archived."""
    channel, name = screen.here, screen.reader.channels[screen.channel]
    members = "" if channel.kind == "im" else screen.says("{n} members", n=len(channel.members))
    return name, channel.topic, members, channel.is_archived


def _entries(screen: Screen) -> Mapping[Hashable, Entry]:
    """Return the last messages by their time stamps."""
    return {entry.message.ts: entry for entry in entries(screen, shown(screen)[-screen.at_most :])}


def _hidden(screen: Screen) -> int:
    """Return how many earlier messages are not shown."""
    return max(0, len(shown(screen)) - screen.at_most)


def is_absent(screen: Screen) -> bool:
    """Whether the app is not in a channel that it could be in."""
    return screen.here.kind in ("public", "private") and screen.slack.workspace.bot.id not in screen.here.members


def _closed(screen: Screen) -> str:
    """Return why nobody can write here; nothing where one can."""
    channel = screen.here
    if channel.is_archived:
        return screen.says("{name} is archived: nobody can write here any more.", name=f"#{channel.name}")
    if screen.slack.workspace.people[screen.person].is_deactivated:
        return screen.says("This account is deactivated: it cannot write any more.")
    return ""


def _draw_title(screen: Screen) -> None:
    """Draw the title, and the app's two tabs."""
    name, topic, members, is_archived = title(screen)
    with part("div", "head-words"):
        with part("h1", "head-title"):
            if screen.here.kind in SIGNS:
                sign(SIGNS[screen.here.kind])
            part("span", "", name)
        part(
            "span",
            "hint",
            " · ".join(each for each in (members, topic, screen.says("archived") if is_archived else "") if each),
        )
    if screen.is_bots and screen.slack.manifest.home:
        with part("div", "tabs", role="tablist", aria_label=screen.says("App")):
            for tab in TABS:
                chosen = "true" if screen.tab == tab else "false"
                go = partial(screen.go_to, screen.slack.workspace.bot.id, tab)
                button(
                    screen.says(tab.capitalize()), go, "tab", role="tab", aria_selected=chosen, data_key=f"tab {tab}"
                )


def _draw_beginning(screen: Screen) -> None:
    """Draw the way to earlier messages, or what to do where there are none at all."""

    def more() -> None:
        screen.at_most += PAGE
        screen.changed()

    if not shown(screen) and not _closed(screen):
        name = screen.reader.titled(screen.channel)
        part("p", "hint beginning", screen.says(BEGINNING, name=name))
        if is_absent(screen):
            bot = screen.slack.workspace.bot
            part("p", "hint beginning", screen.says(ABSENT, app=bot.real_name, handle=bot.name))
    if count := _hidden(screen):
        button(screen.says("{n} earlier messages", n=count), more, "button earlier")


def _draw_foot(screen: Screen, closed: str) -> None:
    """Draw the composer, or say why there is none."""
    if closed:
        part("p", "hint closed", closed)
        return
    composer(screen, lambda: None, screen.says("Message {name}", name=screen.reader.titled(screen.channel)))
