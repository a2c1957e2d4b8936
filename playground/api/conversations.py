"""conversations.*: which channels and direct messages there are, and who is in them."""

from collections.abc import Iterable

from playground import happenings, shapes
from playground.api.calling import SCOPE_WORDS, Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import OFTEN, SELDOM, SOMETIMES
from playground.workspace import Channel, ChannelKind

TYPES: dict[str, ChannelKind] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}
"""What the argument `types` calls the kinds of channels."""
MOST_IN_DIRECT = 8


def listed(call: Call) -> Answer:
    """conversations.list: every conversation of some types that the bot can see."""
    return _list(call, call.slack.workspace.channels.values())


def of_person(call: Call) -> Answer:
    """users.conversations: those that the bot is in, or that somebody else and the bot are in."""
    person = call.person().id if call.arguments.get("user") else call.bot.id
    return _list(call, (one for one in call.slack.workspace.channels.values() if person in one.members))


def about(call: Call) -> Answer:
    """conversations.info: one conversation."""
    channel = _seen(call)
    return {"channel": shapes.channel(call.slack, channel, count=call.flag("include_num_members"))}


def members(call: Call) -> Answer:
    """conversations.members: who is in a conversation."""
    page = call.page(_seen(call).members, str, otherwise=100)
    return {"members": list(page.items), **page.metadata}


def open_(call: Call) -> Answer:
    """conversations.open: begin a direct message with one or more people, or go on with it."""
    if call.arguments.get("channel"):
        channel, was_open = _direct(call), True
    else:
        people = [call.bot.id, *_people(call)]
        was_open = call.slack.workspace.direct(*people) is not None
        channel = happenings.direct(call.slack, *people)
    shape = shapes.channel(call.slack, channel) if call.flag("return_im") else {"id": channel.id}
    return {**({"no_op": True, "already_open": True} if was_open else {}), "channel": shape}


def _list(call: Call, channels: Iterable[Channel]) -> Answer:
    """Return those of the wanted types that the bot can see, page by page."""
    types = call.words("types") or ["public_channel"]
    if unknown := [name for name in types if name not in TYPES]:
        raise Refusal("invalid_types", provided=",".join(unknown))
    kinds = [TYPES[name] for name in types]
    for kind in kinds:
        call.needs(f"{SCOPE_WORDS[kind]}:read")
    excludes = call.flag("exclude_archived")
    found = [one for one in channels if one.kind in kinds and call.sees(one) and not (excludes and one.is_archived)]
    page = call.page(found, lambda one: one.id, otherwise=100)
    return {"channels": [shapes.channel(call.slack, one, count=True) for one in page.items], **page.metadata}


def _seen(call: Call) -> Channel:
    """Return the conversation that is named, if the bot can see it and may read of its kind."""
    channel = call.channel()
    call.needs(f"{SCOPE_WORDS[channel.kind]}:read")
    return channel


def _direct(call: Call) -> Channel:
    """Return the direct message that an id names."""
    channel = call.channel()
    if channel.kind not in ("im", "mpim"):
        raise Refusal("method_not_supported_for_channel_type")
    return channel


def _people(call: Call) -> list[str]:
    """Return whom the bot wants to talk to.

    Raises:
        Refusal: in Slack's words, where that cannot be.
    """
    people, known = call.words("users"), call.slack.workspace.people
    if not people:
        raise Refusal("users_list_not_supplied")
    if any(person not in known for person in people):
        raise Refusal("user_not_found")
    if people == [call.bot.id]:
        raise Refusal("cannot_dm_bot")
    if len(people) > MOST_IN_DIRECT:
        raise Refusal("too_many_users")
    if any(known[person].is_deactivated for person in people):
        raise Refusal("user_disabled")
    call.needs("im:write" if len(people) == 1 else "mpim:write")
    return people


READ = tuple(f"{word}:read" for word in SCOPE_WORDS.values())
WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write")

METHODS = {
    "conversations.list": Method(listed, READ, SELDOM, takes_json=False),
    "conversations.info": Method(about, READ, SOMETIMES, takes_json=False),
    "conversations.members": Method(members, READ, OFTEN, takes_json=False),
    "conversations.open": Method(open_, WRITE, SOMETIMES),
    "users.conversations": Method(of_person, READ, SOMETIMES, takes_json=False),
}
