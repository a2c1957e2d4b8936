"""Do what is due about handovers and covers: accounts that move on their day, approvals that expire, covers."""

from datetime import datetime

from storage import covers
from storage.database import Sessions
from storage.handovers import life
from storage.handovers.refusals import Changed, Conflict, Gone, Overtaken, Refused

BECAUSE: dict[type[Refused], str] = {Conflict: "moved_on", Changed: "changed", Gone: "gone"}
"""Why what was scheduled is not done, as whoever asked is told."""


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
    """Do what is scheduled, all of it or nothing."""
    try:
        with sessions() as session, session.begin():
            life.perform(session, handover_id, now=now)
    except Overtaken:
        return
    except (Conflict, Changed, Gone) as refused:
        with sessions() as session, session.begin():
            life.fail(session, handover_id, because=BECAUSE[type(refused)], now=now)
