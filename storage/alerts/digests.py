"""Digests: each takes along the alerts that have waited for it, once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from segmentation.guard import Drop, Late
from storage import outbox, runs
from storage.alerts import words
from storage.alerts.overdue import LISTENING
from storage.outbox import FOLDED, SENT, WAITING
from storage.tables import Alert, Message, Person, Profile

DIGEST = "digest"

LATE = "notice:late:"
"""How the marks of notices begin that the data is late; the day of the last visit follows."""


def waiting(session: Session, *people: int) -> list[int]:
    """Return the ids of the alerts that wait for the digests of some people and still need something done.

    Those with the most value at risk come first.
    """
    return list(session.scalars(_WAITING, {"people": people}))


def nobodys(session: Session) -> Sequence[int]:
    """Return who cannot be told anything in Slack, although alerts wait for their digest."""
    return session.scalars(_NOBODYS).all()


def take_along(session: Session, *people: int, digest: str) -> None:
    """Note that what waits for the digests of some people is in one now, which is known by its mark."""
    into = select(Message.id).where(Message.mark == digest).scalar_subquery()
    session.execute(update(Message).where(_waits(people)).values(target_id=into))


def let_out(session: Session, person_id: int, *, rules: Collection[str], now: datetime) -> None:
    """Send on their own the live alerts of some rules that wait for the digest of somebody who has none any more.

    What is others' to do about can be read in the list.
    """
    live = select(Alert.id).where(Alert.rule.in_(rules), Alert.state.in_(words.LIVE))
    is_theirs = func.coalesce(Message.content["why"].as_string(), "").not_in(LISTENING)
    outbox.anew(session, _waits((person_id,)), Message.alert_id.in_(live), is_theirs, now=now)


def is_untold() -> ColumnElement[bool]:
    """Return the condition that nobody has been told by a message: it is still to be sent, or waits for a digest."""
    to_send = and_(Message.state == WAITING, Message.first_tried_at.is_(None))
    return or_(to_send, and_(Message.state == FOLDED, _IS_UNREAD))


def latest(session: Session, person_id: int) -> Mapping[str, Any]:
    """Return what the last digest that somebody was sent was made from; nothing if there was none."""
    sent = (Message.person_id == person_id, Message.kind == DIGEST, Message.state == SENT)
    return session.scalar(select(Message.content).where(*sent).order_by(Message.id.desc()).limit(1)) or {}


def quiet_because(session: Session) -> Late | Drop | None:
    """Return why no rule speaks at present, if there is a reason: the data is late, or everybody stays away at once."""
    if since := late_since(session):
        return Late(since)
    run = runs.latest_classification(session)
    drop = (run.summary or {}).get("drop") if run else None
    return Drop(**drop) if drop else None


def late_since(session: Session) -> date | None:
    """Return the day after which no visit is known, if whoever looks after the bot was told that the data is late."""
    marks = session.scalars(select(Message.mark).where(Message.mark.startswith(LATE))).all()
    told = max((date.fromisoformat(mark.removeprefix(LATE)) for mark in marks), default=None)
    came_since = told and session.scalar(select(Profile.customer_id).where(Profile.last_visit > told).limit(1))
    return told if came_since is None else None


def day(content: Mapping[str, Any], name: str) -> date | None:
    """Return a day that a digest was made from: `as_of`, or `since`, after which whoever fell asleep was new."""
    return date.fromisoformat(content[name]) if content.get(name) else None


def _waits(people: Collection[int] | BindParameter[Collection[int]]) -> ColumnElement[bool]:
    """Return the condition that an alert's message waits for somebody's digest, or was in one that was not sent."""
    return and_(Message.person_id.in_(people), _IS_FOLDED, _IS_UNREAD)


_Digest = aliased(Message)

_IS_FOLDED = and_(Message.kind == "alert", Message.state == FOLDED)

_IS_UNREAD = or_(
    Message.target_id.is_(None),
    ~select(_Digest.id).where(_Digest.id == Message.target_id, _Digest.state == SENT).exists(),
)
"""The condition that a folded message was in no digest that has been sent."""

_WAITING = (
    select(Alert.id)
    .where(
        Alert.state.in_(words.LIVE),
        select(Message.id).where(Message.alert_id == Alert.id, _waits(bindparam("people", expanding=True))).exists(),
    )
    .order_by(Alert.value_at_risk.desc(), Alert.id)
)

_NOBODYS = (
    select(Person.id)
    .where(
        or_(~Person.active, func.coalesce(Person.slack_id, "") == ""),
        select(Message.id).where(Message.person_id == Person.id, _IS_FOLDED, _IS_UNREAD).exists(),
    )
    .order_by(Person.id)
)
