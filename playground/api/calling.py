"""What a method of the Web API is, what it is given, and what it gives back."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playground.api.paging import Page, cut, size
from playground.api.refusal import RateLimited, Refusal
from playground.limits.encoding import decoded
from playground.rates import Pace
from playground.slack import Slack
from playground.workspace import Channel, Person

Answer = dict[str, Any]
One = TypeVar("One")

SCOPE_WORDS = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
"""What scopes call the kinds of channels: `channels:read`, `im:history`."""

_TS = re.compile(r"\d{1,12}(\.\d{1,9})?")


@dataclass(frozen=True)
class Call:
    """One call: the arguments as values, whichever way they were written."""

    slack: Slack
    method: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bot(self) -> Person:
        """The bot that calls."""
        return self.slack.workspace.bot

    def text(self, name: str, otherwise: str | None = None) -> str:
        """Return an argument that must be a text.

        Raises:
            Refusal: `invalid_arguments`, where it is missing and there is no `otherwise`.
        """
        value = self.arguments.get(name, otherwise)
        if value is None or (value == "" and otherwise is None):
            raise Refusal.invalid(f"missing required field: {name}")
        return value if isinstance(value, str) else json.dumps(value)

    def flag(self, name: str) -> bool:
        """Whether an argument is true, in any of the ways to write that."""
        return str(self.arguments.get(name)).casefold() in ("1", "true")

    def value(self, name: str) -> Any:
        """Return a structured argument: JSON is read, where it came as a text; what is no JSON is None."""
        return decoded(self.arguments.get(name))

    def words(self, name: str) -> list[str]:
        """Return a list, which may be written with commas or as JSON."""
        value = self.arguments.get(name) or ""
        if isinstance(value, str) and value.startswith("["):
            value = self.value(name) or ""
        words = value if isinstance(value, list) else str(value).split(",")
        return [str(word).strip() for word in words if str(word).strip()]

    def ts(self, name: str, *, wrong: str) -> str:
        """Return an argument that must be the time stamp of a message.

        Raises:
            Refusal: with the method's own word `wrong`, where it is none.
        """
        value = self.text(name)
        if not _TS.fullmatch(value):
            raise Refusal(wrong)
        return value

    def grants(self, scope: str) -> bool:
        """Whether the app was given a scope."""
        scopes = self.slack.manifest.scopes
        return scopes is None or scope in scopes

    def needs(self, *scopes: str) -> None:
        """Go on only if one of the scopes was given; none named, none needed.

        Raises:
            Refusal: `missing_scope`, with what is needed and what is there.
        """
        if scopes and not any(self.grants(scope) for scope in scopes):
            provided = ",".join(sorted(self.slack.manifest.scopes or ()))
            raise Refusal("missing_scope", needed=",".join(scopes), provided=provided)

    def keeps_pace(self, subject: str, pace: Pace) -> None:
        """Go on only if there were not too many calls already.

        Raises:
            RateLimited: there were.
        """
        if wait := self.slack.rates.wait(subject, pace):
            raise RateLimited(wait)

    def channel(self) -> Channel:
        """Return the conversation that an id names, if the bot can see it.

        Raises:
            Refusal: `channel_not_found`, also for private ones that it is not in.
        """
        channel = self.slack.workspace.channels.get(self.text("channel"))
        if channel is None or not self.sees(channel):
            raise Refusal("channel_not_found")
        return channel

    def sees(self, channel: Channel) -> bool:
        """Whether a conversation exists for the bot."""
        return channel.kind == "public" or self.is_in(channel)

    def is_in(self, channel: Channel) -> bool:
        """Whether the bot is a member."""
        return self.bot.id in channel.members

    def person(self) -> Person:
        """Return the member that an id names.

        Raises:
            Refusal: `user_not_found`.
        """
        person = self.slack.workspace.people.get(self.text("user"))
        if person is None:
            raise Refusal("user_not_found")
        return person

    def page(self, of: Sequence[One], key: Callable[[One], str], *, otherwise: int) -> Page[One]:
        """Return the part of a list that `cursor` and `limit` ask for; `key` tells its members apart.

        Raises:
            Refusal: `invalid_cursor` or `invalid_limit`.
        """
        limit = size(self.text("limit", "") or "0", otherwise=otherwise)
        return cut(of, key, limit=limit, cursor=self.text("cursor", ""))


@dataclass(frozen=True)
class Method:
    """A method of the Web API: what it does, which scope it takes (any one of them), and how often it may be called."""

    answer: Callable[[Call], Answer]
    scopes: tuple[str, ...] = ()
    per_minute: int | None = None
    needs_token: bool = True
    takes_bot_token: bool = True
    takes_app_token: bool = False
    takes_json: bool = True
    """Most methods that only look something up ignore a JSON body, as in Slack."""
