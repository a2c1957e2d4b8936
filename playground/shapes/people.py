"""Members, the bot among them, and their groups."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from playground.shapes.common import Shape, present
from playground.slack import Slack
from playground.workspace import Group, Person

SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", time_zone="America/Los_Angeles")
"""The voice of Slack itself; for Slack it is no bot."""


def person(slack: Slack, person: Person, *, email: bool = False, locale: bool = False) -> Shape:
    """Return a member; the address and the language only where they are to be told."""
    offset = slack.clock.now().astimezone(ZoneInfo(person.time_zone)).utcoffset()
    return {
        "id": person.id,
        "team_id": slack.workspace.home_of(person),
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.is_deactivated,
        "color": "9f69e7",
        "tz": person.time_zone,
        "tz_label": person.time_zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_email_confirmed": person.is_email_confirmed and not person.is_bot,
        "updated": 0,
        **present(is_stranger=_is_out_of_sight(slack, person), locale=person.locale if locale else None),
        "profile": profile(slack, person, email=email),
    }


def _is_out_of_sight(slack: Slack, person: Person) -> bool:
    """Whether somebody is of another workspace, and in no channel in which the bot could meet them."""
    met = (one for one in slack.workspace.channels.values() if {person.id, slack.workspace.bot.id} <= {*one.members})
    return person.is_stranger and not any(met)


def profile(slack: Slack, person: Person, *, email: bool) -> Shape:
    """Return what a member says of themselves."""
    first, _, last = person.real_name.partition(" ")
    whose = {"api_app_id": slack.workspace.app_id, "bot_id": slack.workspace.bot_id, "always_active": False}
    return {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "" if person.is_bot else person.name,
        "display_name_normalized": "" if person.is_bot else person.name,
        "first_name": first,
        "last_name": last,
        "fields": {},
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": slack.workspace.home_of(person),
        **pictures(slack, person.id),
        **(whose if person.id == slack.workspace.bot.id else {}),
        **present(email=person.email if email else None),
    }


def bot_profile(slack: Slack) -> Shape:
    """Return who the bot is, as it comes with each of its messages."""
    return {
        "id": slack.workspace.bot_id,
        "app_id": slack.workspace.app_id,
        "user_id": slack.workspace.bot.id,
        "name": slack.workspace.bot.real_name,
        "icons": pictures(slack, slack.workspace.bot.id),
        "deleted": slack.workspace.bot.is_deactivated,
        "updated": 0,
        "team_id": slack.workspace.team.id,
    }


def pictures(slack: Slack, id_: str, *, sizes: Iterable[int] = (24, 32, 36, 48, 72, 192, 512)) -> Shape:
    """Return where pictures of somebody are, in several sizes."""
    return {f"image_{size}": f"{slack.address}/portraits/{id_}/{size}.svg" for size in sizes}


def group(slack: Slack, group: Group, *, members: bool = False, count: bool = False) -> Shape:
    """Return a user group."""
    return {
        "id": group.id,
        "team_id": slack.workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "is_external": False,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "auto_type": None,
        "date_create": 0,
        "date_update": 0,
        "date_delete": int(group.is_disabled),
        "prefs": {"channels": [], "groups": []},
        **({"users": list(group.members)} if members else {}),
        **({"user_count": len(group.members)} if count else {}),
    }
