"""Bringing answers to people after the acknowledgement: each by the first way that works.

A way that fails may all the same have shown the answer (the connection broke after Slack had it). The answer then goes
out by the next way too: seeing a private answer twice harms less than not seeing it.
"""

import logging
from dataclasses import replace

from slack_sdk import WebClient

from bot.locale import Language, sentence
from bot.question import File, Reply
from bot.slack import sending
from bot.slack.client import UNREACHABLE
from bot.slack.inquiry import Answer, Inquiry
from bot.slack.messages import payload
from bot.slack.plainly import Message
from bot.slack.sharing import withdrawn
from bot.telling.mrkdwn import escaped

log = logging.getLogger(__name__)


def deliver(inquiry: Inquiry, answer: Answer, *, client: WebClient, language: Language) -> None:
    """Bring an answer, and the file with it, to whoever asked."""
    body, inquiry = answer.body, replace(inquiry, replaces=inquiry.replaces and not answer.beside)
    if not (respond(inquiry, body) or _post_beside(inquiry, body, client) or _post_directly(inquiry, body, client)):
        log.error("An answer reached nobody: response_url, ephemeral and direct message all failed")
    if answer.file:
        hand_over(inquiry, answer.file, client=client, language=language)


def hand_over(inquiry: Inquiry, file: File, *, client: WebClient, language: Language) -> None:
    """Send a file to the asker's direct messages; if Slack refuses, say what is missing."""
    try:
        channel = client.conversations_open(users=inquiry.slack_id)["channel"]["id"]
        client.files_upload_v2(channel=channel, filename=file.name, title=file.title, content=file.content)
    except UNREACHABLE as failure:
        reason = sending.reason(failure)
        log.warning("A file could not be handed over: %s", reason)
        told = language.say(NO_FILE if reason == "missing_scope" else FILE_LOST, file=escaped(file.name))
        respond(replace(inquiry, replaces=False), payload(Reply(told)))


NO_FILE = sentence(
    "I may not send you the file {file}: the app needs the scopes files:write and im:write. Ask your administrator."
)
FILE_LOST = sentence("I could not send you the file {file}. Please ask again.")


def respond(inquiry: Inquiry, body: Message) -> bool:
    """Answer by `response_url`, in place of the message whose button was pressed or beside it; say if it arrived."""
    if not inquiry.response_url:
        return False
    return sending.respond(inquiry.response_url, body | {"replace_original": inquiry.replaces}) is None


def _post_beside(inquiry: Inquiry, body: Message, client: WebClient) -> bool:
    """Post where the question was asked, for the asker's eyes only."""
    if inquiry.channel_id is None:
        return False
    where = {"channel": inquiry.channel_id, "user": inquiry.slack_id}
    return sending.call(client, "chat.postEphemeral", body, **where) is None


def _post_directly(inquiry: Inquiry, body: Message, client: WebClient) -> bool:
    """Post to the asker's direct messages."""
    return sending.call(client, "chat.postMessage", withdrawn(body), channel=inquiry.slack_id) is None
