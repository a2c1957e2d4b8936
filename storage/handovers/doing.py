"""Doing a handover, and undoing it: what was expected still holds, or nothing moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, literal, select, update
from sqlalchemy.orm import Session

from storage.alerts.store import pieces
from storage.handovers import looking, moving, steps, telling, words
from storage.handovers.looking import Item
from storage.handovers.moving import Move
from storage.handovers.proposal import all_there
from storage.handovers.refusals import Changed, Conflict, MovedOn
from storage.handovers.shown import Shown, shown
from storage.handovers.steps import Deed, Outcome
from storage.tables import AuditEntry, AuditSubject, Handover, HandoverItem


@dataclass(frozen=True)
class Undone:
    """What undo gave back, and what had moved on."""

    outcome: Outcome
    returned: tuple[int, ...]
    moved_on: tuple[MovedOn, ...]


def as_shown(session: Session, handover: Handover) -> list[Item]:
    """Return the accounts of a handover that is as it was shown to whoever confirmed last.

    Raises:
        Gone, Conflict, Changed
    """
    found = _as_expected(session, handover)
    before, after = _shown(handover), looking.look(session, handover.id)
    if not before.holds(after):
        raise Changed(before, after)
    return found


def as_decided(session: Session, handover: Handover) -> list[Item]:
    """Return the accounts of a handover that is due: what has come since it was decided is borne, but for new VIPs.

    Raises:
        Gone, Conflict, Changed
    """
    found = _as_expected(session, handover)
    before, after = _shown(handover), looking.look(session, handover.id)
    if set(after.vips) - set(before.vips):
        raise Changed(before, after)
    return found


def go(session: Session, handover: Handover, found: Sequence[Item], deed: Deed) -> Outcome:
    """Do a handover that was decided on, or leave it for its day."""
    if handover.due_at is not None and handover.due_at > deed.now:
        return _scheduled(session, handover, deed)
    return _done(session, handover, [Move(item.customer_id, item.before_id, item.after_id) for item in found], deed)


def _scheduled(session: Session, handover: Handover, deed: Deed) -> Outcome:
    """Leave a handover for its day."""
    before = handover.state
    steps.become(session, handover, words.SCHEDULED, now=deed.now)
    _record_approval(session, handover, deed, before)
    return steps.recorded(session, handover, deed, "handover.scheduled", before=before)


def _done(session: Session, handover: Handover, moves: Sequence[Move], deed: Deed) -> Outcome:
    """Do a handover."""
    before, handover.done_at = handover.state, deed.now
    moving.move(session, moves, moving.Occasion(handover.id, handover.asked_by, deed.now))
    steps.become(session, handover, words.DONE, now=deed.now)
    telling.note(session, handover, moving.touched(moves), by=deed.by, now=deed.now)
    _record_approval(session, handover, deed, before)
    return _moved(session, handover, deed, words.MOVED, moves)


def _record_approval(session: Session, handover: Handover, deed: Deed, before: str) -> None:
    """Put on the record that somebody approved what waited for it; what came of that follows."""
    if before == words.WAITING:
        steps.recorded(session, handover, deed, "handover.approved", before=before)


def undo(session: Session, handover: Handover, deed: Deed) -> Undone:
    """Give back what has not moved on.

    Raises:
        Conflict: all has.
    """
    found = looking.items(session, handover.id, hold=True)
    back = _still_there(session, handover.id, found)
    if not back:
        raise Conflict(looking.moved_on(session, found))
    moves = [Move(item.customer_id, item.after_id, item.before_id) for item in back]
    returning = {move.customer_id for move in moves}
    _note_returned(session, handover.id, [one.customer_id for one in found if one.customer_id not in returning])
    handover.undone_by, handover.undone_at = deed.by, deed.now
    by = handover.asked_by if deed.by is None else deed.by
    moving.move(session, moves, moving.Occasion(handover.id, by, deed.now, undoing=True))
    steps.become(session, handover, words.UNDONE, now=deed.now)
    touched = moving.touched(moves)
    telling.note(session, handover, touched, by=deed.by, now=deed.now)
    if handover.asked_by not in {deed.by, *touched}:
        telling.tell(session, handover, words.UNDONE, now=deed.now)
    return undone(session, handover, _moved(session, handover, deed, words.RETURNED, moves))


def is_undoable(session: Session, handover_id: int) -> bool:
    """Say whether any account of what was done has not moved on since."""
    return bool(_still_there(session, handover_id, looking.items(session, handover_id)))


def undone(session: Session, handover: Handover, outcome: Outcome) -> Undone:
    """Tell what undo gave back, and what had moved on."""
    items = select(HandoverItem.customer_id, HandoverItem.returned).where(HandoverItem.handover_id == handover.id)
    returned = {customer_id: bool(back) for customer_id, back in session.execute(items)}
    gone = [item for item in looking.items(session, handover.id) if not returned[item.customer_id]]
    back = tuple(sorted(one for one, is_back in returned.items() if is_back))
    return Undone(outcome, back, looking.moved_on(session, gone))


def _as_expected(session: Session, handover: Handover) -> list[Item]:
    """Return the accounts of a handover, held, each of which is whose it was."""
    found = looking.items(session, handover.id, hold=True)
    all_there(session, {item.after_id for item in found})
    if gone := [item for item in found if item.owner_id != item.before_id]:
        raise Conflict(looking.moved_on(session, gone))
    return found


def _shown(handover: Handover) -> Shown:
    """Return what was shown to whoever confirmed last."""
    return shown(handover.preview[words.SHOWN])


def _moved(session: Session, handover: Handover, deed: Deed, action: str, moves: Sequence[Move]) -> Outcome:
    """Put on the record whose the accounts were and are."""
    before = {move.customer_id: move.before_id for move in moves}
    after = {move.customer_id: move.after_id for move in moves}
    steps.record(session, handover, deed, action, before=before, after=after)
    return steps.outcome(handover)


def _still_there(session: Session, handover_id: int, found: Sequence[Item]) -> list[Item]:
    """Return the accounts of what was done that have not moved on since."""
    gone = _moved_again(session, handover_id)
    return [item for item in found if item.owner_id == item.after_id and item.customer_id not in gone]


def _moved_again(session: Session, handover_id: int) -> set[int]:
    """Return the accounts of a handover that another one, done later and still in force, has moved as well."""
    own = select(AuditEntry.id).join(AuditSubject, AuditSubject.audit_id == AuditEntry.id)
    when = own.where(AuditSubject.subject == f"handover:{handover_id}", AuditEntry.action == words.MOVED)
    theirs = select(HandoverItem.customer_id).where(HandoverItem.handover_id == handover_id)
    named = literal("handover:") + cast(Handover.id, String)
    later = (
        select(HandoverItem.customer_id)
        .join(Handover, Handover.id == HandoverItem.handover_id)
        .join(AuditSubject, AuditSubject.subject == named)
        .join(AuditEntry, AuditEntry.id == AuditSubject.audit_id)
        .where(AuditEntry.action == words.MOVED, AuditEntry.id > when.scalar_subquery())
        .where(HandoverItem.customer_id.in_(theirs), Handover.state == words.DONE)
    )
    return set(session.scalars(later))


def _note_returned(session: Session, handover_id: int, gone: Sequence[int]) -> None:
    """Note of each account whether it goes back: all do but those that have moved on."""
    of_it = update(HandoverItem).where(HandoverItem.handover_id == handover_id)
    silently = {"synchronize_session": False}
    session.execute(of_it.values(returned=True), execution_options=silently)
    for some in pieces(gone):
        stays = of_it.where(HandoverItem.customer_id.in_(some))
        session.execute(stays.values(returned=False), execution_options=silently)
