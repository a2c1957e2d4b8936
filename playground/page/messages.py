"""A message, as one person sees it."""

from functools import partial
from typing import Any

from nicegui.element import Element

from playground import acting
from playground.acting import InMessage
from playground.page import blocks, dates, mrkdwn
from playground.page.attachments import attachment
from playground.page.avatars import avatar
from playground.page.blocks.media import attached
from playground.page.elements.buttons import menu
from playground.page.emoji import emoji
from playground.page.entries import Entry, written
from playground.page.parts import button, part, rendered, sign
from playground.page.reader import Reader
from playground.page.screen import Screen
from playground.page.stage import Stage
from playground.shapes import SLACKBOT
from playground.workspace import Message, Person


def draw(entry: Entry, screen: Screen) -> Element:
    """Draw a message with everything that belongs to it."""
    message, reader = entry.message, screen.reader
    with part("div", "entry") as whole:
        if entry.day:
            part("div", "day", entry.day, role="separator")
        classes = "message message-only-you" if message.only_for else "message"
        with part("article", classes, aria_label=f"Message of {author(message, screen).real_name}"):
            if not entry.follows:
                _face(message, screen)
            with part("div", "message-body"):
                if message.only_for:
                    part("div", "only-you", "Only visible to you")
                if not entry.follows:
                    _headline(message, screen, reader)
                _content(message, screen, reader)
                _below(entry, screen)
            _tools(entry, screen)
    return whole


def author(message: Message, screen: Screen) -> Person:
    """Return who wrote a message."""
    return screen.slack.workspace.people.get(message.author, SLACKBOT)


def _face(message: Message, screen: Screen) -> None:
    """Draw who wrote it."""
    who = author(message, screen)
    avatar(message.username or who.real_name, is_app=who.is_bot)


def _headline(message: Message, screen: Screen, reader: Reader) -> None:
    """Draw name, badge and time."""
    who, at = author(message, screen), written(message)
    with part("div", "message-head"):
        part("strong", "message-name", message.username or who.real_name)
        if who.is_bot:
            part("span", "app-badge", "APP")
        if who.is_deactivated:
            part("span", "hint", "(deactivated)")
        clock = dates.clock_face(at, zone=reader.zone, locale=reader.locale)
        whole = dates.whole(at, zone=reader.zone, locale=reader.locale)
        part("time", "hint", clock, datetime=at.isoformat(), title=whole)


def _content(message: Message, screen: Screen, reader: Reader) -> None:
    """Draw blocks, or the text where there are none; then attachments and files."""
    place = InMessage(screen.channel, message.ts)
    values = acting.values(screen.slack, place)
    stage = Stage(screen.slack, reader, place, screen.say, values=values, warnings=message.warnings)
    if message.blocks:
        blocks.draw(message.blocks, stage)
    elif message.text:
        rendered(mrkdwn.html(message.text, reader), "text")
    if message.edited_ts:
        part("span", "hint edited", "(edited)")
    for each in message.attachments:
        attachment(each, stage)
    for file_id in message.files:
        if file := screen.slack.workspace.files.get(file_id):
            attached(file)


def _below(entry: Entry, screen: Screen) -> None:
    """Draw reactions, and the way into the thread."""
    ts = entry.message.ts
    if entry.message.reactions:
        with part("div", "reactions"):
            for name, people in entry.message.reactions.items():
                part("span", "reaction", f"{emoji(name)} {len(people)}", title=f":{name}:")
    if entry.replies:
        words_ = f"{entry.replies} reply" if entry.replies == 1 else f"{entry.replies} replies"
        button(words_, partial(screen.open_thread, ts), "replies", data_key=f"replies {ts}")


def _tools(entry: Entry, screen: Screen) -> None:
    """Draw what can be done with a message: answer in a thread, and the app's message shortcuts."""
    message = entry.message
    if message.only_for:
        return
    shortcuts: list[dict[str, Any]] = [
        {"text": {"text": one.name}, "description": {"text": one.description}, "value": one.callback_id}
        for one in screen.slack.manifest.shortcuts
        if one.type == "message"
    ]
    with part("div", "tools"):
        if not entry.in_thread:
            reply = partial(screen.open_thread, message.thread_ts or message.ts)
            with button("", reply, "button button-icon", title="Reply in thread", aria_label="Reply in thread"):
                sign("reply")
        if shortcuts:
            menu("⋮", "More actions", shortcuts, lambda option: _use(option["value"], message, screen))


async def _use(callback_id: str, message: Message, screen: Screen) -> None:
    """Use a shortcut on a message."""
    try:
        await acting.uses(screen.slack, screen.person, callback_id, InMessage(screen.channel, message.ts))
    except (acting.Gone, acting.Trouble) as trouble:
        screen.say(str(trouble))
