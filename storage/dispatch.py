"""What of the outbox is due, and in whose hands it is: messages are held by one sender at a time.

What a person sees goes by the bot's clock (`now`), which may be moved; what machines agree on goes by theirs
(`machine`). A message whose `first_tried_at` is set may have arrived: it must be looked for before it is sent again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from storage.alerts import words
from storage.outbox import DROPPED, FOLDED, SENDING, SENT, UPDATE, WAITING
from storage.tables import Alert, AlertEvent, Hearing, Message

SENDERS_LOCK = 5_349_717_002
"""Key of the PostgreSQL advisory lock under which one sender at a time takes what is due."""

MOST_AT_ONCE = 200
"""How many messages for one person are looked at together."""


def is_anything_due(session: Session, *, now: datetime, machine: datetime) -> bool:
    """Say whether there may be something to send; costs one look at an index."""
    return session.scalar(_ANYTHING, {"now": now, "machine": machine}) or False


def wait_for_turn(session: Session) -> None:
    """Let the session's transaction wait until no other sender chooses what to send."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    lock = "UPDATE runs SET id = id WHERE 1 = 0" if sqlite else f"SELECT pg_advisory_xact_lock({SENDERS_LOCK})"
    session.execute(text(lock))


def first(
    session: Session,
    *,
    now: datetime,
    machine: datetime,
    rest: timedelta,
    weights: Mapping[str, int],
    post: bool = True,
    change: bool = True,
) -> Message | None:
    """Return the message to be sent next, of those whose destination nobody sends to, nor has within `rest`.

    A channel that several leads have named is one destination.

    Args:
        weights: how much the alerts of each rule matter; of those that matter, what has just happened goes before what
            has waited for working time. Empty: whatever has been due longest goes first.
        post: whether new messages may go out.
        change: whether messages may be changed.
    """
    other = aliased(Message)
    going, gone = and_(other.state == SENDING, other.claimed_until > machine), other.sent_at > now - rest
    same = and_(other.person_id == Message.person_id, other.to_channel.is_not_distinct_from(Message.to_channel))
    there = and_(same, other.kind != UPDATE)
    busy = select(other.id).where(there, going).exists()
    just_now = select(other.id).where(there, gone).exists()
    taken = _is_taken(going, gone, other)
    changing = select(other.id).where(other.kind == UPDATE, other.target_id == Message.target_id, going).exists()
    posts, changes = and_(Message.kind != UPDATE, ~busy, ~just_now, ~taken), and_(Message.kind == UPDATE, ~changing)
    allowed = [one for one, may in ((posts, post), (changes, change)) if may]
    if not allowed:
        return None
    free = select(Message).outerjoin(Alert, Alert.id == Message.alert_id).where(_free(now, machine), or_(*allowed))
    return session.scalars(free.order_by(*_ranks(weights), Message.due_at, Message.id).limit(1)).first()


def _is_taken(going: ColumnElement[bool], gone: ColumnElement[bool], other: type[Message]) -> ColumnElement[bool]:
    """Return the condition that a message is for a channel into which a lead's message is going, or has just gone."""
    leads = select(Hearing.person_id).where(Hearing.channel.is_not(None))
    channels = select(other.to_channel).where(other.to_channel.is_not(None), other.kind != UPDATE)
    taken = (channels.where(going), channels.where(other.person_id.in_(leads), gone))
    return and_(Message.to_channel.is_not(None), or_(*(Message.to_channel.in_(some) for some in taken)))


def _ranks(weights: Mapping[str, int]) -> tuple[ColumnElement[Any], ...]:
    """Return by what messages are ranked before it is asked since when they are due."""
    if not weights:
        return ()
    weight = case(dict(weights), value=Alert.rule, else_=0)
    is_fresh = and_(weight > 0, Message.due_at <= Message.created_at)
    return is_fresh.desc(), weight.desc()


def beside(
    session: Session, message: Message, *, now: datetime, machine: datetime
) -> Sequence[tuple[Message, Alert | None]]:
    """Return what is due for the destination of a message, itself among it, with the alert each is about."""
    there = (
        Message.person_id.is_not_distinct_from(message.person_id),
        Message.to_channel.is_not_distinct_from(message.to_channel),
    )
    rows = select(Message, Alert).outerjoin(Alert, Alert.id == Message.alert_id)
    due = rows.where(_free(now, machine), Message.kind != UPDATE, *there).order_by(Message.due_at, Message.id)
    return [(row[0], row[1]) for row in session.execute(due.limit(MOST_AT_ONCE))]


def sent_since(session: Session, message: Message, *, kind: str, since: datetime) -> int:
    """Count the messages of a kind that went to the destination of a message since a moment."""
    there = Message.person_id == message.person_id, Message.to_channel.is_not_distinct_from(message.to_channel)
    found = select(func.count()).where(*there, Message.kind == kind, Message.state == SENT, Message.sent_at >= since)
    return session.scalar(found) or 0


def direct_channel(session: Session, person_id: int) -> str | None:
    """Return the channel in which a person's direct messages landed last."""
    direct = Message.to_channel.is_(None) & Message.channel.is_not(None)
    known = select(Message.channel).where(Message.person_id == person_id, direct, Message.state == SENT)
    return session.scalar(known.order_by(Message.sent_at.desc()).limit(1))


def hold(session: Session, ids: Collection[int], *, machine: datetime, until: datetime) -> None:
    """Take messages into one's hands until a moment; from now on they may have arrived."""
    held = update(Message).where(Message.id.in_(ids))
    tried = func.coalesce(Message.first_tried_at, machine)
    session.execute(
        held.values(state=SENDING, claimed_until=until, attempts=Message.attempts + 1, first_tried_at=tried)
    )


def landed(session: Session, message_id: int, *, channel: str, ts: str, now: datetime) -> None:
    """Note where a message is in Slack."""
    arrived = {"channel": channel, "ts": ts, "sent_at": now, "claimed_until": None, "error": None}
    session.execute(update(Message).where(Message.id == message_id).values(state=SENT, **arrived))


def let_go(session: Session, ids: Collection[int], *, arrived_not: bool, until: datetime | None, error: str) -> None:
    """Put messages back that were not sent, or whose arrival is unknown; nobody takes them before `until`."""
    values = {"state": WAITING, "claimed_until": until, "error": error}
    certain = {"first_tried_at": null()} if arrived_not else {}
    held = update(Message).where(Message.id.in_(ids), Message.state == SENDING)
    session.execute(held.values(**values, **certain))


def put_off(messages: Collection[Message], *, until: datetime, anew: bool = False) -> None:
    """Send messages at a later time, and keep in mind since when they are due: from then on if that begins `anew`."""
    for message in messages:
        known = {} if anew else message.content
        since = until if anew else message.due_at
        message.content = {**message.content, "due_since": known.get("due_since", since.isoformat())}
        message.due_at = until


def collapse(session: Session, ids: Collection[int], *, into: str) -> None:
    """Leave messages to one that tells of all of them, which is known by its mark."""
    drop(session, ids, because=f"told in {into}")
    told_in = session.scalars(select(Message.id).where(Message.mark == into)).one()
    theirs = and_(Message.target_id.in_(ids), Message.kind != UPDATE)
    session.execute(update(Message).where(or_(Message.id.in_(ids), theirs)).values(target_id=told_in))


def fold(session: Session, ids: Collection[int]) -> None:
    """Leave messages to the next digest."""
    _end(session, ids, state=FOLDED, error=None)


def drop(session: Session, ids: Collection[int], *, because: str) -> None:
    """Send messages no more."""
    _end(session, ids, state=DROPPED, error=because)


def announce_again(session: Session, alert_id: int) -> None:
    """Have it decided anew who hears of an alert; where its customer was handed over, a note has told that already."""
    moved = select(AlertEvent.id).where(AlertEvent.alert_id == alert_id, AlertEvent.kind == words.REASSIGNED)
    live = (Alert.id == alert_id, Alert.state.in_(words.LIVE))
    session.execute(update(Alert).where(*live, ~moved.exists()).values(announced_at=None))


def _end(session: Session, ids: Collection[int], *, state: str, error: str | None) -> None:
    """Give messages that will not be sent their last state."""
    ended = update(Message).where(Message.id.in_(ids), Message.state != SENT)
    session.execute(ended.values(state=state, claimed_until=None, error=error))


Moment = datetime | BindParameter[datetime]


def _free(now: Moment, machine: Moment) -> ColumnElement[bool]:
    """Return the condition that a message is due, is for somebody, and in nobody's hands."""
    addressed = or_(Message.person_id.is_not(None), Message.to_channel.is_not(None))
    untouched = or_(Message.claimed_until.is_(None), Message.claimed_until <= machine)
    waiting = and_(Message.state == WAITING, Message.due_at <= now, untouched)
    return and_(addressed, or_(waiting, and_(Message.state == SENDING, Message.claimed_until <= machine)))


_ANYTHING = select(exists().where(_free(bindparam("now"), bindparam("machine"))))
