"""Messages come, change and go: who is notified, and what the bot hears of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from playground import shapes
from playground.outward import events
from playground.slack import Slack
from playground.workspace import Channel, Message, Notice

NOTHING_TO_READ = "This content can't be displayed."
"""What a notification says of a message whose `text` is empty."""

DIRECT = ("im", "mpim")
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>")
_EVERYBODY = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>")


def post(slack: Slack, channel: Channel, message: Message) -> Message:
    """Put a message into a channel: people are notified, the bot hears of it, and the page shows it."""
    channel.messages.append(message)
    if message.only_for is None:
        channel.read[message.author] = message.ts
        slack.workspace.notices.extend(_notices(slack, channel, message))
        _tell(slack, channel, shapes.message(slack, channel, message))
        if _mentions_bot(slack, channel, message):
            _tell(slack, channel, shapes.message(slack, channel, message) | {"type": "app_mention"})
    slack.changes.happened()
    return message


def changed(slack: Slack, channel: Channel, message: Message, *, before: shapes.Shape) -> None:
    """Let everybody know that a message is no longer what it was `before`."""
    now = shapes.message(slack, channel, message)
    _tell_hidden(slack, channel, "message_changed", message=now, previous_message=before)


def delete(slack: Slack, channel: Channel, message: Message) -> None:
    """Take a message away; where others have answered it, the place stays."""
    before = shapes.message(slack, channel, message)
    if "reply_count" in before:
        message.text, message.subtype, message.author = "This message was deleted.", "tombstone", shapes.SLACKBOT.id
        message.blocks, message.attachments, message.files, message.metadata = [], [], [], None
    else:
        channel.messages.remove(message)
    _tell_hidden(slack, channel, "message_deleted", previous_message=before, deleted_ts=message.ts)


def _tell_hidden(slack: Slack, channel: Channel, subtype: str, **what: Any) -> None:
    """Tell the bot of something that happened to a message, and let the page show it."""
    if not what["previous_message"].get("is_ephemeral"):
        _tell(slack, channel, {"type": "message", "subtype": subtype, "hidden": True, "ts": slack.ids.ts(), **what})
    slack.changes.happened()


def _tell(slack: Slack, channel: Channel, event: shapes.Shape) -> None:
    """Tell the bot, if it is there to hear it."""
    if slack.workspace.bot.id in channel.members:
        where = {"channel": channel.id, "channel_type": shapes.CHANNEL_TYPES[channel.kind]}
        events.happened(slack, event | where)


def _mentions_bot(slack: Slack, channel: Channel, message: Message) -> bool:
    """Whether somebody else speaks to the bot, where that is an event of its own."""
    bot = slack.workspace.bot.id
    return channel.kind != "im" and message.author != bot and bot in _PERSON.findall(_read_aloud(message))


def _notices(slack: Slack, channel: Channel, message: Message) -> Iterator[Notice]:
    """Yield what pops up, and on whose phone."""
    pinged = _pinged(slack, channel, message) - {message.author, slack.workspace.bot.id}
    for person in (slack.workspace.people[one] for one in channel.members if one in pinged):
        if not person.is_deactivated:
            yield Notice(person.id, channel.id, message.ts, message.text or NOTHING_TO_READ)


def _pinged(slack: Slack, channel: Channel, message: Message) -> set[str]:
    """Return who is called: everybody in a direct message, who is named, and who takes part in the thread."""
    text = _read_aloud(message)
    if channel.kind in DIRECT or _EVERYBODY.search(text):
        return set(channel.members)
    groups = (slack.workspace.groups.get(one) for one in _GROUP.findall(text))
    named = {*_PERSON.findall(text), *(person for group in groups if group for person in group.members)}
    return named | _in_thread(channel, message)


def _in_thread(channel: Channel, message: Message) -> set[str]:
    """Return who has written in the thread of a reply."""
    if not shapes.is_reply(message):
        return set()
    return {one.author for one in channel.messages if message.thread_ts in (one.ts, one.thread_ts)}


def _read_aloud(message: Message) -> str:
    """Return all that a message says, in blocks if it has any: `text` is only their stand-in."""
    return json.dumps(message.blocks, ensure_ascii=False) if message.blocks else message.text
