"""Accounts changing hands, with everything that moves along: alerts, what waits to be told of them, the record.

The caller holds the writers' lock. Customers are held by id, then alerts by id; the record comes last.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import outbox
from storage.alerts import digests, words
from storage.alerts.before import as_it_was
from storage.alerts.store import pieces
from storage.tables import Alert, AlertEvent, Customer, HandoverItem, Message

ABOUT_ONE = ("alert", "reminder")
"""The kinds of messages that tell an owner of an alert."""

ESCALATION = "escalation"

MESSAGES = cast(Table, Message.__table__)


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

    @property
    def customers(self) -> Select[int]:
        """The query for the customers that move: all of the handover, or those that are noted to return."""
        of_it = select(HandoverItem.customer_id).where(HandoverItem.handover_id == self.handover_id)
        return of_it.where(HandoverItem.returned.is_(True)) if self.undoing else of_it

    @property
    def alerts(self) -> ColumnElement[bool]:
        """The condition on the alerts that move along: the live ones about these customers."""
        return Alert.customer_id.in_(self.customers) & Alert.state.in_(words.LIVE)


@dataclass(frozen=True)
class Moved:
    """An alert that moves along: the columns that change, and what they were."""

    alert_id: int
    move: Move
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)


def move(session: Session, moves: Sequence[Move], occasion: Occasion) -> None:
    """Give the accounts of a handover to their new owners, and what hangs on them along.

    Args:
        moves: all that `occasion.customers` gives.
    """
    session.flush()
    _own(session, len(moves), occasion)
    moved = _along(session, {one.customer_id: one for one in moves}, occasion)
    _alter(session, moved)
    _tell(session, moved, occasion, accounts=len(moves))
    session.execute(outbox.updates(occasion.alerts, now=occasion.now))
    session.execute(outbox.overtake(occasion.alerts))
    _pass_on(session, {one.alert_id: one.move for one in moved}, occasion)
    for known in session.identity_map.values():
        if isinstance(known, Customer | Alert | Message):
            session.expire(known)


def _own(session: Session, accounts: int, occasion: Occasion) -> None:
    """Write the owners."""
    customers, items = cast(Table, Customer.__table__), cast(Table, HandoverItem.__table__)
    before, after = (items.c.after_id, items.c.before_id) if occasion.undoing else (items.c.before_id, items.c.after_id)
    of_it = (items.c.handover_id == occasion.handover_id) & (items.c.customer_id == customers.c.id)
    still = customers.c.id.in_(occasion.customers) & customers.c.owner_id.is_not_distinct_from(before)
    written = session.connection().execute(update(customers).where(of_it, still).values(owner_id=after))
    if written.rowcount != accounts:
        raise RuntimeError(f"{accounts} owners were held, and {written.rowcount} are as they were")


def _along(session: Session, moves: Mapping[int, Move], occasion: Occasion) -> list[Moved]:
    """Return the alerts that move along, held, with what changes about each."""
    columns = (Alert.id, Alert.customer_id, Alert.state, Alert.version, Alert.taken_by, Alert.escalated)
    live = select(*columns).where(occasion.alerts).order_by(Alert.id).with_for_update(key_share=True)
    alerts = session.execute(live).all()
    were = _as_they_were(session, occasion) if occasion.undoing else {}
    return [_moved(alert, moves[alert.customer_id], were.get(alert.id, {})) for alert in alerts]


def _moved(alert: Any, move: Move, were: Mapping[str, Any]) -> Moved:
    """Return what changes about an alert: as it was before the handover, if nobody touched it since, else as given."""
    is_untouched = were.get("version") == alert.version - 1
    fresh = as_it_was(were) if is_untouched else _given(alert, move)
    values = {name: value for name, value in fresh.items() if getattr(alert, name) != value}
    return Moved(alert.id, move, values, {name: getattr(alert, name) for name in (*values, "version")})


def _given(alert: Any, move: Move) -> dict[str, Any]:
    """Return the columns of an alert whose customer is given to somebody: in nobody's hands, unless a third has it."""
    if alert.taken_by is None or alert.taken_by != move.before_id:
        return {"escalated": 0}
    state = words.OPEN if alert.state == words.ACKNOWLEDGED else alert.state
    return {"escalated": 0, "taken_by": None, "state": state}


def _as_they_were(session: Session, occasion: Occasion) -> dict[int, Mapping[str, Any]]:
    """Return what a handover has changed of alerts when it moved them along."""
    told = select(AlertEvent).join(Alert, Alert.id == AlertEvent.alert_id).where(occasion.alerts)
    return {
        event.alert_id: event.before
        for event in session.scalars(told.where(AlertEvent.kind == words.REASSIGNED).order_by(AlertEvent.id))
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


def _tell(session: Session, moved: Sequence[Moved], occasion: Occasion, *, accounts: int) -> None:
    """Add an event to each alert that moves along."""
    back = {"undone": True} if occasion.undoing else {}
    common = {"handover": occasion.handover_id, "accounts": accounts, **back}
    told = [
        {
            "alert_id": one.alert_id,
            "at": occasion.now,
            "person_id": occasion.by,
            "kind": words.REASSIGNED,
            "detail": {"from": one.move.before_id, "to": one.move.after_id, **common},
            "before": dict(one.before),
        }
        for one in moved
    ]
    if told:
        session.execute(insert(AlertEvent), told)


def _pass_on(session: Session, moves: Mapping[int, Move], occasion: Occasion) -> None:
    """Leave to the new owner's digest what the old one has not been told of yet; nobody above is asked any more."""
    about = (Message.alert_id.in_(select(Alert.id).where(occasion.alerts)), Message.to_channel.is_(None))
    ahead = select(Message.id, Message.alert_id, Message.person_id).where(*about, Message.kind.in_(ABOUT_ONE))
    untold = [
        (message_id, alert_id)
        for message_id, alert_id, person_id in session.execute(ahead.where(digests.is_untold()))
        if alert_id is not None and person_id == moves[alert_id].before_id
    ]
    _leave(session, {alert_id: moves[alert_id] for _, alert_id in untold}, occasion.now)
    asked = select(Message.id).where(*about, Message.kind == ESCALATION, Message.state == outbox.WAITING)
    dropped = {"state": outbox.DROPPED, "error": outbox.PASSED_ON, "claimed_until": None}
    for some in pieces([*(message_id for message_id, _ in untold), *session.scalars(asked)]):
        session.connection().execute(update(MESSAGES).where(MESSAGES.c.id.in_(some)).values(**dropped))


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
