"""The handovers that wait for somebody's approval."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from storage.handovers import words
from storage.handovers.life import approvers
from storage.handovers.shown import Shown, shown
from storage.tables import Handover, HandoverItem, Person


@dataclass(frozen=True)
class Waiting:
    """A handover that waits for one of its approvers: who asked, from whom to whom accounts go, and what was shown."""

    id: int
    asked_by: str
    asked_by_id: int
    expires_at: datetime | None
    givers: Sequence[str]
    receivers: Sequence[str]
    what: Shown
    approvers: Set[int]


def waiting(session: Session) -> list[Waiting]:
    """Return the handovers that wait for approval, those that expire first at the beginning."""
    query = select(Handover, Person.name).join(Person, Person.id == Handover.asked_by)
    found = session.execute(
        query.where(Handover.state == words.WAITING).order_by(Handover.expires_at, Handover.id)
    ).all()
    between = _between(session, [row.Handover.id for row in found])
    return [
        Waiting(
            id=handover.id,
            asked_by=name,
            asked_by_id=handover.asked_by,
            expires_at=handover.expires_at,
            givers=sorted({giver for giver, _ in between.get(handover.id, ()) if giver}),
            receivers=sorted({receiver for _, receiver in between.get(handover.id, ())}),
            what=shown(handover.preview[words.SHOWN]),
            approvers=frozenset(approvers(handover)),
        )
        for handover, name in found
    ]


def _between(session: Session, handover_ids: Sequence[int]) -> dict[int, list[tuple[str | None, str]]]:
    """Return between whom accounts go, by handover."""
    giver, receiver = aliased(Person), aliased(Person)
    pairs = (
        select(HandoverItem.handover_id, giver.name, receiver.name)
        .join(receiver, receiver.id == HandoverItem.after_id)
        .outerjoin(giver, giver.id == HandoverItem.before_id)
        .where(HandoverItem.handover_id.in_(handover_ids))
        .distinct()
    )
    found: dict[int, list[tuple[str | None, str]]] = {}
    for handover_id, before, after in session.execute(pairs):
        found.setdefault(handover_id, []).append((before, after))
    return found
