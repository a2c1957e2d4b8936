"""Tell the lead of somebody who has left, once: what is to be handed over, and to whom it might go."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.routing import Team, leads
from bot.team import team
from storage import days, outbox, people
from storage.database import Sessions

KIND = "departure"

LATELY = timedelta(days=30)
"""Whoever left longer ago is no news."""


def tell(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Put a message into the outbox for each who has left and looks after somebody still, however that was noticed.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        left = people.departed(session, since=now - LATELY)
        on = {str(person_id): at.astimezone(zone).date() for person_id, at in left.items()}
        untold = on.keys() - days.done(session, KIND, on)
        everybody = team(session, business_zone=zone, now=now) if untold else {}
        for subject in sorted(untold):
            _tell(session, int(subject), on[subject], everybody, now)


def _tell(session: Session, person_id: int, day: date, everybody: Team, now: datetime) -> None:
    """Tell whoever leads them; nobody while nobody can hear it."""
    heir = next(leads(person_id, everybody), None)
    if heir and days.begin(session, KIND, str(person_id), day, at=now):
        outbox.add(
            session,
            mark=f"{KIND}:{person_id}:{day}>{heir.id}",
            kind=KIND,
            now=now,
            person_id=heir.id,
            content={"person_id": person_id},
        )
