"""Whether a handover needs somebody's approval, and whose: decided by what it would move and by who asks; pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from bot.access import HEADS
from bot.errors import BotError
from bot.governance import Governance
from bot.routing import Member, Team, above
from bot.working_time import DAY
from storage.handovers.life import Approval
from storage.handovers.shown import Shown

LONGEST = 100
"""After so many days the time to approve is over, however many of them were off."""


class Why(StrEnum):
    """What makes a handover large."""

    ACCOUNTS = "accounts"
    VALUE = "value"
    VIPS = "vips"


class NobodyApproves(BotError):
    """Something needs approval, and there is nobody to give it."""

    def __init__(self) -> None:
        super().__init__("This needs the approval of a manager, and there is none above you whom I can ask.")


def approval(shown: Shown, house: Governance, asker: Member, team: Team, *, now: datetime) -> Approval | None:
    """Return whose approval a handover needs, and until when they may give it; None if it needs none.

    Raises:
        NobodyApproves: it needs some, and nobody can give it.
    """
    if asker.role in HEADS or not is_large(shown, house):
        return None
    asked = approvers(asker.id, team)
    if not asked:
        raise NobodyApproves
    return Approval(tuple(one.id for one in asked), until(asked, house, now=now))


def until(asked: Iterable[Member], house: Governance, *, now: datetime) -> datetime:
    """Return until when those who are asked may approve.

    The hours count from when the first of them works again, which is when they are asked; their days off do not count.
    """
    working = min((one.hearing.working_time for one in asked), key=lambda one: one.next_moment(now))
    begins = working.next_moment(now)
    first, end = begins.astimezone(working.zone).date(), begins + timedelta(hours=house.approval_hours)
    for day in (first + DAY * ahead for ahead in range(1, LONGEST)):
        if day > end.astimezone(working.zone).date():
            break
        end += DAY * (not working.is_working_day(day))
    return end


def is_large(shown: Shown, house: Governance) -> bool:
    """Say whether a handover is more than the administrator leaves to everybody."""
    return bool(why(shown, house))


def why(shown: Shown, house: Governance) -> tuple[Why, ...]:
    """Return in what a handover is more than the administrator leaves to everybody."""
    large = {
        Why.ACCOUNTS: shown.accounts > house.approve_accounts,
        Why.VALUE: shown.value > house.approve_value,
        Why.VIPS: house.approve_vips and bool(shown.vips),
    }
    return tuple(one for one, is_so in large.items() if is_so)


def approvers(asker_id: int, team: Team) -> list[Member]:
    """Return who is asked: the nearest manager above who is there; where there is none above, all managers there are.

    Where none of them is there, administrators are; whoever is away is asked only if nobody else is there.
    """
    chain = [one for one in above(asker_id, team) if may_approve(one, asker_id, team)]
    anybody = [one for one in team.values() if may_approve(one, asker_id, team)]
    managers = [one for one in anybody if one.role == "manager"] or anybody
    return _there(chain)[:1] or _there(managers) or _there(anybody) or chain[:1] or managers


def _there(people: Iterable[Member]) -> list[Member]:
    """Return those for whom nobody stands in."""
    return [one for one in people if one.covered_by is None]


def others(asked: Collection[int], asker_id: int, team: Team) -> list[Member]:
    """Return who is asked beside those who were, as none of them may approve any more or is there; else nobody."""
    known = [team[one] for one in asked if one in team]
    is_there = any(one.covered_by is None and may_approve(one, asker_id, team) for one in known)
    return [] if is_there else [one for one in approvers(asker_id, team) if one.id not in asked]


def may_approve(member: Member, asker_id: int, team: Team) -> bool:
    """Say whether somebody may approve what somebody else asks for: a manager above them, or where there is none, any.

    Administrators may in any case; nobody may for themselves.
    """
    if member.id == asker_id or member.role not in HEADS or not member.is_reachable:
        return False
    heads = [one.id for one in above(asker_id, team) if one.role in HEADS and one.is_reachable]
    return not heads or member.id in heads or member.role == "admin"
