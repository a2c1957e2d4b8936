"""The outbox: messages that have been decided on, written in the transaction that decides, and what became of them.

What is in it travels by `bot.jobs.deliver`. Whoever changes an alert calls `changed` in the same transaction, after
the change, and whoever changes a handover `handover_changed`: messages that show it are then made anew, in place.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, String, Update, cast, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from storage.tables import Alert, Handover, Message

SHOWING = ("alert", "escalation", "reminder")
"""The kinds of messages that show one alert, and change with it."""

SHOWING_HANDOVERS = ("approval", "handover_news")
"""The kinds of messages that show one handover, and change with it."""

UPDATE = "update"

WAITING = "waiting"
SENDING = "sending"
SENT = "sent"
FOLDED = "folded"
DROPPED = "dropped"
AHEAD = (WAITING, SENDING)
"""The states of what is still to be sent."""

OVER = "it was over before it was sent"
OVERTAKEN = "a newer one follows"
PASSED_ON = "passed on"
NOBODY = "nobody can hear it"
"""Why messages were dropped."""

_Known = aliased(Message)
"""A message that is there already."""


def add(
    session: Session,
    *,
    mark: str,
    kind: str,
    now: datetime,
    due_at: datetime | None = None,
    alert_id: int | None = None,
    handover_id: int | None = None,
    person_id: int | None = None,
    to_channel: str | None = None,
    content: Mapping[str, Any] | None = None,
    state: str = WAITING,
    error: str | None = None,
) -> bool:
    """Put a message into the outbox, unless one with this mark is there already; say whether it is new.

    Args:
        mark: what the message is about and for whom: the same message always has the same mark.
        due_at: when it may be sent; at once by default.
        person_id: whom it is for. With neither a person nor a channel it is for whoever looks after the bot.
        content: what cannot be looked up when it is sent.
        state: `folded` where it waits for the digest, `dropped` where it is never sent, with the reason in `error`.
    """
    session.flush()
    values = {
        "mark": mark,
        "kind": kind,
        "alert_id": alert_id,
        "handover_id": handover_id,
        "person_id": person_id,
        "to_channel": to_channel,
        "content": dict(content or {}),
        "created_at": now,
        "due_at": due_at or now,
        "state": state,
        "error": error,
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = session.execute(dialect.insert(Message).values(values).on_conflict_do_nothing().returning(Message.id))
    return added.scalar() is not None


def changed(session: Session, alert_id: int, now: datetime) -> None:
    """Have every message that shows an alert made anew, the alert having changed in this transaction."""
    session.flush()
    session.execute(updates(Alert.id == alert_id, now=now))
    session.execute(overtake(Alert.id == alert_id))


def wanted_again(session: Session, alert_id: int, now: datetime) -> None:
    """Send after all what tells of an alert and was not sent, as it was over or in its hearer's hands then.

    The alert has been opened again, or given back, in this transaction.
    """
    session.flush()
    is_theirs = select(Alert.id).where(Alert.id == alert_id, Alert.taken_by == Message.person_id).exists()
    unsent = (Message.alert_id == alert_id, Message.kind.in_(SHOWING), Message.state == DROPPED, Message.error == OVER)
    anew(session, *unsent, Message.first_tried_at.is_(None), ~is_theirs, now=now)


def anew(session: Session, *which: ColumnElement[bool], now: datetime) -> None:
    """Send some messages on their own after all, due from now on only."""
    for message in session.scalars(select(Message).where(*which)):
        message.state, message.due_at, message.error, message.target_id = WAITING, now, None, None
        message.content = {name: value for name, value in message.content.items() if name != "due_since"}


def handover_changed(session: Session, handover_id: int, now: datetime) -> None:
    """Have every message that shows a handover made anew, the handover having changed in this transaction."""
    session.flush()
    which = Handover.id == handover_id
    session.execute(_updates(Handover, Message.handover_id, SHOWING_HANDOVERS, which, now=now))
    session.execute(_overtake(Message.handover_id == handover_id))


def updates(which: ColumnElement[bool], *, now: datetime) -> Insert:
    """Return the statement that puts an update into the outbox for each message that shows one of these alerts.

    Messages still to be sent get one too: they may be on their way as the alert was.

    Args:
        which: a condition on `Alert`, whose `version` is that after the change.
    """
    return _updates(Alert, Message.alert_id, SHOWING, which, now=now)


def overtake(which: ColumnElement[bool]) -> Update:
    """Return the statement that drops the waiting updates of alerts that newer ones follow; it goes after `updates`.

    Args:
        which: a condition on `Alert`.
    """
    return _overtake(Message.alert_id.in_(select(Alert.id).where(which)))


def _updates(
    table: type[Alert | Handover],
    link: InstrumentedAttribute[int | None],
    kinds: Collection[str],
    which: ColumnElement[bool],
    *,
    now: datetime,
) -> Insert:
    """Return the statement that puts an update into the outbox for each message of some kinds that shows a row."""
    mark = literal(f"{UPDATE}:") + cast(Message.id, String) + ":" + cast(table.version, String)
    shown = Message.kind.in_(kinds) & Message.state.in_((*AHEAD, SENT))
    new = ~select(_Known.id).where(_Known.mark == mark).exists()
    columns = {
        Message.mark: mark,
        Message.kind: literal(UPDATE),
        Message.alert_id: Message.alert_id,
        Message.handover_id: Message.handover_id,
        Message.person_id: Message.person_id,
        Message.to_channel: Message.to_channel,
        Message.target_id: Message.id,
        Message.content: Message.content,
        Message.created_at: literal(now, Message.created_at.type),
        Message.due_at: literal(now, Message.due_at.type),
        Message.state: literal(WAITING),
        Message.attempts: literal(0),
    }
    rows = select(*columns.values()).join(table, table.id == link).where(which, shown, new)
    return insert(Message).from_select([column.key for column in columns], rows, include_defaults=False)


def _overtake(about: ColumnElement[bool]) -> Update:
    """Return the statement that drops the waiting updates that newer ones follow.

    Args:
        about: a condition on `Message`: what it is about.
    """
    waiting = (Message.kind == UPDATE) & (Message.state == WAITING) & about
    changing = _Known.target_id.in_(select(Message.target_id).where(waiting).correlate(None))
    newest = select(func.max(_Known.id)).where(_Known.kind == UPDATE, changing).group_by(_Known.target_id)
    return update(Message).where(waiting, Message.id.not_in(newest)).values(state=DROPPED, error=OVERTAKEN)


def renew(session: Session, shown: Select[Message], *, kind: str, now: datetime) -> None:
    """Have messages of a kind made anew, once, what they show having come to its end in this transaction."""
    session.flush()
    for message in session.scalars(shown.where(Message.kind == kind)).all():
        session.add(
            Message(
                mark=f"{UPDATE}:{message.id}:last",
                kind=UPDATE,
                person_id=message.person_id,
                to_channel=message.to_channel,
                target_id=message.id,
                content={**message.content, "shows": kind},
                created_at=now,
                due_at=now,
            )
        )
    session.flush()
