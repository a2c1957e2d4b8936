"""What time alone makes due: snoozes that end, and alerts that nobody takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from segmentation.models.value_group import MVC
from segmentation.rules import RULES
from storage.alerts import words
from storage.outbox import FOLDED
from storage.tables import Alert, AlertEvent, Customer, Episode, Message, Person, Profile

ESCALATION, REMINDER = "escalation", "reminder"
TOLD = ("alert", ESCALATION)
"""The kinds of messages that tell of an alert."""

PUT_BACK = (words.WOKEN, words.RELEASED, words.UNDONE)
"""What leaves an alert open for anybody to take: the time to do so begins anew."""

LISTENING = frozenset({"team", "all"})
"""Why somebody hears of an alert who is not asked to take it."""


FOR_OTHERS = frozenset({"cover", "instead"})
"""Why somebody is asked in place of somebody else."""


@dataclass(frozen=True)
class Untaken:
    """An alert that nobody takes: whose it is, how far up it has gone, who was asked last and when, all who were told.

    Whoever only reads of it, in a digest or because they want to hear of others' alerts, has not been asked. Where the
    customer was handed over by the event `moved`, everything begins anew with the owner: the note has asked them; where
    it went back to nobody, with whoever was asked before.
    `asked_for` is the name of whoever the one asked last heard it for: who was away then, or could not be told.
    """

    alert_id: int
    owner_id: int | None
    level: int
    person_id: int
    asked_at: datetime
    told: frozenset[int]
    moved: int | None = None
    asked_for: str | None = None


@dataclass(frozen=True)
class Rested:
    """An alert whose snooze is over: who snoozed it, or has got the customer since, whose it is, and who has taken it.

    `is_passed_on` if the customer was handed over since; `woken_at` is when a visit has ended the snooze, of which
    nobody has been told.
    """

    alert_id: int
    snoozed_by: int | None
    owner_id: int | None
    taken_by: int | None
    is_passed_on: bool = False
    woken_at: datetime | None = None


def snoozes_over(session: Session, *, now: datetime) -> list[Rested]:
    """Return the alerts whose time to rest is over."""
    return [Rested(*row) for row in session.execute(_OVER, {"now": now})]


def visited(session: Session) -> list[Rested]:
    """Return the live alerts whose snooze a visit has ended, of which nobody has been told since."""
    return [Rested(*row) for row in session.execute(_WOKEN)]


def left_behind(session: Session) -> list[tuple[int, int, int | None]]:
    """Return the live alerts in the hands of somebody who has left, each with who that is and who owns the customer."""
    gone = select(Alert.id, Person.id, Customer.owner_id).join(Person, Person.id == Alert.taken_by)
    theirs = gone.join(Customer, Customer.id == Alert.customer_id).where(~Person.active, Alert.state.in_(words.LIVE))
    return [(row[0], row[1], row[2]) for row in session.execute(theirs.order_by(Alert.id))]


def untaken(session: Session, *, rules: Collection[str], levels: int) -> list[Untaken]:
    """Return the open alerts of some rules that nobody has taken or snoozed, and whoever was to be told has been.

    What is not so any more, as its episode is over, waits for nobody, unless the customer is no VIP any more for having
    stayed away.

    Args:
        levels: how far up alerts go; those that have gone so far are left out.
    """
    rows = session.execute(_AWAKE, {"rules": rules, "levels": levels}).all()
    groups = ([*messages] for _, messages in groupby(rows, lambda row: row.Alert.id))
    return [one for messages in groups if (one := _untaken(messages))]


_Rest, _Digest, _Moved = aliased(AlertEvent), aliased(Message), aliased(AlertEvent)

_LAST_REST = (
    select(func.max(_Rest.id))
    .where(_Rest.alert_id == Alert.id, _Rest.kind.in_((words.SNOOZED, words.REASSIGNED)))
    .correlate(Alert)
    .scalar_subquery()
)
_IS_PASSED_ON = func.coalesce(_Rest.kind == words.REASSIGNED, false())
_SNOOZED_BY = (
    select(AlertEvent.person_id)
    .where(AlertEvent.alert_id == Alert.id, AlertEvent.kind == words.SNOOZED)
    .order_by(AlertEvent.id.desc())
    .limit(1)
    .correlate(Alert)
    .scalar_subquery()
)
_SNOOZER = case((_IS_PASSED_ON & Customer.owner_id.is_not(None), Customer.owner_id), else_=_SNOOZED_BY)
"""Who snoozed an alert last, or has got the customer since."""

_RESTED = (
    select(Alert.id, _SNOOZER, Customer.owner_id, Alert.taken_by, _IS_PASSED_ON)
    .join(Customer, Customer.id == Alert.customer_id)
    .outerjoin(_Rest, _Rest.id == _LAST_REST)
)

_OVER = _RESTED.where(Alert.snoozed_until <= bindparam("now"), Alert.state.in_(words.LIVE)).order_by(Alert.id)

_LAST = select(func.max(AlertEvent.id)).where(AlertEvent.alert_id == Alert.id).correlate(Alert)
_REMINDED = select(Message.id).where(Message.alert_id == Alert.id, Message.kind == REMINDER)

_WOKEN = (
    _RESTED.add_columns(AlertEvent.at)
    .join(AlertEvent, AlertEvent.id == _LAST.scalar_subquery())
    .where(Alert.state.in_(words.LIVE), AlertEvent.kind == words.WOKEN, AlertEvent.person_id.is_(None))
    .where(AlertEvent.detail["reason"].as_string() == "visit")
    .where(~_REMINDED.where(Message.created_at >= AlertEvent.at).exists())
    .order_by(Alert.id)
)
"""Live alerts of which the last that happened is that a visit has ended their snooze, unless somebody was told."""

_PUT_BACK = select(func.max(AlertEvent.at)).where(AlertEvent.alert_id == Alert.id, AlertEvent.kind.in_(PUT_BACK))
_MOVES = select(func.max(AlertEvent.id)).where(AlertEvent.alert_id == Alert.id, AlertEvent.kind == words.REASSIGNED)

_IS_SO = select(Episode.rule).where(Episode.rule == Alert.rule, Episode.customer_id == Alert.customer_id).exists()

_STAYS_AWAY = Alert.rule.in_([rule.name for rule in RULES.values() if rule.absence and not rule.passing]) & (
    select(Profile.customer_id)
    .where(Profile.customer_id == Alert.customer_id, Profile.tier != MVC.key, Profile.last_visit <= Alert.as_of)
    .exists()
)
"""Who has not come since, and is no VIP any more: that ends the episode, and makes nothing better."""

_AWAKE = (
    select(Alert, Message, func.coalesce(Message.sent_at, _Digest.sent_at).label("told_at"))
    .add_columns(_PUT_BACK.scalar_subquery().label("put_back_at"))
    .add_columns(Customer.owner_id, _Moved.id.label("moved"), _Moved.at.label("moved_at"))
    .join(Message, Message.alert_id == Alert.id)
    .join(Customer, Customer.id == Alert.customer_id)
    .outerjoin(_Moved, _Moved.id == _MOVES.scalar_subquery())
    .outerjoin(_Digest, _Digest.id == Message.target_id)
    .where(Alert.state == words.OPEN, Alert.snoozed_until.is_(None), Alert.snoozed_to_visit_after.is_(None))
    .where(Message.kind.in_(TOLD), Message.person_id.is_not(None))
    .where(Alert.rule.in_(bindparam("rules", expanding=True)), Alert.escalated < bindparam("levels"))
    .where(or_(_IS_SO, _STAYS_AWAY))
    .order_by(Alert.id)
)
"""Open alerts of what is still so, that nobody has snoozed, with the messages that told of them."""


def _untaken(messages: Sequence[Any]) -> Untaken | None:
    """Return an alert from the messages that told of it; None while the last one is on its way."""
    first = messages[0]
    if first.moved is None:
        return _asked(messages)
    since = [row for row in messages if row.Message.created_at >= first.moved_at]
    if (asked := _asked(since)) or any(row.Message.kind == ESCALATION for row in since):
        return asked
    if first.owner_id is None:
        before = _asked(messages)
        return before and replace(before, asked_at=max(before.asked_at, first.moved_at))
    owner, alert = first.owner_id, first.Alert
    asked_at = max(first.moved_at, first.put_back_at or first.moved_at)
    return Untaken(alert.id, owner, alert.escalated, owner, asked_at, frozenset({owner}), first.moved)


def _asked(messages: Sequence[Any]) -> Untaken | None:
    """Return an alert from the messages that told of it since it is its owner's."""
    if not messages:
        return None
    asked = [row for row in messages if row.told_at and not _only_listens(row.Message)]
    alert = messages[0].Alert
    is_told = any(row.Message.kind == ESCALATION for row in asked) or not alert.escalated
    if not asked or not is_told:
        return None
    last = max(asked, key=lambda row: (row.told_at, row.Message.id))
    told = frozenset(row.Message.person_id for row in messages if row.Message.state != FOLDED)
    asked_at = max(last.told_at, last.put_back_at or last.told_at)
    whose = last.Message.content
    asked_for = whose.get("covers") or (whose.get("instead_of") if whose.get("why") in FOR_OTHERS else None)
    asked = last.Message.person_id
    return Untaken(alert.id, last.owner_id, alert.escalated, asked, asked_at, told, last.moved, asked_for)


def _only_listens(message: Message) -> bool:
    """Say whether a message is for somebody who is not asked to take an alert."""
    return message.content.get("why") in LISTENING or message.content.get("listens", False)
