"""Bring alerts that nobody takes before somebody further up: once to the lead, then to the manager."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.routing import Member, Team, above, stand_in
from bot.team import team
from segmentation.rule import Severity
from segmentation.rules import RULES
from storage import outbox
from storage.alerts import life, overdue
from storage.alerts.overdue import Untaken
from storage.database import Sessions

ANYBODY_ABOVE = ("manager", "admin")
"""Who hears of what nobody takes where nobody is known to be above whoever was asked."""

LEVELS = 2
"""How far up an alert goes: the lead, then the manager."""

URGENT = [rule.name for rule in RULES.values() if rule.severity > Severity.NOTICE]
"""The rules whose alerts somebody has to take."""


def escalate(now: datetime, *, sessions: Sessions, zone: ZoneInfo, after_days: int) -> None:
    """Put into the outbox what nobody has taken within so many working days of whoever was asked last.

    Whoever is told next has to be at work: until then it may still be taken.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session:
        waiting = overdue.untaken(session, rules=URGENT, levels=LEVELS)
        everybody = team(session, business_zone=zone, now=now) if waiting else {}
    for one in waiting:
        meant, to = next_up(one, everybody) or (None, None)
        is_at_work = to is not None and to.hearing.working_time.is_working(now)
        if to and is_at_work and is_overdue(one, everybody, now=now, after_days=after_days):
            covers = meant.name if meant and meant != to else None
            with sessions() as session, session.begin():
                _bring(session, one, to, covers=covers, asked=everybody[one.person_id].name, now=now)


def is_overdue(one: Untaken, everybody: Team, *, now: datetime, after_days: int) -> bool:
    """Say whether whoever was asked last has had their working days to take an alert."""
    last = everybody.get(one.person_id)
    return last is not None and last.hearing.working_time.add_working_days(one.asked_at, after_days) <= now


def next_up(one: Untaken, everybody: Team) -> tuple[Member, Member] | None:
    """Return the nearest of those above the owner, and who hears for them: who can, and has had no message about it.

    Without an owner, or where nobody is left there, they are above whoever was asked last. Where their chain leads to
    no manager it is any manager, else an administrator. Of those who are away it is whoever stands in for them.
    """
    lowest = one.person_id if one.owner_id is None else one.owner_id
    chain = [*above(lowest, everybody), *above(one.person_id, everybody)]
    if not any(each.hearing.is_head for each in (everybody[lowest], *chain)):
        chain += [each for role in ANYBODY_ABOVE for each in everybody.values() if each.role == role]
    hear = [(each, stand_in(each.id, everybody) or each) for each in chain]
    return next((both for both in hear if both[1].is_reachable and both[1].id not in one.told), None)


def _bring(session: Session, one: Untaken, to: Member, *, covers: str | None, asked: str, now: datetime) -> None:
    """Put an alert before somebody, unless it has been taken in the meantime.

    Args:
        covers: the name of whom they stand in for, if they do.
        asked: the name of whoever has not taken it.
    """
    level = one.level + 1
    if life.escalate(session, one.alert_id, level=level, to=to.id, now=now):
        outbox.add(
            session,
            mark=":".join(str(part) for part in (overdue.ESCALATION, one.alert_id, level, one.moved) if part),
            kind=overdue.ESCALATION,
            now=now,
            alert_id=one.alert_id,
            person_id=to.id,
            content={"why": "untaken", "instead_of": asked, "asked_for": one.asked_for, "covers": covers},
        )
