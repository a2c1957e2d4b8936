"""A message in somebody's hands, with all that sending it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from bot.delivering.attention import ABOUT_ONE, ALERT, Due
from bot.routing import severity
from storage import dispatch
from storage.alerts import words
from storage.alerts.who import Who, who
from storage.tables import Alert, Message, Person


@dataclass(frozen=True)
class Parcel:
    """A message as it was when it was taken.

    `attempts` counts this one; `tried_at` is when it may have arrived first, None if it cannot have. `direct` is the
    channel of the person's direct messages, where known; `target` where the message is that this one changes.
    """

    id: int
    mark: str
    kind: str
    alert_id: int | None
    content: Mapping[str, Any]
    attempts: int
    tried_at: datetime | None
    person_id: int | None
    hearer: Who | None
    language: str | None
    to_channel: str | None
    direct: str | None = None
    target: tuple[str, str] | None = None


def parcel(session: Session, message: Message) -> Parcel:
    """Return a message as it is to be sent."""
    person = session.get(Person, message.person_id) if message.person_id else None
    target = session.get(Message, message.target_id) if message.target_id else None
    return Parcel(
        id=message.id,
        mark=message.mark,
        kind=message.kind,
        alert_id=message.alert_id,
        content=dict(message.content),
        attempts=message.attempts + 1,
        tried_at=message.first_tried_at,
        person_id=message.person_id,
        hearer=who(person) if message.to_channel is None else None,
        language=person.language if person else None,
        to_channel=message.to_channel,
        direct=dispatch.direct_channel(session, message.person_id) if message.person_id else None,
        target=(target.channel, target.ts) if target and target.channel and target.ts else None,
    )


def due(message: Message, alert: Alert | None) -> Due:
    """Return what a message that is due is worth."""
    since = message.content.get("due_since")
    over = message.kind in ABOUT_ONE and alert is not None and alert.state not in words.LIVE
    taken = message.kind == ALERT and alert is not None and alert.taken_by == message.person_id is not None
    return Due(
        id=message.id,
        kind=message.kind,
        since=datetime.fromisoformat(since) if since else message.due_at,
        is_tried=message.first_tried_at is not None,
        is_needed=not (over or taken),
        severity=severity(alert.rule if alert else None),
        value=alert.value_at_risk if alert else Decimal(0),
    )
