"""A message, as one person sees it."""

from collections.abc import Sequence
from functools import partial

from nicegui.element import Element

from playground import acting
from playground.acting import InMessage
from playground.page import blocks, dates, mrkdwn
from playground.page.attachments import attachment
from playground.page.avatars import avatar
from playground.page.blocks.media import attached
from playground.page.emoji import emoji
from playground.page.entries import Entry, written
from playground.page.handling import edited, opens_thread, react, tools
from playground.page.parts import button, part, rendered
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
        with part(
            "article", classes, aria_label=screen.says("Message of {name}", name=author(message, screen).real_name)
        ):
            if not entry.follows:
                _face(message, screen)
            with part("div", "message-body"):
                if message.only_for:
                    part("div", "only-you", screen.says("Only visible to you"))
                if not entry.follows:
                    _headline(message, screen, reader)
                if entry.is_edited:
                    edited(message, screen)
                else:
                    _content(message, screen, reader)
                _below(entry, screen)
            tools(entry, screen)
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
            part("span", "hint", screen.says("(deactivated)"))
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
        part("span", "hint edited", screen.says("(edited)"))
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
                _reaction(name, people, entry.message, screen)
    if entry.replies:
        words_ = screen.says("1 reply") if entry.replies == 1 else screen.says("{n} replies", n=entry.replies)
        way = part("div")
        with way:
            button(words_, partial(opens_thread, screen, way, ts), "replies", data_key=f"replies {ts}")


def _reaction(name: str, people: Sequence[str], message: Message, screen: Screen) -> None:
    """Draw an emoji with how many have put it there; pressing it adds one's own, or takes it back."""
    who = ", ".join(screen.reader.people.get(one, one) for one in people)
    is_mine = str(screen.person in people).lower()
    label, press = f"{emoji(name)} {len(people)}", partial(react, message, screen, name)
    button(label, press, "reaction", title=f"{who} :{name}:", aria_pressed=is_mine, data_key=f"{name} {message.ts}")
