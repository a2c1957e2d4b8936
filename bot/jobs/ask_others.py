"""Ask others to approve what waits for somebody who has left, is away, or is no manager any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import approving
from bot.team import team
from storage.database import Sessions
from storage.handovers import life


def ask_others(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Ask whoever else may approve what waits, where nobody who was asked can.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        waiting = life.waiting(session)
        everybody = team(session, business_zone=zone, now=now) if waiting else {}
        for handover in waiting:
            others = approving.others(life.approvers(handover), handover.asked_by, everybody)
            if others:
                life.ask_others(session, handover.id, [one.id for one in others], now=now)
