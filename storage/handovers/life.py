"""The life of a handover: confirmed, approved, scheduled, done, undone; each step a compare-and-set, on the record.

Every function works in the caller's transaction and changes nothing where it raises. Accounts move with the writers'
lock held (`storage.runs.wait_for_turn`), so that no import writes an owner whom it read before; then the handover,
customers, alerts, messages and the record are written, in this order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import runs
from storage.handovers import doing, looking, steps, telling, words
from storage.handovers.doing import Undone
from storage.handovers.proposal import all_there
from storage.handovers.refusals import NothingToMove, OwnApproval, TooLate
from storage.handovers.steps import Deed, Outcome
from storage.tables import Handover

__all__ = [
    "UNDO",
    "Act",
    "Approval",
    "Outcome",
    "Undone",
    "approve",
    "approvers",
    "ask_others",
    "cancel",
    "confirm",
    "due",
    "expire",
    "fail",
    "perform",
    "refuse",
    "renew",
    "undo",
    "undoable_until",
    "waiting",
]

UNDO = timedelta(hours=24)
"""How long a handover can be undone."""


class Act(TypedDict):
    """Who acts (of `people`) and when; the `version` of the handover they look at; where; the mark of their click."""

    by: int
    now: datetime
    version: NotRequired[int | None]
    place: NotRequired[str | None]
    request: NotRequired[str | None]


@dataclass(frozen=True)
class Approval:
    """That a handover needs somebody's approval: of one of these people, until then."""

    approvers: tuple[int, ...]
    expires_at: datetime


def confirm(session: Session, handover_id: int, *, approval: Approval | None = None, **act: Unpack[Act]) -> Outcome:
    """Confirm what one proposed: it is done at once, or scheduled for its day, or waits for approval if it needs that.

    Whoever confirms is who asks for it.

    Raises:
        Unknown, Overtaken, Gone
        Conflict: accounts have moved on; see `renew`.
        Changed: it is not what was shown; see `renew`.
    """
    runs.wait_for_turn(session)
    handover, deed = steps.held(session, handover_id), Deed(**act)
    if handover.state in {words.WAITING, words.SCHEDULED, words.DONE} and handover.asked_by == deed.by:
        return steps.outcome(handover, changed=False)
    steps.expect(session, handover, deed, words.PROPOSED)
    found = doing.as_shown(session, handover)
    handover.asked_by, handover.asked_at = act["by"], deed.now
    if approval is None:
        return doing.go(session, handover, found, deed)
    handover.expires_at = approval.expires_at
    handover.preview = {**handover.preview, words.APPROVERS: list(approval.approvers)}
    steps.become(session, handover, words.WAITING, now=deed.now)
    telling.ask(session, handover, approval.approvers, now=deed.now)
    return steps.recorded(session, handover, deed, "handover.proposed", before=words.PROPOSED)


def approve(session: Session, handover_id: int, **act: Unpack[Act]) -> Outcome:
    """Approve what somebody else confirmed: it is done at once, or scheduled for its day; they are told.

    Whoever may do so is for the caller to know; `approvers` tells who was asked. What has waited for too long expires
    instead.

    Raises:
        Unknown, Overtaken, Gone
        OwnApproval: they asked for it themselves.
        Conflict, Changed: see `confirm`.
    """
    runs.wait_for_turn(session)
    handover, deed = steps.held(session, handover_id), Deed(**act)
    if handover.state in {words.SCHEDULED, words.DONE} and handover.decided_by == deed.by:
        return steps.outcome(handover, changed=False)
    steps.expect(session, handover, deed, words.WAITING)
    if handover.asked_by == deed.by:
        raise OwnApproval
    if handover.expires_at and handover.expires_at <= deed.now:
        _lapse(session, handover, deed.now)
        return _lapsed(session, handover, deed.now)
    found = doing.as_shown(session, handover)
    steps.decide(session, handover, deed)
    telling.tell(session, handover, "approved", now=deed.now)
    return doing.go(session, handover, found, deed)


def refuse(session: Session, handover_id: int, *, reason: str | None = None, **act: Unpack[Act]) -> Outcome:
    """Refuse what somebody confirmed; they are told.

    Raises:
        Unknown, Overtaken
    """
    return _given_up(session, handover_id, words.REFUSED, Deed(**act), states=[words.WAITING], reason=reason)


def cancel(session: Session, handover_id: int, **act: Unpack[Act]) -> Outcome:
    """Give up what is proposed, waits for approval or is scheduled; whoever asked is told, unless it was them.

    Raises:
        Unknown, Overtaken
    """
    return _given_up(session, handover_id, words.CANCELLED, Deed(**act), states=words.PENDING)


def renew(session: Session, handover_id: int, **act: Unpack[Act]) -> Handover:
    """Bring a proposal up to date: who has each account now, and what is shown; buttons of the older version are void.

    What waits for approval goes on waiting, to be approved as it is now; what has failed or expired is proposed again.
    A day that is over is no day to wait for.

    Raises:
        Unknown, Overtaken, NothingToMove, Gone
    """
    runs.wait_for_turn(session)
    handover, deed = steps.held(session, handover_id), Deed(**act)
    steps.expect(session, handover, deed, *words.RENEWABLE)
    found = looking.items(session, handover_id, hold=True)
    all_there(session, {item.after_id for item in found})
    if all(item.owner_id == item.after_id for item in found):
        raise NothingToMove
    looking.expect_anew(session, handover_id, found)
    if handover.due_at and handover.due_at <= deed.now:
        handover.due_at = None
    handover.preview = {**handover.preview, words.SHOWN: looking.look(session, handover_id).kept()}
    if handover.state != words.WAITING:
        handover.decided_by = handover.decided_at = None
    state = words.WAITING if handover.state == words.WAITING else words.PROPOSED
    steps.become(session, handover, state, now=deed.now)
    return handover


def undo(session: Session, handover_id: int, **act: Unpack[Act]) -> Undone:
    """Give every account back that has not moved on since, with its alerts as they were unless somebody touched them.

    Raises:
        Unknown, Overtaken
        TooLate: it was done more than a day ago.
        Conflict: all accounts have moved on.
    """
    runs.wait_for_turn(session)
    handover, deed = steps.held(session, handover_id), Deed(**act)
    if handover.state == words.UNDONE and handover.undone_by == deed.by:
        return doing.undone(session, handover, steps.outcome(handover, changed=False))
    steps.expect(session, handover, deed, words.DONE)
    until = (handover.done_at or deed.now) + UNDO
    if deed.now > until:
        raise TooLate(handover_id, until)
    return doing.undo(session, handover, deed)


def undoable_until(session: Session, handover_id: int, *, now: datetime) -> datetime | None:
    """Return until when what was done can be undone; None if it cannot any more, or has all moved on."""
    handover = session.get(Handover, handover_id)
    if handover is None or handover.state != words.DONE or handover.done_at is None:
        return None
    until = handover.done_at + UNDO
    return until if now <= until and doing.is_undoable(session, handover_id) else None


def perform(session: Session, handover_id: int, *, now: datetime) -> Outcome:
    """Do what is scheduled and due.

    Raises:
        Unknown, Overtaken, Conflict, Gone
        Changed: there are VIPs among the accounts that were none.
    """
    runs.wait_for_turn(session)
    handover, deed = steps.held(session, handover_id), Deed(by=None, now=now)
    if handover.due_at is None or handover.due_at > now:
        raise steps.overtaken(session, handover)
    steps.expect(session, handover, deed, words.SCHEDULED)
    return doing.go(session, handover, doing.as_decided(session, handover), deed)


def fail(session: Session, handover_id: int, *, because: str, now: datetime, instead: Collection[int] = ()) -> Outcome:
    """Note that what was scheduled could not be done, and tell whoever asked, who can `renew` and confirm it.

    Args:
        instead: who is told where whoever asked cannot hear it.
    """
    handover = steps.held(session, handover_id)
    if handover.state != words.SCHEDULED:
        return steps.outcome(handover, changed=False)
    steps.become(session, handover, words.FAILED, now=now)
    telling.tell(session, handover, "failed", now=now, reason=because, instead=instead)
    deed = Deed(by=None, now=now)
    return steps.recorded(session, handover, deed, "handover.failed", before=words.SCHEDULED, reason=because)


def expire(session: Session, *, now: datetime) -> int:
    """End what has waited for approval for too long, and tell whoever asked; return how many."""
    stale = select(Handover.id).where(Handover.state == words.WAITING, Handover.expires_at <= now)
    held = [steps.held(session, each) for each in session.scalars(stale.order_by(Handover.id)).all()]
    over = [handover for handover in held if handover.state == words.WAITING]
    for handover in over:
        _lapse(session, handover, now)
    for handover in over:
        _lapsed(session, handover, now)
    return len(over)


def _lapse(session: Session, handover: Handover, now: datetime) -> None:
    """End what has waited for too long, and tell whoever asked."""
    steps.become(session, handover, words.EXPIRED, now=now)
    telling.tell(session, handover, "expired", now=now)


def _lapsed(session: Session, handover: Handover, now: datetime) -> Outcome:
    """Put on the record, last of all, that something has waited for too long."""
    return steps.recorded(session, handover, Deed(by=None, now=now), "handover.expired", before=words.WAITING)


def waiting(session: Session) -> Sequence[Handover]:
    """Return what waits for approval."""
    return session.scalars(select(Handover).where(Handover.state == words.WAITING).order_by(Handover.id)).all()


def ask_others(session: Session, handover_id: int, approval: Approval, *, now: datetime) -> None:
    """Ask more people to approve what waits for approval, which lasts as long as they may give it."""
    handover = steps.held(session, handover_id)
    if handover.state == words.WAITING:
        handover.preview = {**handover.preview, words.APPROVERS: [*approvers(handover), *approval.approvers]}
        handover.expires_at = max(handover.expires_at or approval.expires_at, approval.expires_at)
        telling.ask(session, handover, approval.approvers, now=now)


def due(session: Session, *, now: datetime) -> list[int]:
    """Return what is scheduled and due."""
    ready = select(Handover.id).where(Handover.state == words.SCHEDULED, Handover.due_at <= now)
    return list(session.scalars(ready.order_by(Handover.due_at, Handover.id)))


def approvers(handover: Handover) -> Collection[int]:
    """Return who was asked to approve a handover."""
    return frozenset(handover.preview.get(words.APPROVERS, ()))


def _given_up(
    session: Session, handover_id: int, state: str, deed: Deed, *, states: Collection[str], reason: str | None = None
) -> Outcome:
    """End a handover that is not to be; whoever asked is told, unless it was them."""
    handover = steps.held(session, handover_id)
    if handover.state == state and handover.decided_by == deed.by:
        return steps.outcome(handover, changed=False)
    steps.expect(session, handover, deed, *states)
    before = handover.state
    steps.decide(session, handover, deed)
    steps.become(session, handover, state, now=deed.now)
    if handover.asked_by != deed.by:
        telling.tell(session, handover, state, now=deed.now, reason=reason)
    told = {"reason": reason} if reason else {}
    return steps.recorded(session, handover, deed, f"handover.{state}", before=before, **told)
