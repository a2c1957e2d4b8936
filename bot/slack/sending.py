"""Sending one message one way: to a `response_url`, or by a method of the Web API.

Each way returns None if Slack took the message, else why not: Slack's word, or the kind of failure.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.client import TIMEOUT_SECONDS, UNREACHABLE, retries
from bot.slack.plainly import Message, plain

BAD_BLOCKS = ("invalid_blocks", "msg_blocks_too_long")
"""What Slack says of blocks that it does not take."""

log = logging.getLogger(__name__)


def respond(url: str, message: Message) -> str | None:
    """Send a message to a `response_url`."""
    return _in_blocks_or_plain(partial(_respond, url), message)


def call(client: WebClient, method: str, message: Message, **address: str) -> str | None:
    """Send a message by a method of the Web API."""
    return _in_blocks_or_plain(partial(_call, client, method, address), message)


def reason(failure: Exception) -> str:
    """Return Slack's word for a failure, or the kind of failure; never its message, which may be private."""
    if isinstance(failure, SlackApiError):
        error = said(failure).get("error")
        return error if isinstance(error, str) and error.isidentifier() else f"status {failure.response.status_code}"
    return type(failure).__name__


def said(failure: SlackApiError) -> Mapping[str, Any]:
    """Return what Slack has answered; nothing where the answer is none of Slack's."""
    answer = failure.response.data
    return answer if isinstance(answer, dict) else {}


def _in_blocks_or_plain(send: Callable[[Message], str | None], message: Message) -> str | None:
    """Send a message, and once more in plain text if Slack does not take its blocks."""
    refusal = send(message)
    return send(plain(message)) if refusal in BAD_BLOCKS and "blocks" in message else refusal


def _respond(url: str, message: Message) -> str | None:
    """Post to a `response_url`, which answers in several ways that it did not work."""
    try:
        answer = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=retries()).send_dict(message)
    except UNREACHABLE as failure:
        refusal = reason(failure)
    else:
        if answer.status_code == 200 and '"ok":false' not in answer.body.replace(" ", ""):
            return None
        refusal = next((word for word in BAD_BLOCKS if word in answer.body), f"status {answer.status_code}")
    log.warning("response_url refused a message: %s", refusal)
    return refusal


def _call(client: WebClient, method: str, address: dict[str, str], message: Message) -> str | None:
    """Call a method with what it knows of a message."""
    try:
        client.api_call(method, json=address | {key: message[key] for key in ("text", "blocks") if key in message})
    except UNREACHABLE as failure:
        log.warning("%s failed: %s", method, reason(failure))
        return reason(failure)
    return None
