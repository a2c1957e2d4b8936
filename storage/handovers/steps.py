"""A step in the life of a handover: it is held, found in the state expected, changed, and recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage import audit, outbox
from storage.alerts.who import who
from storage.handovers import telling, words
from storage.handovers.refusals import Overtaken, Unknown
from storage.tables import Handover, Person


@dataclass(frozen=True)
class Deed:
    """Who does something (None is the bot) and when; see `life.Act`."""

    by: int | None
    now: datetime
    version: int | None = None
    place: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What a step has led to; not `changed` where it was so already, as after a double click."""

    handover_id: int
    state: str
    version: int
    changed: bool = True


def held(session: Session, handover_id: int) -> Handover:
    """Return a handover as it is now; nobody else changes it before the transaction ends."""
    session.flush()
    hold = update(Handover).where(Handover.id == handover_id).values(version=Handover.version).returning(Handover)
    handover = session.scalar(hold, execution_options={"populate_existing": True})
    if handover is None:
        raise Unknown(handover_id)
    return handover


def expect(session: Session, handover: Handover, deed: Deed, *states: str) -> None:
    """See that a handover is in one of some states, and as whoever acts has seen it.

    Raises:
        Overtaken: it is not.
    """
    if handover.state not in states or deed.version not in {None, handover.version}:
        raise overtaken(session, handover)


def overtaken(session: Session, handover: Handover) -> Overtaken:
    """Tell who brought a handover to where it stands, and when; nobody, where it expired, failed or merely changed."""
    person_id, since = _last_act(handover)
    holder = session.get(Person, person_id) if person_id else None
    return Overtaken(handover.id, handover.state, handover.version, who(holder), since)


def _last_act(handover: Handover) -> tuple[int | None, datetime | None]:
    """Return who brought a handover to where it stands, and when."""
    if handover.state == words.UNDONE:
        return handover.undone_by, handover.undone_at
    if handover.state in {words.SCHEDULED, words.DONE} and handover.decided_at is None:
        return handover.asked_by, handover.asked_at
    if handover.state in words.DECIDED:
        return handover.decided_by, handover.decided_at
    return None, handover.expires_at if handover.state == words.EXPIRED else None


def decide(session: Session, handover: Handover, deed: Deed) -> None:
    """Note who decided about a handover; others need not be asked any more."""
    handover.decided_by, handover.decided_at = deed.by, deed.now
    telling.ask_no_more(session, handover)


def become(session: Session, handover: Handover, state: str, *, now: datetime) -> None:
    """Bring a handover into a state, and have the messages that show it made anew."""
    handover.state = state
    handover.version += 1
    outbox.handover_changed(session, handover.id, now)


def recorded(session: Session, handover: Handover, deed: Deed, action: str, *, before: str, **told: Any) -> Outcome:
    """Put a step on the record, as the last thing it does, and return what it led to."""
    after = {"state": handover.state, **told}
    record(session, handover, deed, action, before={"state": before}, after=after)
    return outcome(handover)


def record(
    session: Session,
    handover: Handover,
    deed: Deed,
    action: str,
    *,
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
) -> None:
    """Put what was done about a handover on the record; whoever asked for it is whom another does it for."""
    audit.add(
        session,
        action=action,
        subject=f"handover:{handover.id}",
        before=before,
        after=after,
        by=deed.by,
        on_behalf_of=handover.asked_by if handover.asked_by != deed.by else None,
        place=deed.place,
        request=deed.request,
        now=deed.now,
    )


def outcome(handover: Handover, *, changed: bool = True) -> Outcome:
    """Return how far a handover has come."""
    return Outcome(handover.id, handover.state, handover.version, changed)
