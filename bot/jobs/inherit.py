"""Pass on the alerts of people who have left: what waits for their digest, and what they had taken."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivering.noting import pass_on_alert, pass_on_folded
from bot.team import team
from storage.alerts import digests, life, overdue
from storage.database import Sessions

REASON = "not active in Slack any more"


def inherit(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Leave to whoever comes next what waits for people who cannot be reached, or is in the hands of who has left.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        gone, taken = digests.nobodys(session), overdue.left_behind(session)
        everybody = team(session, business_zone=zone, now=now) if gone or taken else {}
        for person_id in gone:
            pass_on_folded(session, person_id, everybody, reason=REASON, now=now)
        for alert_id, person_id, owner_id in taken:
            if life.drop(session, alert_id, of=person_id, now=now):
                pass_on_alert(session, alert_id, person_id, everybody, owner_id=owner_id, reason=REASON, now=now)
