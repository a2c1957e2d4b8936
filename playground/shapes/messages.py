"""Messages, and the threads they are in."""

from uuid import NAMESPACE_OID, uuid5

from playground.shapes.common import Shape, present
from playground.shapes.files import file
from playground.shapes.people import bot_profile
from playground.slack import Slack
from playground.workspace import Channel, Message


def message(slack: Slack, channel: Channel, message: Message) -> Shape:
    """Return a message as it is in answers and events."""
    return {
        "type": "message",
        **_author(slack, message),
        "ts": message.ts,
        "text": message.text,
        "team": slack.workspace.team.id,
        **present(
            subtype=message.subtype,
            is_ephemeral=message.only_for is not None,
            blocks=message.blocks,
            attachments=message.attachments,
            files=[file(slack, slack.workspace.files[one]) for one in message.files],
            metadata=message.metadata,
            edited=message.edited_ts and {"user": message.author, "ts": message.edited_ts},
            reactions=[
                {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
            ],
        ),
        **_thread(channel, message),
    }


def permalink(slack: Slack, channel: Channel, message: Message) -> str:
    """Return the address of a message."""
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if is_reply(message) else ""
    return f"{slack.address}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"


def is_reply(message: Message) -> bool:
    """Whether a message was written in a thread that another one began."""
    return message.thread_ts not in (None, message.ts)


def _author(slack: Slack, message: Message) -> Shape:
    """Return who wrote a message: a person, the bot, or the bot under another name."""
    if message.author != slack.workspace.bot.id:
        typed = {} if message.subtype else {"client_msg_id": str(uuid5(NAMESPACE_OID, message.ts))}
        return {"user": message.author, **typed}
    bot = {"bot_id": slack.workspace.bot_id, "app_id": slack.workspace.app_id}
    if message.username:
        return {**bot, "subtype": "bot_message", "username": message.username}
    return {"user": message.author, **bot, "bot_profile": bot_profile(slack)}


def _thread(channel: Channel, message: Message) -> Shape:
    """Return what a message says of the thread it is in."""
    if is_reply(message):
        parent = channel.message(message.thread_ts or "")
        return {"thread_ts": message.thread_ts, **present(parent_user_id=parent and parent.author)}
    replies = [one for one in channel.messages if one.thread_ts == message.ts and one.ts != message.ts]
    replies = [one for one in replies if one.only_for is None]
    if not replies:
        return {}
    writers = list(dict.fromkeys(one.author for one in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(writers),
        "reply_users": writers,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }
