"""Who and what of the workspace is meant: one of the team, a member, a team, a user group."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.asking import members
from bot.asking.members import UnknownPerson
from bot.errors import BotError
from bot.lines.staffing import NONE, SLACK_ID
from bot.telling.blocks import plain
from storage import people, teams
from storage.people import MENTION
from storage.tables import Person, SlackGroup, SlackMember, Team

_SUBTEAM = re.compile(r"<!subteam\^(?P<slack_id>[A-Z0-9]+)(?:\|@?(?P<handle>[^>]*))?>")


class UnknownMember(BotError):
    """Nobody in the workspace, or more than one, is called what was typed."""

    def __init__(self, said: str) -> None:
        super().__init__(
            "I know no account “{said}” in this workspace. Mention somebody with @; who has just joined is known in a "
            "minute.",
            said=plain(said),
        )


class UnknownTeam(BotError):
    """There is no team of this name."""

    def __init__(self, name: str, *, known: Sequence[str]) -> None:
        told = {"name": plain(name), "known": ", ".join(map(plain, known)) or "–"}
        super().__init__("There is no team “{name}”. There are: {known}. `/people team NAME` makes one.", **told)


class UnknownGroup(BotError):
    """There is no user group of this name, or Slack does not tell of any."""

    def __init__(self, said: str) -> None:
        super().__init__(
            "I know no user group “{said}”. I know them all as long as the app has the scope usergroups:read.",
            said=plain(said),
        )


def person(session: Session, said: str, *, me: int | None = None) -> Person:
    """Return who of the team is meant; a mention means the account that is mentioned, and nobody of a like name.

    Args:
        me: who asks, and may speak of themselves.
    """
    if (mention := MENTION.fullmatch(said)) and not people.by_slack_id(session, mention["slack_id"]):
        raise UnknownPerson(mention["name"] or mention["slack_id"])
    return members.meant(session, said, me=me)


def team(session: Session, said: str) -> Team | None:
    """Return the team that is meant; None for none."""
    if said.casefold() in NONE:
        return None
    number = members.CHOSEN.fullmatch(said)
    if found := session.get(Team, int(number[1])) if number else teams.named(session, said):
        return found
    raise UnknownTeam(said, known=[one.name for one in teams.every(session)][:20])


def member(session: Session, said: str) -> SlackMember:
    """Return who in the workspace is meant, by mention, id or handle."""
    mention = MENTION.fullmatch(said)
    slack_id = mention["slack_id"] if mention else said if SLACK_ID.fullmatch(said) else None
    if slack_id and (known := session.get(SlackMember, slack_id)):
        return known
    handle = said.removeprefix("@").casefold()
    alike = select(SlackMember).where(func.lower(SlackMember.handle) == handle, ~SlackMember.is_deleted)
    found = [] if slack_id or not handle else session.scalars(alike).all()
    if len(found) != 1:
        raise UnknownMember((mention["name"] if mention else "") or handle)
    return found[0]


def group(session: Session, said: str) -> SlackGroup:
    """Return the user group that is meant, by mention or handle."""
    mention = _SUBTEAM.fullmatch(said)
    handle = said.removeprefix("@").casefold()
    is_meant = SlackGroup.slack_id == mention["slack_id"] if mention else func.lower(SlackGroup.handle) == handle
    if found := session.scalar(select(SlackGroup).where(is_meant)):
        return found
    raise UnknownGroup((mention["handle"] if mention else "") or handle)
