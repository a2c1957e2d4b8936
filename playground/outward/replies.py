"""What the bot says in return to somebody: in the acknowledgement of a command, or to a response URL."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground import posting
from playground.blocks import attached, named
from playground.limits.encoding import decoded
from playground.shapes import SLACKBOT
from playground.workspace import Channel, Message

if TYPE_CHECKING:
    from playground.slack import Slack


def say(slack: "Slack", channel: Channel, person_id: str, body: Mapping[str, Any]) -> Message:
    """Post what the bot says to a person: for their eyes only, unless `response_type` is `in_channel`."""
    message = Message(
        slack.ids.ts(),
        author=slack.workspace.bot.id,
        thread_ts=str(body.get("thread_ts") or "") or None,
        only_for=None if body.get("response_type") == "in_channel" else person_id,
    )
    fill(slack, message, body)
    return posting.post(slack, channel, message)


def fill(slack: "Slack", message: Message, body: Mapping[str, Any]) -> None:
    """Give a message its content, in place of any that it had."""
    message.text = str(body.get("text") or "")
    message.blocks = named(decoded(body.get("blocks")) or [], slack.ids)
    message.attachments = attached(decoded(body.get("attachments")) or [], slack.ids)
    message.metadata = decoded(body.get("metadata")) or None
    message.warnings = {}


def slackbot(slack: "Slack", channel: Channel, person_id: str, text: str) -> None:
    """Let Slack itself tell somebody something."""
    posting.post(slack, channel, Message(slack.ids.ts(), author=SLACKBOT.id, text=text, only_for=person_id))
