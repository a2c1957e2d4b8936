"""Wake the alerts whose snooze is over, and say so to whoever let them rest."""

from datetime import datetime
from zoneinfo import ZoneInfo

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
        over = overdue.snoozes_over(session, now=now)
        everybody = team(session, business_zone=zone, now=now) if over else {}
    for alert_id, person_id in over:
        with sessions() as session, session.begin():
            until = life.end_snooze(session, alert_id, now=now)
            if until and person_id and (snoozer := everybody.get(person_id)):
                outbox.add(
                    session,
                    mark=f"reminder:{alert_id}:{until:%Y%m%dT%H%M%S}",
                    kind="reminder",
                    now=now,
                    due_at=snoozer.hearing.working_time.next_moment(now),
                    alert_id=alert_id,
                    person_id=person_id,
                    content={"why": "snoozed"},
                )
