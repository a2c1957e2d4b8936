"""Noting what came of a message: it landed, waits, goes to somebody else, or is sent no more."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivering.attention import ALERT, DIGEST
from bot.delivering.parcel import Parcel
from bot.routing import Member, Team, heirs
from bot.team import team
from storage import dispatch, outbox
from storage.tables import Message

CHANNEL_GONE = "channel"
INSTEAD = "instead"
"""Why somebody hears of what was for a channel, or for somebody else."""

log = logging.getLogger(__name__)


def pass_on(session: Session, sent: Parcel, *, reason: str, now: datetime, zone: ZoneInfo) -> None:
    """Have somebody else hear what a person or channel cannot: a channel's lead, else whoever comes next."""
    because = reason
    if sent.kind != DIGEST:
        everybody = team(session, business_zone=zone)
        content = _content(sent, everybody)
        heir = next((one for one in _heirs(sent, everybody) if _hears(session, sent, one, content, now)), None)
        because = f"{outbox.PASSED_ON}: {reason}" if heir else outbox.NOBODY
        if heir:
            log.warning("%s goes to %s instead: %s", sent.mark, heir.name, reason)
        else:
            log.error("%s reaches nobody: %s", sent.mark, reason)
    dispatch.drop(session, [sent.id], because=because)


def _hears(session: Session, sent: Parcel, heir: Member, content: Mapping[str, Any], now: datetime) -> bool:
    """Put a message into the outbox for somebody else; say whether they hear it, perhaps for a reason of their own."""
    mark = f"{sent.mark.partition('>')[0]}>{heir.id}" if sent.kind != ALERT else f"alert:{sent.alert_id}:{heir.id}"
    due_at = heir.hearing.working_time.next_moment(now)
    about: dict[str, Any] = {"alert_id": sent.alert_id, "person_id": heir.id, "content": content}
    if outbox.add(session, mark=mark, kind=sent.kind, now=now, due_at=due_at, **about):
        return True
    known = session.scalars(select(Message).where(Message.mark == mark)).one()
    if known.state == outbox.FOLDED and known.target_id is None:
        known.state, known.due_at, known.content = outbox.WAITING, due_at, dict(content)
    return known.state != outbox.DROPPED


def _heirs(sent: Parcel, everybody: Team) -> Iterator[Member]:
    """Yield who may hear a message instead, the nearest first."""
    lead = everybody.get(sent.person_id or 0)
    if sent.to_channel and lead and lead.is_reachable:
        yield lead
    yield from heirs(sent.person_id or 0, everybody, gone=sent.content.get("gone", ()))


def _content(sent: Parcel, everybody: Team) -> Mapping[str, Any]:
    """Return what a message says about whom it was for."""
    if sent.to_channel:
        return {**sent.content, "why": CHANNEL_GONE}
    absent = everybody.get(sent.person_id or 0)
    gone = [*sent.content.get("gone", ()), sent.person_id]
    return {**sent.content, "why": INSTEAD, "instead_of": absent.name if absent else None, "gone": gone}
