"""The life of an alert: what people do to it, each act a compare-and-set with an event that tells of it, and undo.

Every function works in the caller's transaction, which is of this one act: acts also take their turn in the record.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import takewhile
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import runs
from storage.alerts import words
from storage.alerts.before import as_it_was, plain
from storage.alerts.steps import AWAKE, ROW, Act, Change, Outcome, conflict, events, held, overtaking, perform, put
from storage.handovers import life as handovers
from storage.handovers.proposal import propose
from storage.tables import Absence, Alert, AlertEvent, Contact


class NothingToUndo(Exception):
    """The person has done nothing to the alert, or it was undone already."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"there is nothing to undo of alert {alert_id}")
        self.alert_id = alert_id


def take(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Put an alert into somebody's hands; a snooze ends with it.

    Raises:
        Conflict: somebody else has it, or it is over.
    """

    def taken(alert: Alert) -> Change:
        if alert.taken_by not in {None, act["by"]}:
            raise conflict(session, alert)
        state = words.ACKNOWLEDGED if alert.state == words.OPEN else alert.state
        return Change({"state": state, "taken_by": act["by"], **AWAKE})

    return perform(session, alert_id, words.ACKNOWLEDGED, taken, **act)


def release(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Put an alert back for anybody to take; a contact that was made stays made."""
    return perform(session, alert_id, words.RELEASED, _for_anybody, **act)


def snooze(
    session: Session,
    alert_id: int,
    *,
    until: datetime | None = None,
    to_visit_after: date | None = None,
    **act: Unpack[Act],
) -> Outcome:
    """Let an alert rest until a moment, or until the customer's next visit after a day."""
    told = {"until": plain(until), "to_visit_after": plain(to_visit_after)}
    change = Change({"snoozed_until": until, "snoozed_to_visit_after": to_visit_after}, told)
    return perform(session, alert_id, words.SNOOZED, lambda _: change, **act)


def wake(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """End a snooze."""
    return perform(session, alert_id, words.WOKEN, lambda _: Change(AWAKE), **act)


def log_contact(
    session: Session,
    alert_id: int,
    *,
    kind: str,
    day: date,
    cause: str | None = None,
    note: str | None = None,
    **act: Unpack[Act],
) -> Outcome:
    """Note that somebody reached out to the customer, on a day; whoever did has the alert, if nobody had.

    Of an alert whose life is over the contact is noted all the same, and its state stays.

    Args:
        kind: one of `words.CONTACTS`.
    """

    def contacted(alert: Alert) -> Change:
        made = {"kind": kind, "cause": cause, "note": note}
        contact = Contact(
            customer_id=alert.customer_id, alert_id=alert_id, person_id=act["by"], at=act["now"], day=day, **made
        )
        if alert.state not in words.LIVE:
            return Change({}, made, contact)
        return Change(
            {"state": words.CONTACTED, "taken_by": alert.taken_by or act["by"], **AWAKE},
            {**made, "day": plain(day)},
            contact,
        )

    return perform(session, alert_id, words.CONTACTED, contacted, states=words.STATES, **act)


def dismiss(session: Session, alert_id: int, *, outcome: str, day: date, **act: Unpack[Act]) -> Outcome:
    """Close an alert that needs nothing done; a business that has closed is known to be absent from now on.

    Args:
        outcome: one of `words.DISMISSALS`.
        day: the day it is where the business is.
    """
    if outcome == words.CLOSED:
        return add_absence(session, alert_id, kind=words.CLOSED, day=day, **act)
    values = {"state": words.DISMISSED, "outcome": outcome, "closed_at": act["now"], **AWAKE}
    return perform(session, alert_id, words.DISMISSED, lambda _: Change(values, {"outcome": outcome}), **act)


def lose(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Close an alert whose customer is gone for good."""
    values = {"state": words.LOST, "closed_at": act["now"], **AWAKE}
    return perform(session, alert_id, words.LOST, lambda _: Change(values), **act)


def useless(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Note that an alert was not useful, which closes it, as outcome `useless`; also of one that is over."""

    def marked(alert: Alert) -> Change:
        over = {"state": words.DISMISSED, "closed_at": act["now"], **AWAKE} if alert.state in words.LIVE else {}
        return Change({**over, "outcome": words.USELESS})

    return perform(session, alert_id, words.USELESS, marked, states=words.STATES, **act)


def add_absence(
    session: Session,
    alert_id: int,
    *,
    kind: str,
    day: date,
    until: date | None = None,
    reason: str | None = None,
    **act: Unpack[Act],
) -> Outcome:
    """Note that the customer is known not to come, and why, which explains and closes the alert.

    The absence begins when the alert noticed it: a classification that looks at yesterday shall know of it too.

    Args:
        kind: one of `words.ABSENCES`, which becomes the alert's outcome.
        day: the day it is where the business is.
        until: the last day of the absence; None while nobody knows.
    """

    def explained(alert: Alert) -> Change:
        absence = Absence(
            customer_id=alert.customer_id,
            kind=kind,
            reason=reason,
            first_day=min(alert.as_of, day),
            last_day=until,
            person_id=act["by"],
            at=act["now"],
            told_on=day,
        )
        values = {"state": words.DISMISSED, "outcome": kind, "closed_at": act["now"], **AWAKE}
        return Change(values, {"outcome": kind, "until": plain(until), "reason": reason}, absence)

    return perform(session, alert_id, words.DISMISSED, explained, **act)


def reassign(session: Session, alert_id: int, *, to: int, **act: Unpack[Act]) -> Outcome:
    """Hand the customer over to another owner at once, with everything that moves along.

    Whether that needs somebody's approval is for the caller to know.

    Raises:
        Conflict: somebody else has the alert, or it is over.
        storage.handovers.refusals.Refused: the account cannot be handed over.
    """
    runs.wait_for_turn(session)
    alert, asked = held(session, alert_id), act.get("request")
    in_the_way = overtaking(session, alert, act.get("version"), act["by"])
    if alert.state not in words.LIVE or in_the_way:
        raise conflict(session, alert, in_the_way)
    mark = f"alert:{alert_id}:{asked}" if asked else None
    handover = propose(session, {alert.customer_id: to}, by=act["by"], now=act["now"], request=mark)
    done = handovers.confirm(session, handover.id, **_click(act))
    return Outcome(alert_id, words.REASSIGNED, alert.state, alert.version, done.changed)


def undo(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Take back what a person did last to an alert, with the contact, absence or owner that came of it.

    What was handed over together with other accounts is taken back together with them, not here.

    Raises:
        Conflict: somebody else has done something since, or the bot has closed the alert.
        NothingToUndo: they did nothing, or took it back already.
        storage.handovers.refusals.Refused: the account cannot be given back any more.
    """
    if handover_id := _handed_over(session, alert_id, act["by"]):
        return _given_back(session, alert_id, handover_id, act)

    def undone(alert: Alert) -> Change:
        event = _last_by(session, alert, act["by"])
        since = takewhile(lambda one: one.id != event.id, events(session, alert))
        in_the_way = [one for one in _not_undone(since) if one.person_id or "state" in one.before]
        if in_the_way:
            raise conflict(session, alert, in_the_way[0])
        gone = _taken_away(session, event)
        return Change(as_it_was(event.before), {"event": event.id, "kind": event.kind, **gone})

    return perform(session, alert_id, words.UNDONE, undone, states=words.STATES, **act)


def handed_over_alone(detail: Mapping[str, Any]) -> bool:
    """Say whether an event of kind `reassigned` tells of a handover of one account, which can be undone from here."""
    return detail.get("accounts") == 1 and "undone" not in detail


def end_snooze(session: Session, alert_id: int, *, now: datetime) -> datetime | None:
    """Wake an alert whose time has come, and return until when it rested; None if it is awake, or still rests."""
    alert = held(session, alert_id)
    until = alert.snoozed_until
    if until is None or until > now or alert.state not in words.LIVE:
        return None
    put(session, alert, words.WOKEN, Change(AWAKE), by=None, now=now)
    return until


def escalate(session: Session, alert_id: int, *, level: int, to: int, now: datetime) -> bool:
    """Note that an alert nobody took comes before somebody further up, at a level; say whether it still has to."""
    alert = held(session, alert_id)
    if alert.state != words.OPEN or alert.escalated >= level:
        return False
    return put(session, alert, words.ESCALATED, Change({"escalated": level}, {"to": to}), by=None, now=now) is not None


def drop(session: Session, alert_id: int, *, of: int, now: datetime) -> bool:
    """Put an alert back for anybody to take, as whoever has it is gone; say whether they have it still."""
    alert = held(session, alert_id)
    if alert.taken_by != of or alert.state not in words.LIVE:
        return False
    return put(session, alert, words.RELEASED, _for_anybody(alert), by=None, now=now) is not None


def _not_undone(since: Iterable[AlertEvent]) -> list[AlertEvent]:
    """Return of what happened last, the newest first, what nobody has taken back."""
    all_of_it = list(since)
    undone = {one.detail.get("event") for one in all_of_it if one.kind == words.UNDONE}
    return [one for one in all_of_it if one.kind != words.UNDONE and one.id not in undone]


def _for_anybody(alert: Alert) -> Change:
    """Return what becomes of an alert in nobody's hands any more."""
    state = words.OPEN if alert.state == words.ACKNOWLEDGED else alert.state
    return Change({"state": state, "taken_by": None})


def _taken_away(session: Session, event: AlertEvent) -> dict[str, Any]:
    """Remove what came of an event beside the alert, and return what it was."""
    for table, word in ROW.items():
        if (number := event.detail.get(word)) and (row := session.get(table, number)):
            session.delete(row)
    return {"removed": event.detail} if event.detail else {}


def _handed_over(session: Session, alert_id: int, person_id: int) -> int | None:
    """Return the handover of this account alone that was the last a person did to an alert; None if it was not."""
    own = (AlertEvent.alert_id == alert_id, AlertEvent.person_id == person_id)
    last = session.scalar(select(AlertEvent).where(*own).order_by(AlertEvent.id.desc()).limit(1))
    if last is None or last.kind != words.REASSIGNED:
        return None
    if not handed_over_alone(last.detail):
        raise NothingToUndo(alert_id)
    return int(last.detail["handover"])


def _given_back(session: Session, alert_id: int, handover_id: int, act: Act) -> Outcome:
    """Undo the handover of an alert's customer, unless somebody has done something to the alert since."""
    runs.wait_for_turn(session)
    alert = held(session, alert_id)
    if next(iter(events(session, alert))).detail.get("handover") != handover_id:
        raise conflict(session, alert)
    outcome = handovers.undo(session, handover_id, **_click(act)).outcome
    return Outcome(alert_id, words.UNDONE, alert.state, alert.version, outcome.changed)


def _click(act: Act) -> handovers.Act:
    """Return who does something to an alert as who does something about a handover."""
    return {"by": act["by"], "now": act["now"], "place": act.get("place"), "request": act.get("request")}


def _last_by(session: Session, alert: Alert, person_id: int) -> AlertEvent:
    """Return the last event by a person that can be undone."""
    own = (event for event in events(session, alert) if event.person_id == person_id)
    last = next(own, None)
    if last is None or last.kind == words.UNDONE:
        raise NothingToUndo(alert.id)
    return last
