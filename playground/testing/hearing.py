"""What somebody hears: messages, those for their eyes only, and messages that have changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.blocks import Element
from playground.places import InMessage
from playground.slack import Slack
from playground.testing.running import Running
from playground.testing.surfaces import Surface
from playground.testing.words import words
from playground.workspace import Channel, File, Message

UNHEARD = frozenset({"channel_join", "channel_leave", "group_join", "group_leave"})
"""What Slack itself writes, and nobody listens to."""

Ears = dict[tuple[str, str], str]
"""What somebody has heard: channel, `ts`, and how it read."""


@dataclass(frozen=True)
class Heard(Surface):
    """A message as it was when it was heard; its buttons and menus are those it has now."""

    ts: str
    channel: str
    """The channel's name; in a direct message its id."""
    author: str
    """The handle of whoever wrote it."""
    text: str
    heard_blocks: list[dict[str, Any]] = field(repr=False)
    attachments: list[dict[str, Any]] = field(repr=False)
    thread_ts: str | None
    is_ephemeral: bool
    is_update: bool
    metadata: dict[str, Any] | None
    files: list[File]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What was in it."""
        return [*self.heard_blocks, *(block for one in self.attachments for block in one.get("blocks") or ())]

    @property
    def words(self) -> str:
        """All that could be read: `text` only where there are no blocks."""
        shown = {"blocks": self.heard_blocks, "attachments": self.attachments}
        return words(shown if self.heard_blocks else {"text": self.text, **shown})

    @property
    def file(self) -> File:
        """The one file in it."""
        (file,) = self.files
        return file


def newly_heard(running: Running, person: str, ears: Ears) -> list[Heard]:
    """Return what a person has not heard yet, oldest first."""
    slack = running.slack
    found = [
        (message, channel)
        for channel in slack.workspace.channels.values()
        for message in _audible(channel, person)
        if ears.get((channel.id, message.ts)) != _reading(message)
    ]
    found.sort(key=lambda one: one[0].ts)
    return [_heard(running, person, *one, is_update=(one[1].id, one[0].ts) in ears) for one in found]


def remember(slack: Slack, heard: list[Heard], ears: Ears) -> None:
    """Keep in mind what has been heard."""
    for one in heard:
        if isinstance(one.place, InMessage):
            message = slack.workspace.channels[one.place.channel].message(one.ts)
            ears[one.place.channel, one.ts] = _reading(message) if message else ""


def _audible(channel: Channel, person: str) -> Iterator[Message]:
    """Yield what a person can hear in a channel: what is for them, or for everybody where they are."""
    for message in channel.seen_by(person):
        is_there = person in channel.members or message.only_for == person
        if is_there and message.author != person and message.subtype not in UNHEARD:
            yield message


def _reading(message: Message) -> str:
    """Return how a message reads, to be compared."""
    return repr((message.text, message.blocks, message.attachments, message.files))


def _heard(running: Running, person: str, message: Message, channel: Channel, *, is_update: bool) -> Heard:
    """Return a message as it is heard."""
    workspace = running.slack.workspace
    author = workspace.people.get(message.author)
    blocks: list[Element] = list(message.blocks)
    return Heard(
        running,
        person,
        InMessage(channel.id, message.ts),
        ts=message.ts,
        channel=channel.name or channel.id,
        author=author.name if author else "slackbot",
        text=message.text,
        heard_blocks=blocks,
        attachments=list(message.attachments),
        thread_ts=message.thread_ts,
        is_ephemeral=message.only_for is not None,
        is_update=is_update,
        metadata=message.metadata,
        files=[workspace.files[one] for one in message.files],
    )
