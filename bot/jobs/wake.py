"""Wake the alerts whose snooze is over, and say so to whoever let them rest; also where a visit has woken them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.routing import Team
from bot.team import team
from storage import outbox
from storage.alerts import life, overdue
from storage.database import Sessions


def wake(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """End each snooze that is over by a moment, and put a reminder into the outbox for their next working hour.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session:
        over, visited = overdue.snoozes_over(session, now=now), overdue.visited(session)
        everybody = team(session, business_zone=zone, now=now) if over or visited else {}
    for alert_id, person_id in over:
        with sessions() as session, session.begin():
            if until := life.end_snooze(session, alert_id, now=now):
                _remind(session, alert_id, person_id, everybody, why="snoozed", since=until, now=now)
    for alert_id, person_id, at in visited:
        with sessions() as session, session.begin():
            _remind(session, alert_id, person_id, everybody, why="visited", since=at, now=now)


def _remind(
    session: Session, alert_id: int, person_id: int | None, everybody: Team, *, why: str, since: datetime, now: datetime
) -> None:
    """Put a reminder of an alert that rested until a moment into the outbox, for whoever snoozed it."""
    if person_id and (snoozer := everybody.get(person_id)):
        outbox.add(
            session,
            mark=f"{overdue.REMINDER}:{alert_id}:{since:%Y%m%dT%H%M%S}",
            kind=overdue.REMINDER,
            now=now,
            due_at=snoozer.hearing.working_time.next_moment(now),
            alert_id=alert_id,
            person_id=person_id,
            content={"why": why},
        )
