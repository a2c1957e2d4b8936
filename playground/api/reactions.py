"""reactions.*: emoji under messages."""

import re

from playground import messaging, shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import SELDOM, SOMETIMES
from playground.workspace import Channel, Message

_NAME = re.compile(r"[\w+'-]{1,100}(::skin-tone-[2-6])?")


def add(call: Call) -> Answer:
    """reactions.add: put an emoji under a message."""
    channel, message = _message(call)
    name = _name(call)
    if call.bot.id in message.reactions.get(name, ()):
        raise Refusal("already_reacted")
    messaging.react(call.slack, call.bot.id, channel, message, name)
    return {}


def remove(call: Call) -> Answer:
    """reactions.remove: take it back."""
    channel, message = _message(call)
    name = _name(call)
    if call.bot.id not in message.reactions.get(name, ()):
        raise Refusal("no_reaction")
    messaging.unreact(call.slack, call.bot.id, channel, message, name)
    return {}


def get(call: Call) -> Answer:
    """reactions.get: a message with the emoji under it."""
    channel, message = _message(call)
    shape = shapes.message(call.slack, channel, message)
    return {
        "type": "message",
        "channel": channel.id,
        "message": {**shape, "permalink": shapes.permalink(call.slack, channel, message)},
    }


def _message(call: Call) -> tuple[Channel, Message]:
    """Return the message that is named.

    Raises:
        Refusal: in Slack's words.
    """
    if not call.arguments.get("channel"):
        raise Refusal("no_item_specified")
    channel = call.channel()
    message = channel.message(call.ts("timestamp", wrong="bad_timestamp"))
    if message is None or message.only_for:
        raise Refusal("message_not_found")
    if not call.is_in(channel):
        raise Refusal("not_in_channel")
    return channel, message


def _name(call: Call) -> str:
    """Return the name of an emoji, without colons."""
    name = call.text("name").strip(":")
    if not _NAME.fullmatch(name):
        raise Refusal("invalid_name")
    return name


METHODS = {
    "reactions.add": Method(add, ("reactions:write",), SOMETIMES),
    "reactions.remove": Method(remove, ("reactions:write",), SELDOM),
    "reactions.get": Method(get, ("reactions:read",), SOMETIMES, takes_json=False),
}
