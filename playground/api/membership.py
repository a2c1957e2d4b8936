"""conversations.join, leave and invite: who comes and who goes."""

from playground import happenings, shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import SOMETIMES
from playground.workspace import Channel, ChannelKind


def join(call: Call) -> Answer:
    """conversations.join: let the bot into a public channel."""
    channel = _changed(call, "public")
    was_in = call.is_in(channel)
    happenings.joins(call.slack, channel, call.bot.id)
    warning = {"warning": "already_in_channel"} if was_in else {}
    return {"channel": shapes.channel(call.slack, channel), **warning}


def leave(call: Call) -> Answer:
    """conversations.leave: let the bot go."""
    channel = _changed(call, "public", "private")
    if not call.is_in(channel):
        return {"not_in_channel": True}
    if channel.name == "general":
        raise Refusal("cant_leave_general")
    happenings.leaves(call.slack, channel, call.bot.id)
    return {}


def invite(call: Call) -> Answer:
    """conversations.invite: let people into a channel that the bot is in."""
    channel = _changed(call, "public", "private")
    people = call.words("users")
    if not people:
        raise Refusal("no_user")
    for person in people:
        _check_invited(call, channel, person)
    if not call.is_in(channel):
        raise Refusal("not_in_channel")
    for person in people:
        happenings.joins(call.slack, channel, person, inviter=call.bot.id)
    return {"channel": shapes.channel(call.slack, channel)}


def _changed(call: Call, *kinds: ChannelKind) -> Channel:
    """Return the channel that is named, if it is of a kind that people come to and leave, and still open.

    Raises:
        Refusal: in Slack's words.
    """
    channel = call.channel()
    if channel.kind not in kinds:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    return channel


def _check_invited(call: Call, channel: Channel, person: str) -> None:
    """Go on only if somebody can be let in.

    Raises:
        Refusal: in Slack's words.
    """
    known = call.slack.workspace.people.get(person)
    if person == call.bot.id:
        raise Refusal("cant_invite_self")
    if known is None or known.is_deactivated:
        raise Refusal("user_not_found")
    if person in channel.members:
        raise Refusal("already_in_channel")


LEAVE = ("channels:manage", "groups:write", "im:write", "mpim:write")
INVITE = ("channels:manage", "channels:write.invites", "groups:write", "groups:write.invites")

METHODS = {
    "conversations.join": Method(join, ("channels:join",), SOMETIMES),
    "conversations.leave": Method(leave, LEAVE, SOMETIMES),
    "conversations.invite": Method(invite, INVITE, SOMETIMES),
}
