"""Slack's own slash commands: the few that matter to a bot."""

from collections.abc import Callable, Mapping

from playground import happenings, posting
from playground.outward import replies
from playground.outward.words import written
from playground.slack import Slack
from playground.workspace import Channel, Message

Run = Callable[[Slack, str, Channel, str], None]

ONLY_IN_CHANNELS = "That works in channels only."


def me(slack: Slack, person: str, channel: Channel, typed: str) -> None:
    """Say what one is doing."""
    message = Message(slack.ids.ts(), author=person, text=written(slack, typed), subtype="me_message")
    posting.post(slack, channel, message)


def invite(slack: Slack, person: str, channel: Channel, typed: str) -> None:
    """Invite somebody, the bot for one, into this channel."""
    if invited := _named(slack, person, channel, typed):
        happenings.joins(slack, channel, invited, inviter=person)


def remove(slack: Slack, person: str, channel: Channel, typed: str) -> None:
    """Remove somebody from this channel."""
    if removed := _named(slack, person, channel, typed):
        happenings.leaves(slack, channel, removed, removed_by=person)


def leave(slack: Slack, person: str, channel: Channel, typed: str) -> None:  # noqa: ARG001 - it takes no words
    """Leave this channel."""
    happenings.leaves(slack, channel, person)


def archive(slack: Slack, person: str, channel: Channel, typed: str) -> None:  # noqa: ARG001 - it takes no words
    """Archive this channel."""
    happenings.archives(slack, channel, person)


def _named(slack: Slack, person: str, channel: Channel, typed: str) -> str | None:
    """Return whom somebody named; tell them if there is nobody of that name."""
    try:
        return slack.workspace.named(typed).id
    except KeyError:
        replies.slackbot(slack, channel, person, f"There is nobody called {typed or '…'} here.")
        return None


def _in_channels(command: Run) -> Run:
    """Return a command that does nothing to direct messages."""

    def run(slack: Slack, person: str, channel: Channel, typed: str) -> None:
        if channel.kind in posting.DIRECT:
            replies.slackbot(slack, channel, person, ONLY_IN_CHANNELS)
        else:
            command(slack, person, channel, typed)

    return run


HINTS: Mapping[str, str] = {"/invite": "@name", "/me": "MESSAGE", "/remove": "@name"}
"""What those take that take words."""

COMMANDS: Mapping[str, Run] = {
    "/archive": _in_channels(archive),
    "/invite": _in_channels(invite),
    "/leave": _in_channels(leave),
    "/me": me,
    "/remove": _in_channels(remove),
}
