"""Plan the daily digest: for each person, once on each of their working days, when their hour has come.

Managers and administrators are told of the VIPs who are falling asleep, and that there is nothing to report unless they
do not want to know. Everybody else has a digest on days on which alerts wait for it. Whoever stands in for somebody
reads in their own what would be in that one's.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.routing import Member, Team, cares_for, covered, is_told_of_all, stand_in
from bot.team import team
from storage import days, outbox, runs
from storage.alerts import digests
from storage.alerts.sleepers import sleepers
from storage.database import Sessions


def plan(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> None:
    """Put the digests that are due by a moment into the outbox.

    Args:
        zone: the business's time zone.
    """
    with sessions() as session:
        everybody = team(session, business_zone=zone, now=now)
        open_ = {one.id for one in everybody.values() if is_due(one, now) and not stand_in(one.id, everybody)}
        done = days.done(session, digests.DIGEST, {str(one): _today(everybody[one], now) for one in open_})
    for person_id in sorted(open_ - {int(subject) for subject in done}):
        with sessions() as session, session.begin():
            if days.begin(session, digests.DIGEST, str(person_id), _today(everybody[person_id], now), at=now):
                _plan(session, everybody[person_id], everybody, now)


def is_due(member: Member, now: datetime) -> bool:
    """Say whether it is somebody's hour, or later on the same working day."""
    hearing = member.hearing
    local = now.astimezone(hearing.zone)
    last = max(hearing.working_time.last_hour, hearing.digest_hour + 1)
    is_time = hearing.digest_hour <= local.hour < last and hearing.working_time.is_working_day(local.date())
    return member.is_reachable and hearing.digest and is_time


def _plan(session: Session, member: Member, everybody: Team, now: datetime) -> None:
    """Put one person's digest into the outbox, if it has anything to say."""
    run = runs.latest_classification(session)
    as_of = run.as_of if run else None
    people = [member.id, *(one.id for one in covered(member.id, everybody))]
    alerts = digests.waiting(session, *people)
    asleep = as_of is not None and _is_told_of_sleepers(session, member, everybody, as_of)
    if not (alerts or asleep):
        return
    of = cares_for(member, everybody)
    mark = f"{digests.DIGEST}:{member.id}:{_today(member, now)}"
    content = {
        "alert_ids": alerts,
        "as_of": as_of and as_of.isoformat(),
        "since": digests.latest(session, member.id).get("as_of"),
        "asleep": asleep,
        "of": None if of is None else sorted(of),
    }
    outbox.add(session, mark=mark, kind=digests.DIGEST, now=now, person_id=member.id, content=content)
    digests.take_along(session, *people, digest=mark)


def _is_told_of_sleepers(session: Session, member: Member, everybody: Team, as_of: date) -> bool:
    """Say whether somebody is told of VIPs who sleep, or that there are none."""
    if not is_told_of_all(member, everybody):
        return False
    found = sleepers(session, of=cares_for(member, everybody), as_of=as_of, since=None, limit=0)
    return found.total > 0 or member.hearing.quiet_line


def _today(member: Member, now: datetime) -> date:
    """Return which day it is where somebody is."""
    return now.astimezone(member.hearing.zone).date()
