"""A question on its way through the bot: from what Slack sends to an answer ready to be sent."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from bot.asking.words import unescaped
from bot.locale import Language
from bot.question import File


@dataclass(frozen=True)
class Inquiry:
    """What is asked, by whom and where; the answer goes to `response_url`.

    With `replaces`, the answer takes the place of the message whose button was pressed.
    """

    line: str
    slack_id: str
    channel_id: str | None = None
    response_url: str | None = None
    replaces: bool = False


@dataclass(frozen=True)
class Answer:
    """A reply ready to be sent: the message as Slack takes it, and perhaps a file beside it."""

    body: dict[str, Any]
    file: File | None = None


class Ticket:
    """An inquiry being answered: the answer to come, and the asker's language as soon as it is known.

    `at_once` says that a thread was free for it: it does not wait for others.
    """

    def __init__(self, inquiry: Inquiry, language: Language, *, at_once: bool) -> None:
        self.inquiry = inquiry
        self.language = language
        self.at_once = at_once
        self.answer: Future[Answer] = Future()


def commanded(body: Mapping[str, Any]) -> Inquiry:
    """Return what a slash command asks."""
    return Inquiry(
        line=f"{body['command']} {unescaped(body.get('text') or '')}",
        slack_id=body["user_id"],
        channel_id=body.get("channel_id"),
        response_url=body.get("response_url"),
    )


def clicked(body: Mapping[str, Any], action: Mapping[str, Any]) -> Inquiry:
    """Return what a button or a choice asks; its answer replaces a message only where nobody else sees that."""
    channel_id = (body.get("channel") or {}).get("id")
    private = bool((body.get("container") or {}).get("is_ephemeral")) or str(channel_id).startswith("D")
    return Inquiry(
        line=str(action.get("value") or (action.get("selected_option") or {}).get("value") or ""),
        slack_id=body["user"]["id"],
        channel_id=channel_id,
        response_url=body.get("response_url"),
        replaces=private,
    )
