"""Wake the alerts whose snooze is over, and say so to whoever let them rest; also where a visit has woken them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.delivering.noting import pass_on_alert
from bot.routing import Member, Team, Why, above, covered, heirs
from bot.team import team
from storage import outbox
from storage.alerts import life, overdue
from storage.alerts.overdue import Rested
from storage.database import Sessions


def wake(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """End each snooze that is over by a moment, and put a reminder into the outbox for their next working hour.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session:
        over, visited = overdue.snoozes_over(session, now=now), overdue.visited(session)
        everybody = team(session, business_zone=zone, now=now) if over or visited else {}
    for one in over:
        with sessions() as session, session.begin():
            if until := life.end_snooze(session, one.alert_id, now=now):
                _remind(session, one, everybody, why="snoozed", since=until, now=now)
    for one in visited:
        with sessions() as session, session.begin():
            _remind(session, one, everybody, why="visited", since=one.woken_at or now, now=now)


def _remind(session: Session, one: Rested, everybody: Team, *, why: str, since: datetime, now: datetime) -> None:
    """Put a reminder of an alert that rested until a moment into the outbox, for whoever snoozed it, or their heir.

    Who has left, or snoozed it as a stand-in and is none any more, leaves it to the owner.
    """
    snoozer, owner = everybody.get(one.snoozed_by or 0), everybody.get(one.owner_id or 0)
    if snoozer is None:
        return
    is_back = owner is not None and owner.is_reachable and not _is_concerned(snoozer, owner, one, everybody)
    hearer = owner if owner and is_back else snoozer
    is_gone = not hearer.is_reachable and any(heirs(hearer.id, everybody))
    is_news = outbox.add(
        session,
        mark=f"{overdue.REMINDER}:{one.alert_id}:{since:%Y%m%dT%H%M%S}",
        kind=overdue.REMINDER,
        now=now,
        due_at=hearer.hearing.working_time.next_moment(now),
        alert_id=one.alert_id,
        person_id=hearer.id,
        content={"why": Why.OWNER.value if is_back or one.is_passed_on else why},
        state=outbox.DROPPED if is_gone else outbox.WAITING,
        error=outbox.PASSED_ON if is_gone else None,
    )
    if is_gone and is_news:
        reason = "whoever snoozed it cannot be told"
        pass_on_alert(session, one.alert_id, hearer.id, everybody, owner_id=None, reason=reason, now=now)


def _is_concerned(snoozer: Member, owner: Member, one: Rested, everybody: Team) -> bool:
    """Say whether an alert is still for somebody: they can hear it, and it is in their hands, or its owner theirs."""
    if not snoozer.is_reachable:
        return False
    near = {snoozer.id, *(each.id for each in covered(snoozer.id, everybody))}
    theirs = {owner.id, one.taken_by, *(each.id for each in above(owner.id, everybody))}
    return snoozer.hearing.is_head or bool(near & theirs)
