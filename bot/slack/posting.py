"""Posting by the Web API so that it is known what came of it, and finding a message again by its mark.

Each call says one of four things: done, refused (it is not there and will not be), put off (it is not there yet), or
unknown: the answer was lost, and the message may be there all the same.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from socket import gaierror
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.question import Reply
from bot.slack.audience import audience
from bot.slack.client import PASSING, UNREACHABLE
from bot.slack.messages import payload
from bot.slack.plainly import Message, plain
from bot.slack.sending import BAD_BLOCKS, reason

EVENT_TYPE = "regulars_message"
PAGE = 200

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
            answer = self._call(LOOK, params={**asked, "cursor": cursor})
            if not isinstance(answer, SlackResponse):
                return answer
            for message in answer["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if (mark := payload.get("mark")) in marks:
                    found.setdefault(str(mark), Done(channel, message["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor or len(found) == len(marks):
                return found

    def is_gone(self, slack_id: str) -> bool | Failure:
        """Say whether somebody's account is closed: what is posted to them would vanish without a word."""
        answer = self._call(ABOUT, params={"user": slack_id})
        if isinstance(answer, SlackResponse):
            return bool(answer["user"].get("deleted"))
        return answer == Refused("user_not_found") or answer

    def is_shared(self, channel: str) -> bool | Failure:
        """Say whether people of other companies are in a channel, or are about to be."""
        answer = self._call(KIND, params={"channel": channel})
        if isinstance(answer, SlackResponse):
            return bool(answer["channel"].get("is_ext_shared") or answer["channel"].get("is_pending_ext_shared"))
        return answer

    def readers(self, channel: str) -> frozenset[str] | Failure:
        """Return the Slack ids of who is in a channel, the bot among them."""
        try:
            return audience(self.client, channel) or TOO_MANY
        except UNREACHABLE as failure:
            return meaning(READERS, failure)

    def me(self) -> str | Failure:
        """Return the bot's own Slack id."""
        answer = self._call(SELF)
        return str(answer["user_id"]) if isinstance(answer, SlackResponse) else answer

    def direct(self, slack_id: str) -> str | Failure:
        """Return the channel of direct messages with somebody."""
        answer = self._call(OPEN, json={"users": slack_id})
        return str(answer["channel"]["id"]) if isinstance(answer, SlackResponse) else answer

    def _say(self, method: str, reply: Reply, address: Mapping[str, Any]) -> Outcome:
        """Send a reply, and once more in plain text if Slack does not take its blocks."""
        send = partial(self._send, method, address)
        message = {key: value for key, value in payload(reply).items() if key != "response_type"}
        outcome = send(message)
        refused = isinstance(outcome, Refused) and outcome.reason in BAD_BLOCKS and "blocks" in message
        return send(plain(message)) if refused else outcome

    def _send(self, method: str, address: Mapping[str, Any], message: Message) -> Outcome:
        """Send a message once."""
        answer = self._call(method, json={**address, **message})
        return Done(answer["channel"], answer["ts"]) if isinstance(answer, SlackResponse) else answer

    def _call(self, method: str, **arguments: Any) -> SlackResponse | Failure:
        """Call a method, and tell what came of it."""
        try:
            return self.client.api_call(method, **arguments)
        except UNREACHABLE as failure:
            return meaning(method, failure)


def meaning(method: str, failure: Exception) -> Failure:
    """Return what a failed call says about whether Slack has done what was asked."""
    why = reason(failure)
    if isinstance(failure, SlackApiError):
        status, error = failure.response.status_code, failure.response.get("error")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return PutOff(method, why, _retry_after(failure.response.headers))
        return Refused(why) if status == HTTPStatus.OK and error not in PASSING else Unknown(why)
    if isinstance(failure, URLError) and isinstance(failure.reason, ConnectionRefusedError | gaierror):
        return PutOff(method, type(failure.reason).__name__)
    return Unknown(why)


def _retry_after(headers: Mapping[str, Any]) -> float:
    """Return for how many seconds Slack wants to be left alone."""
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
    seconds = str(given[0] if isinstance(given, list) else given)
    return float(seconds) if seconds.isdecimal() else 1.0
