"""Posting an answer for everybody in a channel, when whoever got it presses Share.

It goes one way only, so that nobody sees it twice; whoever shared it is told what came of it.
"""

from collections.abc import Callable
from dataclasses import replace

from slack_sdk import WebClient

from bot.locale import Language, sentence
from bot.question import Reply
from bot.slack import sending
from bot.slack.delivery import deliver, respond
from bot.slack.inquiry import Answer, Inquiry
from bot.slack.messages import payload

NOT_A_MEMBER = sentence(
    "I am not in this channel, so I cannot share it here. Type `/invite @Regulars`, then share again."
)
NOT_SHARED = sentence("I could not share it here ({reason}). If it has not arrived all the same, try again.")
REFUSALS = {"not_in_channel": NOT_A_MEMBER, "channel_not_found": NOT_A_MEMBER}


def publish(
    inquiry: Inquiry, answer: Answer, *, client: WebClient, language: Language, failed: Callable[[], None]
) -> None:
    """Post an answer for everybody, and tell whoever shared it; call `failed` before telling that it is not there."""
    told = answer
    if answer.shared:
        refusal = sending.call(client, "chat.postMessage", answer.shared, channel=inquiry.channel_id or "")
        if refusal is None:
            respond(inquiry, answer.body)
            return
        told = Answer(payload(Reply(language.say(REFUSALS.get(refusal, NOT_SHARED), reason=refusal))))
    failed()
    deliver(replace(inquiry, replaces=False), told, client=client, language=language)
