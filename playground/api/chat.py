"""chat.*: messages posted, shown to one person alone, changed, and deleted."""

from playground import happenings, posting, shapes
from playground.api.calling import Answer, Call, Method
from playground.api.content import change, check, message_of
from playground.api.refusal import Refusal
from playground.rates import OFTEN, POSTING, SOMETIMES
from playground.workspace import Channel, Message


def post(call: Call) -> Answer:
    """chat.postMessage: say something in a channel, or to a person."""
    channel = _spoken_in(call, _addressed(call))
    check(call)
    message = message_of(call, channel)
    call.keeps_pace(f"{call.method} {channel.id}", POSTING)
    posting.post(call.slack, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": shapes.message(call.slack, channel, message)}


def whisper(call: Call) -> Answer:
    """chat.postEphemeral: say something that only one member of a channel sees."""
    person, channel = call.text("user"), _spoken_in(call, call.channel())
    if person not in channel.members:
        raise Refusal("user_not_in_channel")
    check(call)
    message = message_of(call, channel)
    message.only_for = person
    return {"message_ts": posting.post(call.slack, channel, message).ts}


def update(call: Call) -> Answer:
    """chat.update: change a message of the bot; what is not given stays, but a new text takes the place of blocks."""
    channel, message = _own_message(call, "cant_update_message")
    if channel.is_archived:
        raise Refusal("is_inactive")
    check(call, updating=True)
    before = shapes.message(call.slack, channel, message)
    change(call, message)
    posting.changed(call.slack, channel, message, before=before)
    after = shapes.message(call.slack, channel, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": after}


def delete(call: Call) -> Answer:
    """chat.delete: take a message of the bot away."""
    channel, message = _own_message(call, "cant_delete_message")
    posting.delete(call.slack, channel, message)
    return {"channel": channel.id, "ts": call.text("ts")}


def permalink(call: Call) -> Answer:
    """chat.getPermalink: the address of a message."""
    channel = call.channel()
    message = _found(channel, call.text("message_ts"))
    return {"channel": channel.id, "permalink": shapes.permalink(call.slack, channel, message)}


def _addressed(call: Call) -> Channel:
    """Return the conversation that is meant: by id, by a channel's name, or by a person's id.

    Raises:
        Refusal: `channel_not_found`.
    """
    name, workspace = call.text("channel"), call.slack.workspace
    if name in workspace.people and name != call.bot.id:
        return happenings.direct(call.slack, call.bot.id, name)
    named = (one for one in workspace.channels.values() if one.kind == "public" or call.is_in(one))
    channel = next((one for one in named if name.removeprefix("#") in (one.id, one.name)), None)
    if channel is None:
        raise Refusal("channel_not_found")
    return channel


def _spoken_in(call: Call, channel: Channel) -> Channel:
    """Return the conversation, if the bot may speak in it.

    Raises:
        Refusal: `is_archived` or `not_in_channel`.
    """
    if channel.is_archived:
        raise Refusal("is_archived")
    may_speak_anywhere = call.method == "chat.postMessage" and call.grants("chat:write.public")
    if not (call.is_in(channel) or may_speak_anywhere):
        raise Refusal("not_in_channel")
    return channel


def _own_message(call: Call, wrong: str) -> tuple[Channel, Message]:
    """Return the message that is named, if the bot wrote it.

    Raises:
        Refusal: `channel_not_found`, `message_not_found`, or `wrong` for somebody else's.
    """
    channel = call.channel()
    message = _found(channel, call.text("ts"))
    if message.author != call.bot.id:
        raise Refusal(wrong)
    return channel, message


def _found(channel: Channel, ts: str) -> Message:
    """Return the message with a time stamp, unless only one person sees it."""
    message = channel.message(ts)
    if message is None or message.only_for:
        raise Refusal("message_not_found")
    return message


METHODS = {
    "chat.postMessage": Method(post, scopes=("chat:write",)),
    "chat.postEphemeral": Method(whisper, scopes=("chat:write",), per_minute=OFTEN),
    "chat.update": Method(update, scopes=("chat:write",), per_minute=SOMETIMES),
    "chat.delete": Method(delete, scopes=("chat:write",), per_minute=SOMETIMES),
    "chat.getPermalink": Method(permalink, takes_json=False),
}
