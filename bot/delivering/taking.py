"""Taking what is due into one's hands: one destination at a time, and what matters most there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.delivering import attention
from bot.delivering.noting import is_stood_in_for
from bot.delivering.parcel import Parcel, due, parcel
from bot.team import hearing_of
from storage import dispatch, outbox
from storage.tables import Message

A_MOMENT = timedelta(seconds=1)
"""When an update is looked at again whose message is just being sent."""


@dataclass(frozen=True)
class Sending:
    """A message to be posted."""

    parcel: Parcel


@dataclass(frozen=True)
class Changing:
    """A message to be changed."""

    parcel: Parcel


@dataclass(frozen=True)
class Looking:
    """Messages for one destination, to be looked for there."""

    parcels: tuple[Parcel, ...]


@dataclass(frozen=True)
class Settled:
    """Something was due, and needed no sending."""


Taken = Sending | Changing | Looking | Settled


@dataclass(frozen=True)
class Taking:
    """The moment at which something is taken, on both clocks, until when it is held, and the business's time zone."""

    now: datetime
    machine: datetime
    until: datetime
    zone: ZoneInfo


def take(session: Session, message: Message, taking: Taking) -> Taken:
    """Take a message, or what matters more at its destination."""
    if message.kind == outbox.UPDATE:
        return _update(session, message, taking)
    if is_stood_in_for(session, message, now=taking.now, zone=taking.zone):
        return Settled()
    rows = {row[0].id: row for row in dispatch.beside(session, message, now=taking.now, machine=taking.machine)}
    hears = hearing_of(session, message.person_id, business_zone=taking.zone)
    today = _day_start(taking.now, hears.zone if hears else taking.zone)
    told_today = dispatch.sent_since(session, message, kind=attention.ALERT, since=today)
    step = attention.next_step(
        [due(*row) for row in rows.values()], hearing=hears, told_today=told_today, now=taking.now
    )
    return _perform(session, step, [rows[one][0] for one in step.ids], taking)


def _perform(session: Session, step: attention.Step, chosen: Sequence[Message], taking: Taking) -> Taken:
    """Do to messages what was decided."""
    match step:
        case attention.Send():
            return Sending(_held(session, chosen, taking)[0])
        case attention.LookFor():
            return Looking(_held(session, chosen, taking))
        case attention.PutOff():
            dispatch.put_off(chosen, until=step.until, anew=step.anew)
        case attention.Fold():
            dispatch.fold(session, step.ids)
        case attention.Drop():
            dispatch.drop(session, step.ids, because=step.because)
        case attention.CatchUp():
            _collapse(session, chosen, taking.now)
    return Settled()


def _update(session: Session, message: Message, taking: Taking) -> Taken:
    """Take an update whose message is in Slack; one that is still to be sent will be told as things are then."""
    target = session.get_one(Message, message.target_id)
    if target.state == outbox.SENT:
        return Changing(_held(session, [message], taking)[0])
    if target.state in outbox.AHEAD and target.first_tried_at is not None:
        message.claimed_until = taking.machine + A_MOMENT
    else:
        dispatch.drop(session, [message.id], because="what it changes has not been sent")
    return Settled()


def _held(session: Session, messages: Sequence[Message], taking: Taking) -> tuple[Parcel, ...]:
    """Take messages into one's hands."""
    parcels = tuple(parcel(session, one) for one in messages)
    dispatch.hold(session, [one.id for one in parcels], machine=taking.machine, until=taking.until)
    return parcels


def _collapse(session: Session, late: Sequence[Message], now: datetime) -> None:
    """Make one message of many that are late."""
    first = late[0]
    mark = f"{attention.CATCH_UP}:{first.id}:{first.to_channel or first.person_id}"
    about = {one.alert_id for one in late if one.alert_id is not None}
    about.update(*(one.content.get("alert_ids", ()) for one in late))
    since = min(one.content.get("late_since") or one.content.get("due_since") or one.due_at.isoformat() for one in late)
    outbox.add(
        session,
        mark=mark,
        kind=attention.CATCH_UP,
        now=now,
        person_id=first.person_id,
        to_channel=first.to_channel,
        content={"alert_ids": sorted(about), "late_since": since},
    )
    dispatch.collapse(session, [one.id for one in late], into=mark)


def _day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day began in a time zone."""
    return datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone).astimezone(UTC)
