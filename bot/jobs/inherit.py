"""Pass on the alerts that wait for the digest of people who have left since: nobody would read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivering.noting import pass_on_folded
from bot.team import team
from storage.alerts import digests
from storage.database import Sessions

REASON = "not active in Slack any more"


def inherit(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Leave to whoever comes next what waits for people who cannot be reached.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        gone = digests.nobodys(session)
        everybody = team(session, business_zone=zone, now=now) if gone else {}
        for person_id in gone:
            pass_on_folded(session, person_id, everybody, reason=REASON, now=now)
