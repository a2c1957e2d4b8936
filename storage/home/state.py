"""How the house stands, for whoever looks after it: how far the data reaches, and what does not get through."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import outbox
from storage.runs import CLASSIFICATION
from storage.tables import AccessRequest, Customer, Message, Person, Run

STUCK = timedelta(hours=1)
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class State:
    """What an administrator should know.

    `late` messages should have gone out over an hour ago; `unheard` ones of the last week had nobody to hear them.
    `unreachable` are owners of customers whom Slack cannot reach.
    """

    as_of: date | None
    classified_at: datetime | None
    imported_at: datetime | None
    late: int
    unheard: int
    unreachable: int


def latest_day(session: Session) -> date | None:
    """Return the day up to which customers are classified."""
    return session.scalar(_CLASSIFIED.with_only_columns(Run.as_of))


def state(session: Session, *, now: datetime) -> State:
    """Return how things stand."""
    classified = session.execute(_CLASSIFIED).first()
    imported = select(func.max(Run.finished_at)).where(Run.kind != CLASSIFICATION)
    late = (Message.state.in_(outbox.AHEAD), Message.due_at < now - STUCK)
    unheard = (Message.state == outbox.DROPPED, Message.error == outbox.NOBODY, Message.created_at > now - LATELY)
    owns = select(Customer.id).where(Customer.owner_id == Person.id).exists()
    cut_off = (Person.active & Person.slack_id.is_(None)) | ~Person.active
    return State(
        as_of=classified.as_of if classified else None,
        classified_at=classified.finished_at if classified else None,
        imported_at=session.scalar(imported),
        late=session.scalar(select(func.count(Message.id)).where(*late)) or 0,
        unheard=session.scalar(select(func.count(Message.id)).where(*unheard)) or 0,
        unreachable=session.scalar(select(func.count(Person.id)).where(cut_off, owns)) or 0,
    )


def asking(session: Session, *, limit: int) -> tuple[list[AccessRequest], int]:
    """Return those who ask to be let in, the longest waiting first, and how many there are."""
    open_ = AccessRequest.decided_at.is_(None)
    rows = session.scalars(select(AccessRequest).where(open_).order_by(AccessRequest.asked_at).limit(limit))
    return list(rows), session.scalar(select(func.count(AccessRequest.slack_id)).where(open_)) or 0


_CLASSIFIED = (
    select(Run.as_of, Run.finished_at)
    .where(Run.kind == CLASSIFICATION, Run.finished_at.is_not(None), ~Run.superseded)
    .order_by(Run.id.desc())
    .limit(1)
)
"""The classification whose labels are in force."""
