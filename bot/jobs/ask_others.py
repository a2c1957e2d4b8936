"""Ask others to approve what waits for somebody who has left, is away, or is no manager any more.

They have as much time as if they had been asked first.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import approving, governance
from bot.team import team
from storage.database import Sessions
from storage.handovers import life
from storage.handovers.life import Approval


def ask_others(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Ask whoever else may approve what waits, where nobody who was asked can.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session, session.begin():
        waiting, house = life.waiting(session), governance.read(session)
        everybody = team(session, business_zone=zone, now=now) if waiting else {}
        for handover in waiting:
            others = approving.others(life.approvers(handover), handover.asked_by, everybody)
            if others:
                approval = Approval(tuple(one.id for one in others), approving.until(others, house, now=now))
                life.ask_others(session, handover.id, approval, now=now)
