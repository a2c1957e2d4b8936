"""A message, as one person sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from nicegui.element import Element

from playground import acting
from playground.acting import InMessage
from playground.page import blocks, dates, mrkdwn, words
from playground.page.avatars import avatar
from playground.page.blocks.media import attached
from playground.page.elements.buttons import menu
from playground.page.emoji import emoji
from playground.page.parts import button, part, rendered, sign
from playground.page.reader import Reader
from playground.page.screen import Screen
from playground.page.stage import Json, Stage
from playground.shapes import SLACKBOT
from playground.workspace import Channel, Message, Person

TOGETHER = 300
"""Messages of one author within so many seconds stand under one name."""


@dataclass(frozen=True)
class Entry:
    """A message in a list; two are equal if they look the same."""

    message: Message = field(compare=False)
    looks: tuple[object, ...]
    day: str = ""
    """What is written above it, where a day begins."""
    follows: bool = False
    """Whether it stands under the name of the message before."""
    replies: int = 0
    in_thread: bool = False
    """Whether it is drawn in a thread, where no thread can be opened."""


def entries(screen: Screen, shown: Sequence[Message], *, in_thread: bool = False) -> Iterator[Entry]:
    """Yield messages as they stand below one another."""
    reader, before = screen.reader, None
    counts = _replies(screen.here, screen.person)
    for message in shown:
        day = _day(message, before, reader)
        yield Entry(
            message,
            _looks(message),
            day=day,
            follows=not day and before is not None and _follows(message, before),
            replies=0 if in_thread else counts.get(message.ts, 0),
            in_thread=in_thread,
        )
        before = message


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


def _looks(message: Message) -> tuple[object, ...]:
    """Return all by which a message is seen to differ, but what was entered into it; its blocks are never changed."""
    return (
        message.text,
        message.blocks,
        message.attachments,
        message.edited_ts,
        message.author,
        tuple(message.files),
        tuple(message.warnings.items()),
        tuple((name, *people) for name, people in message.reactions.items()),
    )


def _replies(channel: Channel, person: str) -> Mapping[str, int]:
    """Return how many replies each message has that a person sees."""
    counts: dict[str, int] = {}
    for message in channel.seen_by(person):
        if message.thread_ts and message.thread_ts != message.ts:
            counts[message.thread_ts] = counts.get(message.thread_ts, 0) + 1
    return counts


def _day(message: Message, before: Message | None, reader: Reader) -> str:
    """Return the day of a message, if the message before is of another."""
    at = _at(message)
    if before and at.astimezone(reader.zone).date() == _at(before).astimezone(reader.zone).date():
        return ""
    return dates.day(at, now=reader.now, zone=reader.zone, locale=reader.locale)


def _follows(message: Message, before: Message) -> bool:
    """Whether a message goes on where the one before ended."""
    same = (message.author, message.username, message.only_for, message.subtype) == (
        before.author,
        before.username,
        before.only_for,
        before.subtype,
    )
    return same and float(message.ts) - float(before.ts) < TOGETHER


def _at(message: Message) -> datetime:
    """Return when a message was written."""
    return datetime.fromtimestamp(float(message.ts), UTC)


def _face(message: Message, screen: Screen) -> None:
    """Draw who wrote it."""
    who = author(message, screen)
    avatar(message.username or who.real_name, is_app=who.is_bot)


def _headline(message: Message, screen: Screen, reader: Reader) -> None:
    """Draw name, badge and time."""
    who, at = author(message, screen), _at(message)
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
    for attachment in message.attachments:
        _attachment(attachment, stage)
    for file_id in message.files:
        if file := screen.slack.workspace.files.get(file_id):
            attached(file)


def _attachment(attachment: Json, stage: Stage) -> None:
    """Draw what is attached, beside a line of its colour."""
    color = {"good": "#2f8f5b", "warning": "#c98a1b", "danger": "#c0392b"}.get(str(attachment.get("color", "")))
    given = str(attachment.get("color", "")).removeprefix("#")
    written = f"#{given}" if len(given) in (3, 6) and given.isalnum() else "var(--line)"
    if attachment.get("pretext"):
        rendered(mrkdwn.html(attachment["pretext"], stage.reader), "text")
    with part("div", "attachment", style=f"--bar:{color or written}"):
        if attachment.get("blocks"):
            blocks.draw(attachment["blocks"], stage)
        else:
            _old_attachment(attachment, stage)


def _old_attachment(attachment: Json, stage: Stage) -> None:
    """Draw an attachment from before there were blocks."""
    if attachment.get("author_name"):
        part("div", "hint", attachment["author_name"])
    if attachment.get("title"):
        title = words.shown(attachment["title"], stage.reader)
        rendered(mrkdwn.link(attachment.get("title_link", ""), title), "attachment-title")
    rendered(mrkdwn.html(attachment.get("text") or attachment.get("fallback", ""), stage.reader), "text")
    if attachment.get("fields"):
        with part("div", "section-fields"):
            for each in attachment["fields"]:
                value = mrkdwn.html(f"*{each.get('title', '')}*\n{each.get('value', '')}", stage.reader)
                rendered(value, "text")
    if attachment.get("footer"):
        part("small", "hint", attachment["footer"])


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
