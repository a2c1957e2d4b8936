"""Channels and direct messages."""

from playground.shapes.common import Shape
from playground.slack import Slack
from playground.workspace import Channel

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
"""What events call the kinds of channels."""


def channel(slack: Slack, channel: Channel, *, count: bool = False) -> Shape:
    """Return a conversation as the bot sees it; `count` adds how many members it has."""
    if channel.kind == "im":
        return _direct(slack, channel)
    people = len(channel.members)
    empty = {"creator": "", "last_set": 0}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": slack.workspace.bot.id in channel.members,
        "created": channel.created,
        "updated": channel.created * 1000,
        "creator": next(iter(channel.members), ""),
        "context_team_id": slack.workspace.team.id,
        "topic": {"value": channel.topic, **empty},
        "purpose": {"value": "", **empty},
        "previous_names": [],
        "unlinked": 0,
        **({"num_members": people} if count else {}),
    }


def _direct(slack: Slack, channel: Channel) -> Shape:
    """Return a direct message as its members see it."""
    other = next((one for one in channel.members if one != slack.workspace.bot.id), slack.workspace.bot.id)
    person = slack.workspace.people.get(other)
    return {
        "id": channel.id,
        "created": channel.created,
        "updated": channel.created * 1000,
        "is_im": True,
        "is_org_shared": False,
        "is_archived": False,
        "is_user_deleted": person is not None and person.is_deactivated,
        "user": other,
        "context_team_id": slack.workspace.team.id,
        "priority": 0,
    }
