"""Posting by the Web API so that it is known what came of it, and finding a message again by its mark.

Each call says one of four things: done, refused (it is not there and will not be), put off (it is not there yet), or
unknown: the answer was lost, or is none of Slack's, and the message may be there all the same.
"""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from socket import gaierror
from typing import Any, TypeVar
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.question import Reply
from bot.slack.audience import audience
from bot.slack.client import PASSING, UNREACHABLE
from bot.slack.messages import payload
from bot.slack.plainly import Message, plain
from bot.slack.sending import BAD_BLOCKS, reason, said

EVENT_TYPE = "regulars_message"
PAGE = 200

LONGEST_REST = 86_400.0
"""Seconds: nobody means to ask for more patience than this."""

T = TypeVar("T")
Answer = Mapping[str, Any]
"""What Slack answers to a call."""

POST, CHANGE, LOOK, ABOUT, OPEN, KIND, READERS, SELF = (
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "users.info",
    "conversations.open",
    "conversations.info",
    "conversations.members",
    "auth.test",
)


@dataclass(frozen=True)
class Done:
    """The message is there."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Refused:
    """Slack will not do it."""

    reason: str


@dataclass(frozen=True)
class PutOff:
    """Slack has not done it: it asks for so many seconds of patience with `method`, or could not be reached."""

    method: str
    reason: str
    seconds: float | None = None


@dataclass(frozen=True)
class Unknown:
    """Slack may have done it."""

    reason: str


TOO_MANY = Refused("too_many_readers")
NONSENSE = Unknown("the answer is not Slack's")
Failure = Refused | PutOff | Unknown
Outcome = Done | Failure


@dataclass(frozen=True)
class Posting:
    """Slack as messages reach it; `client` repeats nothing by itself."""

    client: WebClient

    def post(self, channel: str, reply: Reply, mark: str) -> Outcome:
        """Post a reply with its mark to a channel, or to a person by their id."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"mark": mark}}
        quiet = {"unfurl_links": False, "unfurl_media": False}
        return self._say(POST, reply, {"channel": channel, "metadata": metadata, **quiet})

    def change(self, channel: str, ts: str, reply: Reply) -> Outcome:
        """Change a message into a reply."""
        return self._say(CHANGE, reply, {"channel": channel, "ts": ts})

    def find(self, channel: str, marks: Collection[str], *, since: float) -> Mapping[str, Done] | Failure:
        """Look for messages by their marks among all that was said in a channel since a time stamp."""
        found: dict[str, Done] = {}
        cursor = ""
        while True:
            asked = {"channel": channel, "oldest": f"{since:.6f}", "limit": PAGE, "include_all_metadata": True}
            read = partial(_page, channel=channel)
            answer = self._call(LOOK, read, params={**asked, "cursor": cursor})
            if not isinstance(answer, tuple):
                return answer
            there, cursor = answer
            found = {mark: where for mark, where in there.items() if mark in marks} | found
            if not cursor or len(found) == len(marks):
                return found

    def is_gone(self, slack_id: str) -> bool | Failure:
        """Say whether somebody's account is closed: what is posted to them would vanish without a word."""
        answer = self._call(ABOUT, lambda told: bool(told["user"].get("deleted")), params={"user": slack_id})
        return answer == Refused("user_not_found") or answer

    def is_shared(self, channel: str) -> bool | Failure:
        """Say whether people of other companies are in a channel, or are about to be."""
        return self._call(KIND, _is_shared, params={"channel": channel})

    def readers(self, channel: str) -> frozenset[str] | Failure:
        """Return the Slack ids of who is in a channel, the bot among them."""
        return _read(READERS, lambda: audience(self.client, channel) or TOO_MANY)

    def me(self) -> str | Failure:
        """Return the bot's own Slack id."""
        return self._call(SELF, lambda told: _text(told["user_id"]))

    def direct(self, slack_id: str) -> str | Failure:
        """Return the channel of direct messages with somebody."""
        return self._call(OPEN, lambda told: _text(told["channel"]["id"]), json={"users": slack_id})

    def _say(self, method: str, reply: Reply, address: Mapping[str, Any]) -> Outcome:
        """Send a reply, and once more in plain text if Slack does not take its blocks."""
        send = partial(self._send, method, address)
        message = {key: value for key, value in payload(reply).items() if key != "response_type"}
        outcome = send(message)
        refused = isinstance(outcome, Refused) and outcome.reason in BAD_BLOCKS and "blocks" in message
        return send(plain(message)) if refused else outcome

    def _send(self, method: str, address: Mapping[str, Any], message: Message) -> Outcome:
        """Send a message once."""
        return self._call(method, _landed, json={**address, **message})

    def _call(self, method: str, read: Callable[[Answer], T], **arguments: Any) -> T | Failure:
        """Call a method, and return what is read in its answer, or what came of it."""
        return _read(method, lambda: read(self.client.api_call(method, **arguments).data))  # type: ignore[arg-type]


def _read(method: str, call: Callable[[], T]) -> T | Failure:
    """Return what a call has brought, or what came of it."""
    try:
        return call()
    except UNREACHABLE as failure:
        return meaning(method, failure)
    except (AttributeError, KeyError, TypeError):  # it is JSON, and not Slack's: something in between has answered
        return NONSENSE


def _landed(answer: Answer) -> Done:
    """Return where a message is."""
    return Done(_text(answer["channel"]), _text(answer["ts"]))


def _page(answer: Answer, *, channel: str) -> tuple[dict[str, Done], str]:
    """Return where the marked messages of a page of a channel's history are, and the cursor of the next page."""
    found: dict[str, Done] = {}
    for message in answer["messages"]:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if mark := payload.get("mark"):
            found.setdefault(str(mark), Done(channel, _text(message["ts"])))
    return found, (answer.get("response_metadata") or {}).get("next_cursor") or ""


def _is_shared(answer: Answer) -> bool:
    """Say whether people of other companies are in a channel, or are about to be."""
    return bool(answer["channel"].get("is_ext_shared") or answer["channel"].get("is_pending_ext_shared"))


def _text(value: Any) -> str:
    """Return what should be a text.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def meaning(method: str, failure: Exception) -> Failure:
    """Return what a failed call says about whether Slack has done what was asked."""
    why = reason(failure)
    if isinstance(failure, SlackApiError):
        status, error = failure.response.status_code, said(failure).get("error")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return PutOff(method, why, _retry_after(failure.response.headers))
        is_refused = status == HTTPStatus.OK and error == why and error not in PASSING
        return Refused(why) if is_refused else Unknown(why)
    if isinstance(failure, URLError) and isinstance(failure.reason, ConnectionRefusedError | gaierror):
        return PutOff(method, type(failure.reason).__name__)
    return Unknown(why)


def _retry_after(headers: Mapping[str, Any]) -> float:
    """Return for how many seconds Slack wants to be left alone."""
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
    try:
        seconds = float(given[0] if isinstance(given, list) else given)
    except ValueError:
        return 1.0
    return min(seconds, LONGEST_REST) if seconds >= 0 and not math.isnan(seconds) else 1.0
