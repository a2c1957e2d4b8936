"""Proposing that accounts change hands: who has each now is written down with who shall have it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.alerts.store import pieces
from storage.alerts.who import Who
from storage.handovers import looking, words
from storage.handovers.refusals import Gone, NothingToMove
from storage.tables import Customer, Handover, HandoverItem, Person

ITEMS = cast(Table, HandoverItem.__table__)
"""To be written without what an object of each would cost."""


def propose(
    session: Session,
    moves: Mapping[int, int],
    *,
    by: int,
    now: datetime,
    kind: str = words.MOVE,
    reason: str | None = None,
    due_at: datetime | None = None,
    request: str | None = None,
) -> Handover:
    """Write down a proposal, in the caller's transaction; nothing moves before it is confirmed.

    Accounts that are already whose they shall be are left out. The same request twice is one proposal.

    Args:
        moves: the new owner (of `people`) of each customer; customers that there are not are left out.
        due_at: when the accounts shall move; None for as soon as it is confirmed.
        request: the mark of the click or line that asked for it.

    Raises:
        NothingToMove: no account is left.
        Gone: somebody who was to get accounts is not of the team any more.
    """
    if request and (known := session.scalar(_asked_for(request))):
        return known
    all_there(session, moves.values())
    items = [item for item in _owned(session, moves) if item["before_id"] != item["after_id"]]
    if not items:
        raise NothingToMove
    told = {"kind": kind, "reason": reason, "due_at": due_at, "request": request}
    number = _added(session, {"asked_by": by, "asked_at": now, "state": words.PROPOSED, "preview": {}, **told})
    if number is None:
        return session.scalars(_asked_for(request)).one()
    session.execute(insert(ITEMS), [item | {"handover_id": number} for item in items])
    handover = session.get_one(Handover, number)
    handover.preview = {words.SHOWN: looking.look(session, number).kept()}
    session.flush()
    return handover


def all_there(session: Session, people: Collection[int]) -> None:
    """See that all of some people are of the team still: now, not when the session read of them first.

    Raises:
        Gone: some are not.
    """
    wanted = set(people)
    asked = select(Person).where(Person.id.in_(wanted)).execution_options(populate_existing=True)
    session.flush()
    known = {one.id: one for one in session.scalars(asked)}
    gone = [one for one in sorted(wanted) if one not in known or not known[one].active]
    if gone:
        raise Gone(tuple(_named(one, known.get(one)) for one in gone))


def _asked_for(request: str | None) -> Select[Handover]:
    """Return the query for what a request has asked for."""
    return select(Handover).where(Handover.request == request)


def _owned(session: Session, moves: Mapping[int, int]) -> Iterator[dict[str, int | None]]:
    """Yield the item of each customer: whose it is, and whose it is to be."""
    for some in pieces(sorted(moves)):
        owned = select(Customer.id, Customer.owner_id).where(Customer.id.in_(some)).order_by(Customer.id)
        for customer_id, owner_id in session.execute(owned):
            yield {"customer_id": customer_id, "before_id": owner_id, "after_id": moves[customer_id]}


def _added(session: Session, values: Mapping[str, Any]) -> int | None:
    """Add the row of a handover and return its number; None if the same request has added one."""
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = dialect.insert(Handover).values(values).on_conflict_do_nothing().returning(Handover.id)
    return session.execute(added).scalar()


def _named(person_id: int, person: Person | None) -> Who:
    """Return who somebody is, or was."""
    return Who(person_id, person.name if person else str(person_id), person.slack_id if person else None)
