"""A workspace for a test, the bot that runs in it, and what people and fate do there."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urljoin

from playground import happenings
from playground.clock import Clock
from playground.doors import any_port
from playground.faults import Fault, Kind
from playground.founding import Plan
from playground.manifest import Manifest
from playground.outward import events, socket_mode
from playground.running import Bot, connected
from playground.running import running as process
from playground.slack import Slack, opened
from playground.testing import bots, raw
from playground.testing.hearing import Heard
from playground.testing.moments import MovableClock
from playground.testing.people import Actor
from playground.testing.running import Running, running
from playground.testing.waiting import quiet, until
from playground.traffic import Exchange
from playground.workspace import Channel, Workspace

if TYPE_CHECKING:
    from slack_sdk import WebClient
    from slack_sdk.web.async_client import AsyncWebClient

T = TypeVar("T")
CLIENT_SECONDS = 10
"""How long a bot's client waits for this Slack."""
Named = Sequence[Mapping[str, Any] | str]


@contextmanager
def slack(
    *,
    manifest: Manifest | Mapping[str, Any] | None = None,
    people: Named | None = None,
    channels: Named | None = None,
    groups: Sequence[Mapping[str, Any]] = (),
    at: datetime | None = None,
    clock: Clock | None = None,
    zone: str = "UTC",
    seed: int = 1,
    ack_seconds: float = 3.0,
    patience: float = 30.0,
    settle: float = 0.03,
) -> "Iterator[LocalSlack]":
    """Run a Slack for the length of the block.

    Args:
        manifest: of the app; without one, any command is sent, any event delivered and anything granted.
        people: who there is, by name or with the fields of `Person`; maria, joe and chen by default.
        channels: what channels there are, by name or with the fields of `Channel` and `members` by name (`bot` is the
            bot); general and random by default, where everybody is but the bot.
        at: where the clock begins; now by default.
        zone: the time zone in which the test's moments are meant.
        ack_seconds: how long the bot may take to acknowledge.
        patience: seconds until a test gives up waiting for something that must happen.
        settle: seconds without anything new that count as quiet.
    """
    plan = Plan()
    plan = Plan(
        people=plan.people if people is None else tuple(map(_person, people)),
        channels=plan.channels if channels is None else tuple(map(_channel, channels)),
        groups=tuple(groups),
    )
    app = Manifest.parse(manifest) if isinstance(manifest, Mapping) else manifest
    made = opened(app, plan=plan, clock=clock or Clock(at), seed=seed, ack_seconds=ack_seconds)
    with running(made, patience=patience, settle=settle) as served, ExitStack() as stack:
        yield LocalSlack(served, MovableClock(served, zone), stack)


@dataclass(frozen=True)
class LocalSlack:
    """A Slack on this machine, as a test sees it."""

    running: Running
    clock: MovableClock
    stack: ExitStack = field(repr=False)
    actors: dict[str, Actor] = field(default_factory=dict, repr=False)

    @property
    def slack(self) -> Slack:
        """All that lies behind; it changes on its own thread."""
        return self.running.slack

    @property
    def workspace(self) -> Workspace:
        """People, channels, messages, views, files."""
        return self.slack.workspace

    @property
    def api_url(self) -> str:
        """The address of the Web API: a client's `base_url`."""
        return f"{self.slack.url}/api/"

    @property
    def client(self) -> "WebClient":
        """Slack's own client with the bot's token: `App(client=workspace.client, signing_secret=…)`."""
        from slack_sdk import WebClient

        return WebClient(self.bot_token, base_url=self.api_url, timeout=CLIENT_SECONDS)

    @property
    def async_client(self) -> "AsyncWebClient":
        """The same for `AsyncApp`."""
        from slack_sdk.web.async_client import AsyncWebClient

        return AsyncWebClient(self.bot_token, base_url=self.api_url, timeout=CLIENT_SECONDS)

    @property
    def bot_token(self) -> str:
        """The bot's token."""
        return self.slack.credentials.bot_token

    @property
    def app_token(self) -> str:
        """The token for Socket Mode."""
        return self.slack.credentials.app_token

    @property
    def signing_secret(self) -> str:
        """What requests are signed with."""
        return self.slack.credentials.signing_secret

    @property
    def traffic(self) -> list[Exchange]:
        """What has gone to and fro, oldest first."""
        return self.running.look(lambda: list(self.slack.traffic.exchanges))

    def exchanges(self, name: str) -> list[Exchange]:
        """Return what has gone to and fro under a name: `chat.postMessage`, `/dormant`, `event app_mention`."""
        return [exchange for exchange in self.traffic if exchange.name == name]

    # The bot.

    def runs(
        self,
        app: Any,
        *,
        over: Literal["http", "socket"] = "http",
        is_busy: Callable[[], bool] = bool,
        **options: Any,
    ) -> None:
        """Run a bot in this process until the Slack ends: a Bolt `App` or `AsyncApp`, over HTTP any WSGI app.

        Args:
            is_busy: says whether the bot still works on what it has acknowledged: it is not quiet until then.
            options: of Bolt's `SocketModeHandler`.
        """
        self.running.look(setattr, self.slack, "bot_is_busy", is_busy)
        if over == "http":
            self.takes_requests_at(self.stack.enter_context(bots.over_http(app)))
        else:
            number = len(self.slack.connections.open)
            connected = bots.in_socket_mode(app, self.app_token, hang_up=self.drops_sockets, **options)
            self.stack.enter_context(connected)
            self.until(lambda: len(self.slack.connections.open) > number)

    def takes_requests_at(self, url: str | None) -> None:
        """Say where the bot takes requests, if it runs elsewhere."""
        self.running.look(setattr, self.slack, "request_url", url)

    def sends_raw(self, body: raw.Body, **how: Any) -> raw.Reaction:
        """Send the bot a request, signed unless told otherwise; see `playground.testing.raw.send`."""
        return raw.send(self._bot_url(), body, secret=self.signing_secret, patience=self.running.patience, **how)

    def requests(self, method: str, path: str, **how: Any) -> raw.Reaction:
        """Send the bot any request; see `playground.testing.raw.request`."""
        return raw.request(method, urljoin(self._bot_url(), path), patience=self.running.patience, **how)

    def starts(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Bot:
        """Start a bot in a process of its own until the Slack ends, and wait until it listens.

        Args:
            environment: more variables, beside those of `playground.running.introduced`.
        """
        variables = {**os.environ, **(environment or {})}
        starting = process(self.slack, command, port=any_port(), redirect=False, environment=variables)
        bot = self.running.do(starting.__aenter__())
        self.stack.callback(lambda: self.running.do(starting.__aexit__(None, None, None)))
        self.running.do(connected(self.slack, bot))
        return bot

    def asks_to_stop(self, bot: Bot) -> None:
        """Ask a bot that was started to stop, as whatever runs it would."""
        self.running.look(bot.process.terminate)

    def ends(self, bot: Bot) -> int | None:
        """Wait until a bot that was started has ended, and return its exit status.

        Raises:
            TimeoutError: it goes on for as long as patience lasts.
        """
        self.running.do(asyncio.wait_for(bot.end(), self.running.patience))
        return bot.process.returncode

    # People.

    def as_(self, name: str) -> Actor:
        """Return somebody who can do things, by handle, real name or id."""
        person = self.workspace.named(name)
        return self.actors.setdefault(person.id, Actor(self.running, person))

    def heard_by(self, name: str, *, at_least: int = 1) -> list[Heard]:
        """Return what somebody has newly heard, waiting for it."""
        return self.as_(name).hears(at_least=at_least)

    def joins(self, name: str, channel: str) -> None:
        """Let somebody, or the `bot`, join a channel."""
        self._happens(happenings.joins, self.channel(channel), self._member(name))

    def leaves(self, name: str, channel: str, *, removed_by: str | None = None) -> None:
        """Let somebody, or the `bot`, leave a channel or be removed from it."""
        by = self._member(removed_by) if removed_by else None
        self._happens(happenings.leaves, self.channel(channel), self._member(name), removed_by=by)

    def archives(self, channel: str, *, by: str) -> None:
        """Archive a channel."""
        self._happens(happenings.archives, self.channel(channel), self._member(by))

    def deactivates(self, name: str) -> None:
        """Close somebody's account."""
        self._happens(happenings.deactivates, self.workspace.named(name))

    def reactivates(self, name: str) -> None:
        """Open somebody's closed account again."""
        self._happens(happenings.reactivates, self.workspace.named(name))

    def changes(self, name: str, **fields: Any) -> None:
        """Let something about somebody be different, such as their `email`."""
        self._happens(happenings.changes, self.workspace.named(name), **fields)

    def regroups(self, group: str, *names: str) -> None:
        """Let other people, and no others, be in a user group."""
        self._happens(happenings.regroups, self.workspace.group_named(group), [self._member(one) for one in names])

    def channel(self, name: str) -> Channel:
        """Return a channel by name or id."""
        return self.workspace.channel_named(name)

    # What goes wrong, and waiting.

    def fault(self, kind: Kind, *, of: str = "", times: int = 1, seconds: float = 1.0) -> None:
        """Let something go wrong: the next `times` times, of what is called `of`."""
        self.running.look(self.slack.faults.switch_on, Fault(kind, of, times, seconds))

    def drops_sockets(self) -> None:
        """Break the Socket Mode connections off."""
        self.running.do(socket_mode.drop(self.slack))

    def disconnects(self, reason: socket_mode.Reason = "refresh_requested") -> None:
        """Ask the bot to renew its Socket Mode connections, or make it."""
        self.running.do(socket_mode.disconnect(self.slack, reason))

    def tells(self, event: Mapping[str, Any]) -> None:
        """Tell the bot that something has happened, whatever has; see `playground.outward.events.happened`."""
        self._happens(events.happened, event)

    def until(self, look: Callable[[], T], wanted: str = "it does not come to it") -> T:
        """Return what `look` returns as soon as it is true of itself.

        Raises:
            Silence: it is not for as long as patience lasts.
        """
        return self.running.do(until(self.slack, look, wanted=wanted, patience=self.running.patience))

    def waits_for_quiet(self) -> None:
        """Wait until nothing is under way and nothing new happens."""
        patience, settle = self.running.patience, self.running.settle
        self.running.do(quiet(self.slack, settle=settle, patience=patience))

    def _happens(self, happening: Callable[..., None], *what: Any, **how: Any) -> None:
        """Have something happen on the loop."""
        self.running.look(partial(happening, self.slack), *what, **how)

    def _member(self, name: str) -> str:
        """Return the id of somebody, or of the bot."""
        return self.workspace.bot.id if name == "bot" else self.workspace.named(name).id

    def _bot_url(self) -> str:
        """Return where the bot takes requests."""
        if self.slack.request_url is None:
            raise RuntimeError("No bot takes requests here yet: call runs() first")
        return self.slack.request_url


def _person(given: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """Return a person's fields: a name may be all that is given."""
    fields = given if isinstance(given, Mapping) else {"name": given}
    name = fields["name"]
    return {"real_name": name.capitalize(), "email": f"{name}@example.com", **fields}


def _channel(given: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """Return a channel's fields: a name may be all that is given."""
    return given if isinstance(given, Mapping) else {"name": given.removeprefix("#")}
