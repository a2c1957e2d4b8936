"""Announce what was found: decide for each new alert who hears of it and when, and put that into the outbox."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.hearing import Mode
from bot.routing import Team, Told, keepers, route, severity
from bot.team import team
from storage import outbox
from storage.database import Sessions
from storage.tables import Alert, Customer, Message

OLD = timedelta(days=7)
"""Alerts of days longer ago are listed, and told to nobody, unless they have waited in the outbox since."""

AT_ONCE = 100
"""How many alerts are announced in a transaction."""

log = logging.getLogger(__name__)


def announce(now: datetime, *, sessions: Sessions, zone: ZoneInfo) -> bool:
    """Announce what nobody has announced yet, as much as fits a transaction; say whether there was anything.

    Args:
        zone: the business's time zone.
    """
    oldest = (now.astimezone(zone) - OLD).date()
    with sessions() as session, session.begin():
        found, notices = session.execute(_UNANNOUNCED).all(), session.scalars(_UNADDRESSED, {"now": now}).all()
        if not (found or notices):
            return False
        everybody = team(session, business_zone=zone, now=now)
        for alert_id, rule, as_of in found:
            if _is_mine(session, alert_id, now) and (as_of >= oldest or _was_to_be_told(session, alert_id)):
                owner_id = session.scalar(_OWNER, {"alert_id": alert_id})
                _tell(session, alert_id, route(rule, severity(rule), owner_id, everybody), everybody, now)
        for notice in notices:
            _pass_on(session, notice, everybody, now)
    return True


def _tell(session: Session, alert_id: int, told: list[Told], everybody: Team, now: datetime) -> None:
    """Put an alert into the outbox for each who hears of it: for now or their next working hour, or for the digest."""
    for one in told:
        outbox.add(
            session,
            mark=f"alert:{alert_id}:{one.channel or one.person_id}",
            kind="alert",
            now=now,
            due_at=everybody[one.person_id].hearing.working_time.next_moment(now),
            alert_id=alert_id,
            person_id=one.person_id,
            to_channel=one.channel,
            content=_grounds(one),
            state=outbox.WAITING if one.mode is Mode.NOW else outbox.FOLDED,
        )
    if not any(one.is_reachable for one in everybody.values()):
        log.error("Alert %d is told to nobody: %s", alert_id, outbox.NOBODY)
        lost = f"alert:{alert_id}:nobody"
        outbox.add(
            session, mark=lost, kind="alert", now=now, alert_id=alert_id, state=outbox.DROPPED, error=outbox.NOBODY
        )


def _pass_on(session: Session, notice: Message, everybody: Team, now: datetime) -> None:
    """Address a notice to each who looks after the bot."""
    for keeper in keepers(everybody):
        due_at = keeper.hearing.working_time.next_moment(now)
        mark, about = f"keeper:{keeper.id}:{notice.mark}", notice.content
        outbox.add(session, mark=mark, kind=notice.kind, now=now, due_at=due_at, person_id=keeper.id, content=about)
    notice.state, notice.error = outbox.DROPPED, outbox.PASSED_ON if keepers(everybody) else outbox.NOBODY
    if not keepers(everybody):
        log.error("%s is told to nobody: %s", notice.mark, outbox.NOBODY)


def _grounds(one: Told) -> Mapping[str, Any]:
    """Return why somebody hears of an alert, as the message will say."""
    others = {"instead_of": one.instead_of, "listens": one.listens}
    return {"why": one.why.value} | {name: value for name, value in others.items() if value}


def _is_mine(session: Session, alert_id: int, now: datetime) -> bool:
    """Take an alert to announce it; say whether nobody else has."""
    mine = update(Alert).where(Alert.id == alert_id, Alert.announced_at.is_(None)).values(announced_at=now)
    return session.execute(mine.returning(Alert.id)).first() is not None


def _was_to_be_told(session: Session, alert_id: int) -> bool:
    """Say whether it was decided once who hears of an alert, who is not to hear it any more."""
    return session.scalar(select(Message.id).where(Message.alert_id == alert_id).limit(1)) is not None


_UNANNOUNCED = (
    select(Alert.id, Alert.rule, Alert.as_of).where(Alert.announced_at.is_(None)).order_by(Alert.id).limit(AT_ONCE)
)

_OWNER = (
    select(Customer.owner_id).join(Alert, Alert.customer_id == Customer.id).where(Alert.id == bindparam("alert_id"))
)
"""Whose customer an alert is about: asked once it is taken, as an account that changes hands takes its alerts along."""

_UNADDRESSED = (
    select(Message)
    .where(Message.state == outbox.WAITING, Message.due_at <= bindparam("now"))
    .where(Message.person_id.is_(None), Message.to_channel.is_(None), Message.kind != outbox.UPDATE)
)
"""Messages that are for whoever looks after the bot."""
