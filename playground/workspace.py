"""What a Slack workspace remembers: people, channels, messages, views, files. Plain values; nothing happens here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.ids import Ids

ChannelKind = Literal["public", "private", "im", "mpim"]

ELSEWHERE = "T0ELSEWHERE"
"""The workspace of strangers."""


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


@dataclass
class Person:
    """A member of the workspace, or the bot."""

    id: str
    name: str
    """The handle: what follows the @."""
    real_name: str
    email: str = ""
    title: str = ""
    time_zone: str = "Etc/UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    """From another workspace, met in a shared channel."""
    is_email_confirmed: bool = True
    is_bot: bool = False
    is_deactivated: bool = False


@dataclass
class Message:
    """A message, or one that only one person sees (`only_for`)."""

    ts: str
    author: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    files: list[str] = field(default_factory=list)
    only_for: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    username: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Who reacted, by the name of the emoji."""
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What people have chosen in its inputs: block id, action id, value as Slack sends it."""
    warnings: dict[str, str] = field(default_factory=dict)
    """What the sign beside an element warns of, by action id: the bot did not take what was done there."""


@dataclass
class Channel:
    """A channel, a direct message (`im`) or a group of them (`mpim`). `members` are ids, in the order of joining."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: list[str] = field(default_factory=list)
    topic: str = ""
    is_archived: bool = False
    is_shared: bool = False
    created: int = 0
    messages: list[Message] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    """Up to which `ts` each person has read."""

    def message(self, ts: str) -> Message | None:
        """Return the message with a time stamp."""
        return next((message for message in self.messages if message.ts == ts), None)

    def seen_by(self, person: str) -> Iterator[Message]:
        """Yield what a person sees here, oldest first."""
        return (message for message in self.messages if message.only_for in (None, person))


@dataclass
class View:
    """A modal on somebody's screen, or somebody's Home. `content` is the view as the bot gave it."""

    id: str
    hash: str
    person: str
    content: dict[str, Any]
    root_id: str
    previous_id: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the bot found wrong with the last submission, by block id."""
    warning: str = ""
    """What Slack tells the person about the last submission, if the bot did not take it."""
    warnings: dict[str, str] = field(default_factory=dict)
    """What the sign beside an element warns of, by action id."""


@dataclass
class File:
    """A file; `content` is None until it has been uploaded."""

    id: str
    name: str
    title: str
    uploader: str
    created: int = 0
    content: bytes | None = None
    channels: list[str] = field(default_factory=list)


@dataclass
class Group:
    """A user group: `@east-sales`."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    is_disabled: bool = False


@dataclass(frozen=True)
class Notice:
    """What pops up on somebody's phone: nothing but a message's `text`."""

    person: str
    channel: str
    ts: str
    text: str


@dataclass
class Workspace:
    """Everything; `bot` is the app's member."""

    ids: Ids
    team: Team
    bot: Person
    app_id: str
    bot_id: str
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    """Each person's Home."""
    modals: dict[str, list[View]] = field(default_factory=dict)
    """The modals open on each person's screen, the topmost last."""
    notices: list[Notice] = field(default_factory=list)

    def home_of(self, person: Person) -> str:
        """Return the id of the workspace in which somebody's account is."""
        return ELSEWHERE if person.is_stranger else self.team.id

    def group_named(self, name: str) -> Group:
        """Return the user group with an id or a handle.

        Raises:
            KeyError: where none is called so.
        """
        wanted = name.removeprefix("@").casefold()
        for group in self.groups.values():
            if wanted in (group.id.casefold(), group.handle.casefold()):
                return group
        raise KeyError(name)

    def named(self, name: str) -> Person:
        """Return the member with an id, a handle or a real name.

        Raises:
            KeyError: where nobody is called so.
        """
        wanted = name.removeprefix("@").casefold()
        for person in self.people.values():
            if wanted in (person.id.casefold(), person.name.casefold(), person.real_name.casefold()):
                return person
        raise KeyError(name)

    def channel_named(self, name: str) -> Channel:
        """Return the channel with an id or a name.

        Raises:
            KeyError: where none is called so.
        """
        wanted = name.removeprefix("#")
        for channel in self.channels.values():
            if wanted in (channel.id, channel.name):
                return channel
        raise KeyError(name)

    def direct(self, *people: str) -> Channel | None:
        """Return the direct message between these people, if there is one."""
        wanted = set(people)
        kinds = ("im", "mpim")
        return next((one for one in self.channels.values() if one.kind in kinds and set(one.members) == wanted), None)

    def view(self, view_id: str) -> View | None:
        """Return an open modal or a Home by its id."""
        stacked = (view for stack in self.modals.values() for view in stack)
        return next((view for view in (*self.homes.values(), *stacked) if view.id == view_id), None)
