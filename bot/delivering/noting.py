"""Passing on what somebody cannot hear: a channel's message to its lead, all else to whoever comes next.

What is for somebody who is away goes to whoever stands in for them.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import HEADS
from bot.delivering.attention import ABOUT_ONE, ALERT, CATCH_UP, DIGEST
from bot.delivering.parcel import Parcel, parcel
from bot.routing import LISTENING, Member, Team, Why, heirs, stand_in
from bot.team import team
from storage import covers, dispatch, outbox
from storage.alerts import digests
from storage.handovers.words import APPROVAL
from storage.tables import Message

CHANNEL_GONE, OUTSIDERS = "channel", "outsiders"
INSTEAD = "instead"
"""Why somebody hears of what was for a channel, or for somebody else."""

READ_BY_OTHERS = frozenset({"shared_channel", "strangers_in_channel"})
"""Why nothing is told in a channel that can be reached."""

STOOD_IN_FOR = ABOUT_ONE | {CATCH_UP, DIGEST}
"""The kinds of messages that go to whoever stands in; the others are for the person."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Left:
    """What somebody cannot hear.

    `mark` lacks only for whom; `can_wait` says that it was for a digest.
    """

    mark: str
    kind: str
    alert_id: int | None
    content: Mapping[str, Any]
    can_wait: bool = False


def is_stood_in_for(session: Session, message: Message, *, now: datetime, zone: ZoneInfo) -> bool:
    """Have whoever stands in hear a message for somebody who is away; say whether somebody does.

    What was to be in a digest waits for theirs.
    """
    is_direct = message.to_channel is None and message.first_tried_at is None
    if not is_direct or message.kind not in STOOD_IN_FOR or message.person_id not in covers.running(session, now):
        return False
    everybody = team(session, business_zone=zone, now=now)
    if not (by := stand_in(message.person_id or 0, everybody)):
        return False
    if message.kind == DIGEST:
        dispatch.drop(session, [message.id], because=f"{by.name} stands in")
    else:
        pass_on(session, parcel(session, message), reason=f"{by.name} stands in", now=now, zone=zone, why=Why.COVER)
    return True


def pass_on(session: Session, sent: Parcel, *, reason: str, now: datetime, zone: ZoneInfo, why: str = INSTEAD) -> None:
    """Have somebody else hear what a person or channel cannot; of a digest, the alerts that were to be in it."""
    everybody = team(session, business_zone=zone, now=now)
    if sent.kind == DIGEST:
        dispatch.drop(session, [sent.id], because=reason)
        pass_on_folded(session, sent.person_id or 0, everybody, reason=reason, now=now)
    else:
        mark = f"alert:{sent.alert_id}:" if sent.kind == ALERT else f"{sent.mark.partition('>')[0]}>"
        left = Left(mark, sent.kind, sent.alert_id, _content(sent, everybody, why, reason))
        because = _leave(session, left, _heirs(sent, everybody), reason=reason, now=now)
        dispatch.drop(session, [sent.id], because=because)


def pass_on_folded(session: Session, person_id: int, everybody: Team, *, reason: str, now: datetime) -> None:
    """Have somebody else read the alerts that wait for the digest of somebody who gets none."""
    content = {"why": INSTEAD, "instead_of": _name(person_id, everybody)}
    folded = select(Message.id).where(Message.person_id == person_id, Message.state == outbox.FOLDED)
    for alert_id in digests.waiting(session, person_id):
        left = Left(f"alert:{alert_id}:", ALERT, alert_id, content, can_wait=True)
        because = _leave(session, left, heirs(person_id, everybody), reason=reason, now=now)
        theirs = session.scalars(folded.where(Message.alert_id == alert_id)).all()
        dispatch.drop(session, theirs, because=because)


def pass_on_alert(
    session: Session,
    alert_id: int,
    person_id: int,
    everybody: Team,
    *,
    owner_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Have somebody else hear of an alert that somebody has taken, or let rest, who cannot be told any more.

    That is the owner, if they can hear it, else whoever comes next: also who has read of it long before.
    """
    content = {"why": INSTEAD, "instead_of": _name(person_id, everybody)}
    left = Left(f"alert:{alert_id}:{now:%Y%m%dT%H%M%S}>", ALERT, alert_id, content)
    owner = everybody.get(owner_id or 0)
    near = [owner] if owner and owner.is_reachable else []
    _leave(session, left, (*near, *heirs(person_id, everybody)), reason=reason, now=now)


def _leave(session: Session, left: Left, to: Iterable[Member], *, reason: str, now: datetime) -> str:
    """Leave a message to the first who will hear it; return what is to be noted about it."""
    for heir in to:
        if _hears(session, left, heir, now):
            log.warning("%s goes to %s instead: %s", left.mark, heir.name, reason)
            return f"{outbox.PASSED_ON}: {reason}"
    log.error("%s reaches nobody: %s", left.mark, reason)
    return outbox.NOBODY


def _hears(session: Session, left: Left, heir: Member, now: datetime) -> bool:
    """Put a message into the outbox for somebody else; say whether they hear it, perhaps for a reason of their own."""
    mark, due_at = f"{left.mark}{heir.id}", heir.hearing.working_time.next_moment(now)
    is_folded = left.can_wait and heir.hearing.digest
    if outbox.add(
        session,
        mark=mark,
        kind=left.kind,
        now=now,
        due_at=due_at,
        alert_id=left.alert_id,
        person_id=heir.id,
        content=left.content,
        state=outbox.FOLDED if is_folded else outbox.WAITING,
    ):
        return True
    known = session.scalars(select(Message).where(Message.mark == mark)).one()
    if known.state == outbox.FOLDED and known.target_id is None and not is_folded:
        known.state, known.due_at, known.content = outbox.WAITING, due_at, dict(left.content)
    return known.state != outbox.DROPPED


def _heirs(sent: Parcel, everybody: Team) -> Iterator[Member]:
    """Yield who may hear a message instead, the nearest first."""
    lead = everybody.get(sent.person_id or 0)
    if sent.to_channel and lead and lead.is_reachable:
        yield lead
    others = heirs(sent.person_id or 0, everybody, gone=sent.content.get("gone", ()))
    yield from (one for one in others if sent.kind != APPROVAL or one.role in HEADS)


def _content(sent: Parcel, everybody: Team, why: str, reason: str) -> Mapping[str, Any]:
    """Return what a message says about whom it was for."""
    if sent.to_channel:
        return {**sent.content, "why": OUTSIDERS if reason in READ_BY_OTHERS else CHANNEL_GONE}
    gone = [*sent.content.get("gone", ()), sent.person_id]
    listens = {"listens": True} if sent.content.get("why") in LISTENING else {}
    return {**sent.content, "why": why, "instead_of": _name(sent.person_id, everybody), "gone": gone, **listens}


def _name(person_id: int | None, everybody: Team) -> str | None:
    """Return what somebody is called."""
    member = everybody.get(person_id or 0)
    return member.name if member else None
