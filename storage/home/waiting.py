"""The handovers that wait for somebody's approval."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import people
from storage.handovers import words
from storage.handovers.life import approvers
from storage.handovers.shown import Shown, shown
from storage.tables import Handover, HandoverItem


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
    query = select(Handover).where(Handover.state == words.WAITING).order_by(Handover.expires_at, Handover.id)
    found = [one for one in session.scalars(query).all() if one.asked_by is not None]
    between = _between(session, [one.id for one in found])
    asked = {one.asked_by for one in found if one.asked_by is not None}
    named = people.names(session, asked | {one for pairs in between.values() for pair in pairs for one in pair if one})
    return [
        Waiting(
            id=handover.id,
            asked_by=named[handover.asked_by or 0],
            asked_by_id=handover.asked_by or 0,
            expires_at=handover.expires_at,
            givers=sorted({named[giver] for giver, _ in between.get(handover.id, ()) if giver}),
            receivers=sorted({named[receiver] for _, receiver in between.get(handover.id, ())}),
            what=shown(handover.preview[words.SHOWN]),
            approvers=frozenset(approvers(handover)),
        )
        for handover in found
    ]


def _between(session: Session, handover_ids: Sequence[int]) -> dict[int, list[tuple[int | None, int]]]:
    """Return between whom accounts go, by handover."""
    columns = (HandoverItem.handover_id, HandoverItem.before_id, HandoverItem.after_id)
    pairs = select(*columns).where(HandoverItem.handover_id.in_(handover_ids)).distinct()
    between: dict[int, list[tuple[int | None, int]]] = {}
    for handover_id, giver_id, receiver_id in session.execute(pairs):
        between.setdefault(handover_id, []).append((giver_id, receiver_id))
    return between
