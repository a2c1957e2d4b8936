"""Posting an answer for everybody in a channel, when whoever got it presses Share.

It goes one way only, so that nobody sees it twice; whoever shared it is told what came of it.
"""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk import WebClient

from bot.locale import Language, sentence
from bot.question import Reply
from bot.slack import sending
from bot.slack.client import UNREACHABLE
from bot.slack.delivery import deliver, respond
from bot.slack.inquiry import Answer, Inquiry
from bot.slack.messages import payload
from bot.slack.plainly import Message

NOT_A_MEMBER = sentence(
    "I am not in this channel, so I cannot share it here. Type `/invite @Regulars`, then share again."
)
STRANGERS = sentence("People of another company are in this channel, so I do not share it here.")
NOT_SHARED = sentence("I could not share it here ({reason}). If it has not arrived all the same, try again.")
REFUSALS = {"not_in_channel": NOT_A_MEMBER, "channel_not_found": NOT_A_MEMBER, "strangers": STRANGERS}


def publish(
    inquiry: Inquiry, answer: Answer, *, client: WebClient, language: Language, failed: Callable[[], None]
) -> None:
    """Post an answer for everybody, and tell whoever shared it; call `failed` before telling that it is not there."""
    told = answer
    if answer.shared:
        refusal = _posted(inquiry.channel_id or "", answer.shared, client)
        if refusal is None:
            respond(inquiry, answer.body)
            return
        told = Answer(payload(Reply(language.say(REFUSALS.get(refusal, NOT_SHARED), reason=refusal))))
    failed()
    deliver(replace(inquiry, replaces=False), told, client=client, language=language)


def _posted(channel_id: str, message: Message, client: WebClient) -> str | None:
    """Post to a channel of this company; return None if it arrived, else why not."""
    return _in_the_way(channel_id, client) or sending.call(client, "chat.postMessage", message, channel=channel_id)


def _in_the_way(channel_id: str, client: WebClient) -> str | None:
    """Return "strangers" where people of other companies are in a channel, or why that cannot be told just now.

    Without the scope to look, nobody can ever tell: then it is for whoever shares to know who is there.
    """
    try:
        channel = client.conversations_info(channel=channel_id).get("channel") or {}
    except UNREACHABLE as failure:
        reason = sending.reason(failure)
        return None if reason == "missing_scope" else reason
    return "strangers" if channel.get("is_ext_shared") else None
