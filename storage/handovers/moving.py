"""Accounts changing hands, with everything that moves along: alerts, what waits to be told of them, the record.

The caller holds the writers' lock. Customers are held by id, then alerts by id; the record comes last.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import outbox
from storage.alerts import digests, words
from storage.alerts.before import as_it_was
from storage.alerts.store import pieces
from storage.tables import Alert, AlertEvent, Customer, Message

ABOUT_ONE = ("alert", "reminder")
"""The kinds of messages that tell an owner of an alert."""


class Move(NamedTuple):
    """An account that goes from one owner, or nobody, to another."""

    customer_id: int
    before_id: int | None
    after_id: int | None


@dataclass(frozen=True)
class Occasion:
    """By which handover accounts move, who did it, and when; `undoing` if they go back."""

    handover_id: int
    by: int
    now: datetime
    undoing: bool = False


@dataclass(frozen=True)
class Moved:
    """An alert that moves along: the columns that change, and what they were."""

    alert_id: int
    move: Move
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)


def move(session: Session, moves: Sequence[Move], occasion: Occasion) -> None:
    """Give accounts to their new owners, and what hangs on them along."""
    session.flush()
    _own(session, moves)
    by_customer = {one.customer_id: one for one in moves}
    moved = [one for some in pieces(by_customer) for one in _along(session, some, by_customer, occasion)]
    _alter(session, moved)
    _tell(session, moved, occasion)
    for some in pieces(one.alert_id for one in moved):
        session.execute(outbox.updates(Alert.id.in_(some), now=occasion.now))
        session.execute(outbox.overtake(Alert.id.in_(some)))
    _pass_on(session, {one.alert_id: one.move for one in moved}, occasion.now)
    for known in session.identity_map.values():
        if isinstance(known, Customer | Alert | Message):
            session.expire(known)


def _own(session: Session, moves: Sequence[Move]) -> None:
    """Write the owners."""
    customers = cast(Table, Customer.__table__)
    by_owners: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for one in moves:
        by_owners[one.before_id, one.after_id].append(one.customer_id)
    for (before, after), theirs in by_owners.items():
        for some in pieces(theirs):
            still = customers.c.id.in_(some) & customers.c.owner_id.is_not_distinct_from(before)
            written = session.connection().execute(update(customers).where(still).values(owner_id=after))
            assert written.rowcount == len(some), "an owner changed although it was held"  # noqa: S101


def _along(
    session: Session, customer_ids: Sequence[int], moves: Mapping[int, Move], occasion: Occasion
) -> Iterator[Moved]:
    """Yield the live alerts about some customers, held, with what changes about each."""
    columns = (Alert.id, Alert.customer_id, Alert.state, Alert.version, Alert.taken_by, Alert.escalated)
    live = select(*columns).where(Alert.customer_id.in_(customer_ids), Alert.state.in_(words.LIVE)).order_by(Alert.id)
    alerts = session.execute(live.with_for_update(key_share=True)).all()
    were = _as_they_were(session, [one.id for one in alerts], occasion) if occasion.undoing else {}
    for alert in alerts:
        move, were_before = moves[alert.customer_id], were.get(alert.id, {})
        is_untouched = were_before.get("version") == alert.version - 1
        fresh = as_it_was(were_before) if is_untouched else _given(alert, move)
        values = {name: value for name, value in fresh.items() if getattr(alert, name, None) != value}
        before = {name: getattr(alert, name) for name in (*values, "version")}
        yield Moved(alert.id, move, values, before)


def _given(alert: Any, move: Move) -> dict[str, Any]:
    """Return the columns of an alert whose customer is given to somebody: in nobody's hands, unless a third has it."""
    if alert.taken_by is None or alert.taken_by != move.before_id:
        return {"escalated": 0}
    state = words.OPEN if alert.state == words.ACKNOWLEDGED else alert.state
    return {"escalated": 0, "taken_by": None, "state": state}


def _as_they_were(session: Session, alert_ids: Sequence[int], occasion: Occasion) -> dict[int, Mapping[str, Any]]:
    """Return what a handover has changed of alerts when it moved them along."""
    told = select(AlertEvent).where(AlertEvent.alert_id.in_(alert_ids), AlertEvent.kind == words.REASSIGNED)
    return {
        event.alert_id: event.before
        for event in session.scalars(told.order_by(AlertEvent.id))
        if event.detail.get("handover") == occasion.handover_id
    }


def _alter(session: Session, moved: Sequence[Moved]) -> None:
    """Write the columns of alerts, those that change alike at once."""
    alerts = cast(Table, Alert.__table__)
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for one in moved:
        alike[tuple(sorted(one.values.items()))].append(one.alert_id)
    for values, ids in alike.items():
        for some in pieces(ids):
            changed = update(alerts).where(alerts.c.id.in_(some))
            session.connection().execute(changed.values(**dict(values), version=alerts.c.version + 1))


def _tell(session: Session, moved: Sequence[Moved], occasion: Occasion) -> None:
    """Add an event to each alert that moves along."""
    back = {"undone": True} if occasion.undoing else {}
    told = [
        {
            "alert_id": one.alert_id,
            "at": occasion.now,
            "person_id": occasion.by,
            "kind": words.REASSIGNED,
            "detail": {"from": one.move.before_id, "to": one.move.after_id, "handover": occasion.handover_id, **back},
            "before": dict(one.before),
        }
        for one in moved
    ]
    if told:
        session.execute(insert(AlertEvent), told)


def _pass_on(session: Session, moves: Mapping[int, Move], now: datetime) -> None:
    """Leave to the new owner's digest what the old one has not been told of yet; nobody above is asked any more."""
    for some in pieces(moves):
        about = (Message.alert_id.in_(some), Message.to_channel.is_(None))
        ahead = select(Message).where(*about, Message.kind.in_(ABOUT_ONE), digests.is_untold())
        untold = [one for one in session.scalars(ahead) if one.person_id == moves[one.alert_id or 0].before_id]
        _leave(session, {one.alert_id or 0: moves[one.alert_id or 0] for one in untold}, now)
        asked = select(Message.id).where(*about, Message.kind == "escalation", Message.state == outbox.WAITING)
        gone = [*(one.id for one in untold), *session.scalars(asked)]
        dropped = update(Message).where(Message.id.in_(gone))
        session.execute(dropped.values(state=outbox.DROPPED, error=outbox.PASSED_ON, claimed_until=None))


def _leave(session: Session, moves: Mapping[int, Move], now: datetime) -> None:
    """Put alerts into their new owners' digests; one that was taken from there before goes back there."""
    rows = [
        {
            "mark": f"alert:{alert_id}:{move.after_id}",
            "kind": "alert",
            "alert_id": alert_id,
            "person_id": move.after_id,
            "content": {"why": "owner"},
            "created_at": now,
            "due_at": now,
            "state": outbox.FOLDED,
        }
        for alert_id, move in moves.items()
        if move.after_id is not None
    ]
    if not rows:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    fresh = dialect.insert(Message)
    again = {"state": outbox.FOLDED, "target_id": None, "error": None, "created_at": now}
    session.execute(
        fresh.on_conflict_do_update(index_elements=[Message.mark], set_=again, where=Message.state == outbox.DROPPED),
        rows,
    )


def touched(moves: Collection[Move]) -> set[int]:
    """Return the people from whom or to whom accounts move."""
    return {person for one in moves for person in (one.before_id, one.after_id) if person is not None}
