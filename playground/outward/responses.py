"""Response URLs: five answers to an interaction, within thirty minutes on the playground's clock."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground import limits, posting, shapes
from playground.outward import replies
from playground.outward.issued import ResponseUrl
from playground.workspace import Channel, Message

if TYPE_CHECKING:
    from playground.slack import Slack

SECONDS = 30 * 60
USES = 5


def new(slack: "Slack", channel_id: str, person_id: str, message_ts: str | None = None) -> str:
    """Return a URL that answers a person in a channel; with `message_ts`, that message can be replaced."""
    token = slack.ids.secret()
    expires = slack.clock.timestamp() + SECONDS
    slack.issued.urls[token] = ResponseUrl(channel_id, person_id, message_ts, expires, USES)
    return f"{slack.address}/{'actions' if message_ts else 'commands'}/{token}"


def respond(slack: "Slack", token: str, body: object) -> str | None:
    """Carry out what the bot sent to a response URL, and return Slack's word for why that cannot be, if it cannot.

    Args:
        body: the parsed JSON, None where it is none.
    """
    error = _refused(slack, token, body)
    if error is None and isinstance(body, Mapping):
        return _carried_out(slack, slack.issued.urls[token], body)
    return error


def status(error: str) -> int:
    """Return the status that comes with a refusal: 404 for what is gone, 400 for what cannot be shown."""
    return 404 if error in ("expired_url", "used_url", "message_not_found") else 400


def _refused(slack: "Slack", token: str, body: object) -> str | None:
    """Return Slack's word for why an answer is not taken; count the use of the URL if it is."""
    url = slack.issued.urls.get(token)
    if url is None or url.expires < slack.clock.timestamp():
        return "expired_url"
    if not url.uses:
        return "used_url"
    if not isinstance(body, Mapping):
        return "invalid_payload"
    if not body.get("delete_original") and (refused := limits.message(body)):
        return refused.error
    url.uses -= 1
    return None


def _carried_out(slack: "Slack", url: ResponseUrl, body: Mapping[str, Any]) -> str | None:
    """Say something, or change or delete the message that the URL belongs to; return why that cannot be."""
    channel = slack.workspace.channels[url.channel]
    original = channel.message(url.message) if url.message else None
    if body.get("delete_original"):
        return _deleted(slack, channel, original)
    if body.get("replace_original") and url.message:
        return _replaced(slack, channel, original, body)
    if channel.is_archived:
        return "is_archived"
    replies.say(slack, channel, url.person, body)
    return None


def _deleted(slack: "Slack", channel: Channel, original: Message | None) -> str | None:
    """Delete the original."""
    if original is None:
        return "message_not_found"
    posting.delete(slack, channel, original)
    return None


def _replaced(slack: "Slack", channel: Channel, original: Message | None, body: Mapping[str, Any]) -> str | None:
    """Give the original new content."""
    if original is None:
        return "message_not_found"
    before = shapes.message(slack, channel, original)
    replies.fill(slack, original, body)
    posting.changed(slack, channel, original, before=before)
    return None
