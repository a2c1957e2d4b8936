"""Messages as they stand below one another: under which day, under whose name, with how many replies. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playground.page import dates
from playground.page.reader import Reader
from playground.page.screen import Screen
from playground.workspace import Channel, Message

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
    is_edited: bool = False
    """Whether it is being written anew."""


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
            is_edited=message.ts == screen.editing,
        )
        before = message


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
    at = written(message)
    if before and at.astimezone(reader.zone).date() == written(before).astimezone(reader.zone).date():
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


def written(message: Message) -> datetime:
    """Return when a message was written."""
    return datetime.fromtimestamp(float(message.ts), UTC)
