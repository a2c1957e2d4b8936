"""The messages of a handover, put into the outbox with what they tell of: each once for whomever it is for.

`content` has `handover_id`, and for notes and news the `event`.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import outbox
from storage.handovers import words
from storage.tables import Handover, Message, Person

DECIDED = "somebody has decided"
TAKEN_BACK = "it was taken back"
"""Why messages are not sent."""


def ask(session: Session, handover: Handover, people: Collection[int], *, now: datetime) -> None:
    """Ask people to approve a handover."""
    for person_id in people:
        mark = f"{words.APPROVAL}:{handover.id}:{handover.version}:{person_id}"
        _add(session, handover, mark, words.APPROVAL, person_id, now=now)


def ask_no_more(session: Session, handover: Handover) -> None:
    """Leave those alone who have not been asked yet."""
    _drop(session, handover, words.APPROVAL, because=DECIDED)


def tell(
    session: Session,
    handover: Handover,
    event: str,
    *,
    now: datetime,
    reason: str | None = None,
    instead: Collection[int] = (),
) -> None:
    """Tell whoever asked for a handover, or others `instead`, what has become of it.

    Args:
        event: approved, refused, cancelled, expired, failed or undone.
    """
    for person_id in instead or (handover.asked_by,):
        mark = f"{words.NEWS}:{handover.id}:{handover.version}:{event}:{person_id}"
        _add(session, handover, mark, words.NEWS, person_id, now=now, event=event, reason=reason)


def note(session: Session, handover: Handover, people: Collection[int], *, by: int | None, now: datetime) -> None:
    """Tell everybody whose book changes, once; not whoever did it, who knows, nor who cannot hear it.

    Whoever has not been told of it when it is undone need not know.
    """
    untold = set(_drop(session, handover, words.NOTE, because=TAKEN_BACK))
    there = select(Person.id).where(Person.id.in_(people), Person.active, Person.slack_id.is_not(None))
    for person_id in session.scalars(there.order_by(Person.id)).all():
        if person_id not in untold and person_id != by:
            mark = f"handover:{handover.id}:{handover.state}:{person_id}"
            _add(session, handover, mark, words.NOTE, person_id, now=now, event=handover.state)


def _add(
    session: Session,
    handover: Handover,
    mark: str,
    kind: str,
    person_id: int,
    *,
    now: datetime,
    event: str | None = None,
    reason: str | None = None,
) -> None:
    """Put a message about a handover into the outbox."""
    told = {"event": event, "reason": reason}
    content = {"handover_id": handover.id} | {name: said for name, said in told.items() if said}
    outbox.add(session, mark=mark, kind=kind, now=now, handover_id=handover.id, person_id=person_id, content=content)


def _drop(session: Session, handover: Handover, kind: str, *, because: str) -> list[int]:
    """Take back the messages of a kind that nobody has tried to send; return for whom they were."""
    unsent = (Message.handover_id == handover.id, Message.kind == kind, Message.state == outbox.WAITING)
    dropped = update(Message).where(*unsent, Message.first_tried_at.is_(None))
    gone = dropped.values(state=outbox.DROPPED, error=because).returning(Message.person_id)
    return [person_id for person_id in session.scalars(gone) if person_id is not None]
