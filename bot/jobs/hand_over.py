"""Do what is due about handovers and covers: accounts that move on their day, approvals that expire, covers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.asking import rights
from bot.team import team
from storage import covers
from storage.database import Sessions
from storage.handovers import life, lists
from storage.handovers.refusals import Changed, Conflict, Gone, Overtaken, Refused

BECAUSE: dict[type[Refused], str] = {Conflict: "moved_on", Changed: "changed", Gone: "gone"}
"""Why what was scheduled is not done, as whoever asked is told."""

UTC = ZoneInfo("UTC")
"""Any time zone: who leads whom does not depend on it."""


def hand_over(now: datetime, *, sessions: Sessions) -> None:
    """Do what is due by a moment and nobody has done; what cannot be done is left to whoever asked for it."""
    with sessions() as session, session.begin():
        covers.turn(session, now=now)
    with sessions() as session, session.begin():
        life.expire(session, now=now)
    with sessions() as session:
        scheduled = life.due(session, now=now)
    for handover_id in scheduled:
        _perform(sessions, handover_id, now)


def _perform(sessions: Sessions, handover_id: int, now: datetime) -> None:
    """Do what is scheduled, all of it or nothing, if those by whose word it is may give the accounts away still."""
    try:
        with sessions() as session, session.begin():
            if not _has_lapsed(session, handover_id, now):
                life.perform(session, handover_id, now=now)
    except Overtaken:
        return
    except (Conflict, Changed, Gone) as refused:
        with sessions() as session, session.begin():
            life.fail(session, handover_id, because=BECAUSE[type(refused)], now=now)


def _has_lapsed(session: Session, handover_id: int, now: datetime) -> bool:
    """Say whether nobody by whose word it is may give the accounts away any more; then it has failed."""
    found = lists.one(session, handover_id)
    because = rights.lapsed(session, found, now=now) if found else None
    if found is None or because is None:
        return False
    told = rights.to_be_told(found, team(session, business_zone=UTC, now=now))
    life.fail(session, handover_id, because=because.value, instead=told, now=now)
    return True
