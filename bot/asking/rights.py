"""By whose word accounts change hands, and whether they may give these away still: asked anew whenever that matters."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import Ask, Role
from bot.asking import seeing
from bot.routing import Team, keepers, leads
from bot.telling.heeding import Lapsed
from storage.handovers import words
from storage.handovers.lists import HandoverView


def lapsed(session: Session, found: HandoverView, *, now: datetime) -> Lapsed | None:
    """Return why nobody by whose word a handover is done may give its accounts away any more; None if somebody may.

    That is whoever asked for it, and of what was approved for its day, whoever approved it.
    """
    by = (found.asked_by, found.decided_by if found.state == words.SCHEDULED else None)
    if any(_gives(session, one.id, found, now=now) for one in by if one):
        return None
    is_gone = found.asked_by is None or seeing.circle_of(session, found.asked_by.id, now).role is Role.STRANGER
    return Lapsed.LEFT if is_gone else Lapsed.NOT_THEIRS


def leads_any(session: Session, person_id: int, found: HandoverView, *, now: datetime) -> bool:
    """Say whether somebody looks after others' accounts, and could give some of those in a handover away."""
    if seeing.circle_of(session, person_id, now).role in {Role.STRANGER, Role.SALESPERSON}:
        return False
    gives = seeing.reach(session, person_id, Ask.ASSIGN, now)
    return any(gives.covers(giver.id if giver else None) for giver in found.givers)


def to_be_told(found: HandoverView, everybody: Team) -> list[int]:
    """Return who is told that a handover failed: whoever asked, or where they cannot hear it, who leads the owners."""
    if found.asked_by and everybody[found.asked_by.id].is_reachable:
        return [found.asked_by.id]
    return list(dict.fromkeys(_leading(found, everybody)))


def _leading(found: HandoverView, everybody: Team) -> Iterator[int]:
    """Yield the nearest lead of each owner who would give accounts, who keeps the bot for those of nobody."""
    for giver in found.givers:
        near = leads(giver.id, everybody) if giver else iter(keepers(everybody))
        yield from (one.id for one in [next(near, None)] if one)


def _gives(session: Session, person_id: int, found: HandoverView, *, now: datetime) -> bool:
    """Say whether somebody may give away all that a handover gives."""
    gives = seeing.reach(session, person_id, Ask.ASSIGN, now)
    return all(gives.covers(giver.id if giver else None) for giver in found.givers)
