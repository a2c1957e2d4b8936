"""What one browser window shows: whose eyes, which channel, which thread, which panel. Plain state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from playground import acting
from playground.page.language import said
from playground.page.reader import Reader, reading
from playground.slack import Slack
from playground.workspace import Channel, Notice

Tab = Literal["messages", "home"]

Backstage = Literal["requests", "events", "trouble", "output"]

PAGE = 100
"""How many messages are shown at first, and how many more at a time."""

TOAST_SECONDS = 8.0


@dataclass(frozen=True)
class Toast:
    """What pops up for a while; `channel` is where it leads, if anywhere."""

    number: int
    title: str
    text: str
    channel: str | None = None
    thread: str | None = None


@dataclass
class Screen:
    """One window. Whoever changes it calls `changed`."""

    slack: Slack
    person: str
    channel: str
    tab: Tab = "messages"
    thread: str | None = None
    """The `ts` of the message whose thread is open at the side."""
    backstage: Backstage | None = None
    """What is open at the side of what goes on behind the scenes."""
    editing: str | None = None
    """The `ts` of the message that is being written anew."""
    at_most: int = PAGE
    toasts: list[Toast] = field(default_factory=list)
    noticed: int = 0
    """How many of the workspace's notices have been looked at."""
    changed: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        """The URL under which the window is found as it is, after it has been loaded anew for one."""
        where = {"channel": self.channel, "tab": self.tab, "thread": self.thread, "backstage": self.backstage}
        query = urlencode({name: value for name, value in where.items() if value not in (None, "messages")})
        return f"/as/{self.slack.workspace.people[self.person].name}?{query}"

    @property
    def here(self) -> Channel:
        """The channel that is open."""
        return self.slack.workspace.channels[self.channel]

    @property
    def reader(self) -> Reader:
        """Who reads, now."""
        return reading(self.slack, self.person)

    @property
    def is_bots(self) -> bool:
        """Whether the direct message with the bot is open."""
        return self.here.kind == "im" and self.slack.workspace.bot.id in self.here.members

    @property
    def locale(self) -> str:
        """The language of whoever looks."""
        return self.slack.workspace.people[self.person].locale

    def says(self, words: str, **values: object) -> str:
        """Return words of the page's own in this language."""
        return said(words, self.locale, **values)

    def go(self, channel: str, *, tab: Tab = "messages", thread: str | None = None) -> None:
        """Open a channel, at its end."""
        self.channel, self.tab, self.thread, self.at_most = channel, tab, thread, PAGE
        self.changed()

    async def go_to(self, person: str, tab: Tab = "messages") -> None:
        """Open the direct message with somebody; with the bot, one of its two tabs."""
        channel = await acting.opens_direct(self.slack, self.person, *({person} - {self.person}))
        self.go(channel.id, tab=tab)
        if tab == "home":
            await acting.opens_home(self.slack, self.person)

    def open_thread(self, ts: str | None) -> None:
        """Open a thread at the side, or close it."""
        self.thread, self.backstage = ts, None
        self.changed()

    def edit(self, ts: str | None) -> None:
        """Begin to write a message anew, or leave it."""
        self.editing = ts
        self.changed()

    def look_backstage(self, tab: Backstage | None) -> None:
        """Open what goes on behind the scenes, or close it."""
        self.thread, self.backstage = None, tab
        self.changed()

    def say(self, text: str, title: str = "") -> None:
        """Let something pop up."""
        self._pop_up(title or self.slack.workspace.team.name, text)

    def look(self) -> None:
        """Read what is open, and let pop up what is news to this person elsewhere."""
        if self.tab == "messages":
            acting.reads(self.slack, self.person, self.channel)
        news = self.slack.workspace.notices[self.noticed :]
        self.noticed += len(news)
        for notice in news:
            if notice.person == self.person and not self._is_open(notice):
                self._notify(notice)

    def dismiss(self, toast: Toast) -> None:
        """Take away what has popped up."""
        if toast in self.toasts:
            self.toasts.remove(toast)
            self.changed()

    def _is_open(self, notice: Notice) -> bool:
        """Whether the message of a notice is in sight."""
        return notice.channel == self.channel and self.tab == "messages"

    def _notify(self, notice: Notice) -> None:
        """Let a message's `text` pop up."""
        channel = self.slack.workspace.channels.get(notice.channel)
        message = channel and channel.message(notice.ts)
        author = message and self.slack.workspace.people.get(message.author)
        self._pop_up(author.real_name if author else "", notice.text, channel=notice.channel)

    def _pop_up(self, title: str, text: str, *, channel: str | None = None) -> None:
        """Show something for a while."""
        number = self.toasts[-1].number + 1 if self.toasts else 0
        self.toasts.append(Toast(number, title, text, channel))
        self.changed()
