"""Pass on the alerts that wait for the digest of people who have left since: nobody would read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivering.noting import pass_on_folded
from bot.team import team
from storage.database import Sessions

REASON = "not active in Slack any more"


def inherit(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Leave to whoever comes next what waits for people who cannot be reached.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        everybody = team(session, business_zone=zone, now=now)
        for person_id in (one.id for one in everybody.values() if not one.is_reachable):
            pass_on_folded(session, person_id, everybody, reason=REASON, now=now)
