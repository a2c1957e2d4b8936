"""What becomes of messages that are there: people and the bot react to them, and people edit and delete their own."""

from playground import posting, shapes
from playground.outward import events
from playground.outward.words import written
from playground.places import InMessage, message_at
from playground.slack import Slack
from playground.workspace import Channel, Message


def reacts(slack: Slack, person: str, place: InMessage, name: str) -> None:
    """Put an emoji under a message, or take it back."""
    channel, message = message_at(slack, place)
    (unreact if person in message.reactions.get(name, ()) else react)(slack, person, channel, message, name)


def edits(slack: Slack, person: str, place: InMessage, text: str) -> None:  # noqa: ARG001 - who does it comes first
    """Write a message of one's own anew."""
    channel, message = message_at(slack, place)
    before = shapes.message(slack, channel, message)
    message.text, message.edited_ts = written(slack, text), slack.ids.ts()
    posting.changed(slack, channel, message, before=before)


def deletes(slack: Slack, person: str, place: InMessage) -> None:  # noqa: ARG001 - as above
    """Take a message of one's own away."""
    posting.delete(slack, *message_at(slack, place))


def react(slack: Slack, person: str, channel: Channel, message: Message, name: str) -> None:
    """Put an emoji under a message, where this person's is not there yet."""
    message.reactions.setdefault(name, []).append(person)
    _tell(slack, "reaction_added", person, channel, message, name)


def unreact(slack: Slack, person: str, channel: Channel, message: Message, name: str) -> None:
    """Take an emoji back."""
    message.reactions[name].remove(person)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(slack, "reaction_removed", person, channel, message, name)


def _tell(slack: Slack, kind: str, person: str, channel: Channel, message: Message, name: str) -> None:
    """Tell the bot of a reaction, if it is there to see it, and let the page show it."""
    if slack.workspace.bot.id in channel.members and message.only_for is None:
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        seen = {"user": person, "reaction": name, "item": item, "item_user": message.author}
        events.happened(slack, {"type": kind, **seen})
    slack.changes.happened()
