"""Slack's own slash commands: the few that matter to a bot."""

from collections.abc import Callable, Mapping

from playground import happenings
from playground.outward import replies
from playground.slack import Slack
from playground.workspace import Channel


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


COMMANDS: Mapping[str, Callable[[Slack, str, Channel, str], None]] = {
    "/archive": archive,
    "/invite": invite,
    "/leave": leave,
    "/remove": remove,
}
