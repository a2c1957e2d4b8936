"""A Slack that is served, and the official client to judge it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import posting
from playground.manifest import Manifest
from playground.outward import triggers
from playground.slack import opened
from playground.testing.running import Running, running
from playground.workspace import Channel, Message, Person, Workspace

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Judge:
    """A Slack with clients that try nothing twice."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.slack = running.slack
        self.bot = self.client(self.slack.credentials.bot_token)
        self.app = self.client(self.slack.credentials.app_token)

    def client(self, token: str | None, **options: Any) -> WebClient:
        """Return an official client."""
        return WebClient(token, base_url=f"{self.slack.url}/api/", retry_handlers=[], **options)

    @property
    def workspace(self) -> Workspace:
        """What Slack remembers."""
        return self.slack.workspace

    def person(self, name: str) -> Person:
        """Return a member."""
        return self.workspace.named(name)

    def channel(self, name: str, *, with_bot: bool = True) -> Channel:
        """Return a channel, which the bot is in."""
        channel = self.workspace.channel_named(name)
        bot = self.workspace.bot.id
        if with_bot and bot not in channel.members:
            channel.members.append(bot)
        return channel

    def private(self, *names: str) -> Channel:
        """Found a private channel of people, without the bot unless it is named."""
        members = [self.workspace.bot.id if name == "bot" else self.person(name).id for name in names]
        channel = Channel(self.slack.ids.new("C"), "board", "private", members)
        self.workspace.channels[channel.id] = channel
        return channel

    def says(self, name: str, channel: Channel, text: str, **more: Any) -> Message:
        """Let a person say something."""
        message = Message(self.slack.ids.ts(), self.person(name).id, text, **more)
        return self.running.look(posting.post, self.slack, channel, message)

    def trigger(self, name: str) -> str:
        """Return a trigger that somebody has just set off."""
        return self.running.look(triggers.new, self.slack, self.person(name).id)


@pytest.fixture
def manifest() -> Manifest:
    """The app: one of which nothing is known, unless a test says otherwise."""
    return Manifest.open_("Regulars")


@pytest.fixture
def slack(manifest: Manifest) -> Iterator[Judge]:
    """A Slack with maria, joe and chen, #general and #random, and the app that `manifest` describes."""
    with running(opened(manifest), patience=5, settle=0.01) as run:
        yield Judge(run)


@contextmanager
def refused(error: str) -> Iterator[dict[str, Any]]:
    """Expect Slack to refuse with an error word; what it answers is in the value afterwards."""
    answer: dict[str, Any] = {}
    with pytest.raises(SlackApiError) as failure:
        yield answer
    assert isinstance(failure.value.response.data, dict)
    answer.update(failure.value.response.data)
    assert answer["error"] == error
