"""Who is in the workspace, as Slack tells it: members page by page, user groups with whoever is in them.

Slack allows twenty of these calls a minute: so many pages apart, ten thousand members take a minute.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_sdk import WebClient

from bot.locale import LANGUAGES
from storage.groups import Group
from storage.roster import Member

PAGE = 500
"""How many members Slack is asked for at once; it gives fewer where it wants to."""

APART_SECONDS = 60 / 20
"""How long to wait between two pages."""

SLACKBOT = "USLACKBOT"

Pause = Callable[[float], None]


def members(client: WebClient, *, ours: str, pause: Pause = time.sleep) -> list[Member]:
    """Return everybody in the workspace, those too whose accounts are closed.

    Args:
        ours: the workspace's id.
        pause: waits for so many seconds.
    """
    return [member(one, ours=ours) for page in _pages(client, pause) for one in page]


def _pages(client: WebClient, pause: Pause) -> Iterator[list[dict[str, Any]]]:
    """Yield the members page by page, at the pace that Slack allows."""
    cursor = ""
    while True:
        answer = client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
        yield answer["members"]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
        pause(APART_SECONDS)


def member(told: Mapping[str, Any], *, ours: str) -> Member:
    """Return somebody as Slack tells of them; in an organisation of several workspaces, they may be in many.

    Events of an organisation may tell of none: then `workspace` is empty.

    Args:
        told: a user object, of which closed accounts lack most.
        ours: the id of the workspace in which the bot is.
    """
    profile = told.get("profile") or {}
    theirs = {told.get("team_id"), *((told.get("enterprise_user") or {}).get("teams") or ())} - {None, ""}
    is_foreign = bool(told.get("is_stranger")) or ours not in theirs
    return Member(
        slack_id=told["id"],
        workspace=ours if ours in theirs else told.get("team_id") or min(theirs, default=""),
        handle=told.get("name") or "",
        name=profile.get("real_name") or told.get("real_name") or told.get("name") or told["id"],
        email=profile.get("email") or None if told.get("is_email_confirmed", True) else None,
        time_zone=told.get("tz") or None,
        language=_language(told.get("locale")),
        is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
        is_bot=bool(told.get("is_bot") or told.get("is_workflow_bot") or told["id"] == SLACKBOT),
        is_foreign=is_foreign,
        is_deleted=bool(told.get("deleted")),
    )


def groups(client: WebClient) -> list[Group]:
    """Return the user groups that are in use, each with everybody in it."""
    told = client.usergroups_list(include_users=True, include_count=True)["usergroups"]
    return [Group(one["id"], one.get("handle") or "", _in_group(client, one)) for one in told if not one["date_delete"]]


def _in_group(client: WebClient, told: Mapping[str, Any]) -> frozenset[str]:
    """Return who is in a user group; of one that Slack has not told whole, it is asked."""
    some = told.get("users") or ()
    if len(some) == int(told.get("user_count") or 0):
        return frozenset(some)
    return frozenset(client.usergroups_users_list(usergroup=told["id"])["users"])


def _language(locale: str | None) -> str | None:
    """Return the language of a locale such as `zh-CN`, if we speak it."""
    code = (locale or "").partition("-")[0]
    return code if code in LANGUAGES else None
