"""What happens in a workspace without the bot: people come and go, channels close. The bot hears of it by events."""

from collections.abc import Sequence

from playground import posting, shapes
from playground.outward import events
from playground.slack import Slack
from playground.workspace import Channel, Group, Message, Person

MOST_TOLD = 500
"""How many members of a user group an event tells, however many there are."""


def direct(slack: Slack, *people: str) -> Channel:
    """Return the direct message between people, opened where there is none yet."""
    workspace = slack.workspace
    if found := workspace.direct(*people):
        return found
    kind, prefix = ("im", "D") if len(set(people)) <= 2 else ("mpim", "G")
    names = [workspace.people[one].name for one in people]
    name = "" if kind == "im" else f"mpdm-{'--'.join(names)}-1"
    created = int(slack.clock.timestamp())
    channel = Channel(slack.ids.new(prefix), name, kind, list(dict.fromkeys(people)), created=created)  # type: ignore[arg-type]
    workspace.channels[channel.id] = channel
    slack.changes.happened()
    return channel


def joins(slack: Slack, channel: Channel, person: str, *, inviter: str | None = None) -> None:
    """Let somebody into a channel."""
    if person in channel.members:
        return
    channel.members.append(person)
    _announce(slack, channel, person, "join", "has joined the channel")
    _tell_membership(slack, channel, person, "member_joined_channel", **({"inviter": inviter} if inviter else {}))


def leaves(slack: Slack, channel: Channel, person: str, *, removed_by: str | None = None) -> None:
    """Let somebody leave a channel, or be removed from it; the bot hears of its own leaving by `channel_left`."""
    if person not in channel.members:
        return
    _announce(slack, channel, person, "leave", "has left the channel")
    channel.members.remove(person)
    if person == slack.workspace.bot.id:
        actor = removed_by or person
        _tell(slack, "group_left" if channel.kind == "private" else "channel_left", channel=channel.id, actor_id=actor)
    else:
        _tell_membership(slack, channel, person, "member_left_channel")


def archives(slack: Slack, channel: Channel, by: str) -> None:
    """Archive a channel: nobody can write there any more."""
    channel.is_archived = True
    _tell_channel(slack, channel, "archive", by)


def unarchives(slack: Slack, channel: Channel, by: str) -> None:
    """Open an archived channel again."""
    channel.is_archived = False
    _tell_channel(slack, channel, "unarchive", by)


def deactivates(slack: Slack, person: Person) -> None:
    """Close somebody's account."""
    person.is_deactivated = True
    _tell_person(slack, "user_change", person)


def reactivates(slack: Slack, person: Person) -> None:
    """Open a closed account again."""
    person.is_deactivated = False
    _tell_person(slack, "user_change", person)


def arrives(slack: Slack, person: Person) -> None:
    """Welcome somebody new, who joins every public channel but says nothing."""
    slack.workspace.people[person.id] = person
    for channel in slack.workspace.channels.values():
        if channel.kind == "public" and not channel.is_archived:
            channel.members.append(person.id)
    _tell_person(slack, "team_join", person)


def changes(slack: Slack, person: Person, **fields: object) -> None:
    """Let something about somebody be different: their `email`, `is_guest`, `real_name`, …."""
    for name, value in fields.items():
        setattr(person, name, value)
    _tell_person(slack, "user_change", person)


def founds(slack: Slack, group: Group) -> None:
    """Let there be a new user group."""
    slack.workspace.groups[group.id] = group
    _tell(slack, "subteam_created", subteam=_subteam(slack, group))


def regroups(slack: Slack, group: Group, members: Sequence[str]) -> None:
    """Let other people be in a user group; the bot hears who came and went, and how the group is now."""
    now, before = int(slack.clock.timestamp()), group.members
    came, went = [one for one in members if one not in before], [one for one in before if one not in members]
    group.members = list(members)
    delta = {
        "added_users": came,
        "added_users_count": str(len(came)),
        "removed_users": went,
        "removed_users_count": str(len(went)),
    }
    whose = {"subteam_id": group.id, "team_id": slack.workspace.team.id}
    _tell(slack, "subteam_members_changed", **whose, date_previous_update=now, date_update=now, **delta)
    _tell(slack, "subteam_updated", subteam=_subteam(slack, group))


def disables(slack: Slack, group: Group) -> None:
    """Let a user group be used no more."""
    group.is_disabled = True
    _tell(slack, "subteam_updated", subteam=_subteam(slack, group))


def _subteam(slack: Slack, group: Group) -> shapes.Shape:
    """Return a user group as events tell of it, with no more members than Slack tells."""
    told = shapes.group(slack, group, members=True, count=True)
    return {**told, "users": told["users"][:MOST_TOLD]}


def _announce(slack: Slack, channel: Channel, person: str, what: str, words: str) -> None:
    """Let Slack write into a channel who came or went."""
    prefix = "group" if channel.kind == "private" else "channel"
    message = Message(slack.ids.ts(), author=person, text=f"<@{person}> {words}", subtype=f"{prefix}_{what}")
    posting.post(slack, channel, message)


def _tell_membership(slack: Slack, channel: Channel, person: str, kind: str, **more: str) -> None:
    """Tell the bot who came or went, if it is there to see it."""
    if slack.workspace.bot.id in channel.members:
        where = {"channel": channel.id, "channel_type": "G" if channel.kind == "private" else "C"}
        _tell(slack, kind, user=person, **where, team=slack.workspace.team.id, **more)


def _tell_channel(slack: Slack, channel: Channel, what: str, by: str) -> None:
    """Tell the bot what became of a channel: of any public one, of a private one only if it is there."""
    is_private = channel.kind == "private"
    if not is_private or slack.workspace.bot.id in channel.members:
        _tell(slack, f"{'group' if is_private else 'channel'}_{what}", channel=channel.id, user=by)


def _tell_person(slack: Slack, kind: str, person: Person) -> None:
    """Tell the bot who has come or changed."""
    scopes = slack.manifest.scopes
    has_email = scopes is None or "users:read.email" in scopes
    _tell(slack, kind, user=shapes.person(slack, person, email=has_email), cache_ts=int(slack.clock.timestamp()))


def _tell(slack: Slack, kind: str, **what: object) -> None:
    """Tell the bot, and let the page show it."""
    events.happened(slack, {"type": kind, **what})
    slack.changes.happened()
