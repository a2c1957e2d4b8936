"""Bringing answers to people after the acknowledgement: each by the first way that works.

A way that fails may all the same have shown the answer (the connection broke after Slack had it). The answer then goes
out by the next way too: seeing a private answer twice harms less than not seeing it.
"""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.locale import Language, sentence
from bot.question import File, Reply
from bot.slack.client import TIMEOUT_SECONDS, UNREACHABLE, retries
from bot.slack.inquiry import Answer, Inquiry
from bot.slack.messages import escaped, payload

log = logging.getLogger(__name__)


def deliver(inquiry: Inquiry, answer: Answer, *, client: WebClient, language: Language) -> None:
    """Bring an answer, and the file with it, to whoever asked."""
    body = answer.body | ({"replace_original": True} if inquiry.replaces else {})
    if not (_respond(inquiry, body) or _post_beside(inquiry, body, client) or _post_directly(inquiry, body, client)):
        log.error("An answer reached nobody: response_url, ephemeral and direct message all failed")
    if answer.file:
        hand_over(inquiry, answer.file, client=client, language=language)


def hand_over(inquiry: Inquiry, file: File, *, client: WebClient, language: Language) -> None:
    """Send a file to the asker's direct messages; if Slack refuses, say what is missing."""
    try:
        channel = client.conversations_open(users=inquiry.slack_id)["channel"]["id"]
        client.files_upload_v2(channel=channel, filename=file.name, title=file.title, content=file.content)
    except UNREACHABLE as failure:
        log.warning("A file could not be handed over: %s", _reason(failure))
        told = language.say(NO_FILE if _reason(failure) == "missing_scope" else FILE_LOST, file=escaped(file.name))
        _respond(inquiry, payload(Reply(told)))


NO_FILE = sentence(
    "I may not send you the file {file}: the app needs the scopes files:write and im:write. Ask your administrator."
)
FILE_LOST = sentence("I could not send you the file {file}. Please ask again.")


def _respond(inquiry: Inquiry, body: dict[str, Any]) -> bool:
    """Post to the `response_url`; blocks that Slack refuses are left out of a second try."""
    if not inquiry.response_url:
        return False
    refusal = _posted(inquiry.response_url, body)
    if refusal == "invalid_blocks" and "blocks" in body:
        refusal = _posted(inquiry.response_url, _plain(body))
    if refusal:
        log.warning("response_url refused an answer: %s", refusal)
    return refusal is None


def _posted(url: str, body: dict[str, Any]) -> str | None:
    """Post to `url`; return None if it arrived, else why not."""
    try:
        answer = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=retries()).send_dict(body)
    except UNREACHABLE as failure:
        return _reason(failure)
    if answer.status_code == 200 and '"ok":false' not in answer.body.replace(" ", ""):
        return None
    return "invalid_blocks" if "invalid_blocks" in answer.body else f"status {answer.status_code}"


def _post_beside(inquiry: Inquiry, body: dict[str, Any], client: WebClient) -> bool:
    """Post where the question was asked, for the asker's eyes only."""
    return inquiry.channel_id is not None and _called(
        client, "chat.postEphemeral", {"channel": inquiry.channel_id, "user": inquiry.slack_id}, body
    )


def _post_directly(inquiry: Inquiry, body: dict[str, Any], client: WebClient) -> bool:
    """Post to the asker's direct messages."""
    return _called(client, "chat.postMessage", {"channel": inquiry.slack_id}, body)


def _called(client: WebClient, method: str, address: dict[str, str], body: dict[str, Any]) -> bool:
    """Post a message by a Web API method; say whether Slack took it."""
    message = {key: body[key] for key in ("text", "blocks") if key in body}
    try:
        client.api_call(method, json=address | message)
    except UNREACHABLE as failure:
        log.warning("%s failed: %s", method, _reason(failure))
        if _reason(failure) != "invalid_blocks" or "blocks" not in message:
            return False
        return _called(client, method, address, _plain(body))
    return True


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """Return a message without its blocks."""
    return {key: value for key, value in body.items() if key != "blocks"}


def _reason(failure: Exception) -> str:
    """Return Slack's word for a failure, or the kind of failure; never the message itself, which may be private."""
    if isinstance(failure, SlackApiError):
        answer = failure.response
        return str(answer.get("error") or f"status {getattr(answer, 'status_code', '?')}")
    return type(failure).__name__
