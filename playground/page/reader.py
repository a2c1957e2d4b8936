"""Whoever reads a text: what ids in it mean, and how dates are told to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

from playground.page import dates
from playground.page.language import said
from playground.slack import Slack
from playground.workspace import Channel, Workspace


@dataclass(frozen=True)
class Reader:
    """A person before a text."""

    id: str
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    """Names by id, and so for channels and groups."""
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    direct: frozenset[str] = frozenset()
    """Which of the channels are direct messages."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    locale: str = "en_US"

    def titled(self, channel: str) -> str:
        """Return a channel's name with its `#`, a direct message's without."""
        name = self.channels.get(channel, channel)
        return name if channel in self.direct else f"#{name}"

    def says(self, words: str, **values: object) -> str:
        """Return words of the page's own in this person's language."""
        return said(words, self.locale, **values)

    def told(self, form: str, at: datetime) -> str:
        """Return an instant as `form` says, to this person."""
        return dates.told(form, at, now=self.now, zone=self.zone, locale=self.locale)


def reading(slack: Slack, person: str) -> Reader:
    """Return a person as a reader."""
    workspace, who = slack.workspace, slack.workspace.people[person]
    return Reader(
        person,
        slack.clock.now(),
        people={one.id: one.real_name or one.name for one in workspace.people.values()},
        channels={one.id: titled(one, workspace, person) for one in workspace.channels.values()},
        groups={one.id: one.handle for one in workspace.groups.values()},
        direct=frozenset(one.id for one in workspace.channels.values() if one.kind in ("im", "mpim")),
        zone=_zone(who.time_zone),
        locale=_locale(who.locale),
    )


def titled(channel: Channel, workspace: Workspace, person: str) -> str:
    """Return what a person calls a channel: its name, or the names of those they write with."""
    if channel.kind not in ("im", "mpim"):
        return channel.name
    others = [workspace.people[one].real_name for one in channel.members if one != person and one in workspace.people]
    return ", ".join(others) or f"{workspace.people[person].real_name} (you)"


def _zone(name: str) -> ZoneInfo:
    """Return a time zone, or UTC for one that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _locale(name: str) -> str:
    """Return a language as Babel writes it, or English for one it has not."""
    try:
        return str(Locale.parse(name, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en_US"
