"""users.* and usergroups.*: the members of the workspace, and their groups."""

from playground import shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import OFTEN, SELDOM, SOMETIMES
from playground.workspace import Person


def about(call: Call) -> Answer:
    """users.info: one member."""
    return {"user": _shape(call, _person(call))}


def listed(call: Call) -> Answer:
    """users.list: all members, deactivated ones too."""
    people = [shapes.SLACKBOT, *call.slack.workspace.people.values()]
    page = call.page(people, lambda one: one.id, otherwise=len(people))
    found = [_shape(call, one) for one in page.items]
    return {"members": found, "cache_ts": int(call.slack.clock.timestamp()), **page.metadata}


def by_email(call: Call) -> Answer:
    """users.lookupByEmail: the active member with an address."""
    wanted = call.text("email").casefold()
    for person in call.slack.workspace.people.values():
        if person.email.casefold() == wanted and not person.is_deactivated:
            return {"user": _shape(call, person)}
    raise Refusal("users_not_found")


def profile(call: Call) -> Answer:
    """users.profile.get: what a member says of themselves."""
    person = _person(call) if call.arguments.get("user") else call.bot
    return {"profile": shapes.profile(call.slack, person, email=call.grants("users:read.email"))}


def presence(call: Call) -> Answer:
    """users.getPresence: whether a member is there; here everybody is."""
    return {"presence": "away" if _person(call).is_deactivated else "active"}


def groups(call: Call) -> Answer:
    """usergroups.list: the user groups."""
    found = call.slack.workspace.groups.values()
    more = {"members": call.flag("include_users"), "count": call.flag("include_count")}
    wanted = [one for one in found if call.flag("include_disabled") or not one.is_disabled]
    return {"usergroups": [shapes.group(call.slack, one, **more) for one in wanted]}


def in_group(call: Call) -> Answer:
    """usergroups.users.list: who is in a user group."""
    group = call.slack.workspace.groups.get(call.text("usergroup"))
    if group is None or (group.is_disabled and not call.flag("include_disabled")):
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def _person(call: Call) -> Person:
    """Return the member that is named; Slackbot is one."""
    return shapes.SLACKBOT if call.text("user") == shapes.SLACKBOT.id else call.person()


def _shape(call: Call, person: Person) -> shapes.Shape:
    """Return a member as far as the bot may know."""
    email = call.grants("users:read.email")
    return shapes.person(call.slack, person, email=email, locale=call.flag("include_locale"))


READ = ("users:read",)
READ_GROUPS = ("usergroups:read",)

METHODS = {
    "users.info": Method(about, READ, OFTEN, takes_json=False),
    "users.list": Method(listed, READ, SELDOM, takes_json=False),
    "users.lookupByEmail": Method(by_email, ("users:read.email",), SOMETIMES, takes_json=False),
    "users.profile.get": Method(profile, ("users.profile:read",), OFTEN, takes_json=False),
    "users.getPresence": Method(presence, READ, SOMETIMES, takes_json=False),
    "usergroups.list": Method(groups, READ_GROUPS, SELDOM, takes_json=False),
    "usergroups.users.list": Method(in_group, READ_GROUPS, SELDOM, takes_json=False),
}
