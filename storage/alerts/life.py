"""The life of an alert: what people do to it, each act a compare-and-set with an event that tells of it, and undo.

Every function works in the caller's transaction: it holds the alert, refuses what somebody else has overtaken, sets
its columns, adds the event, and has the messages that show it made anew. Where several alerts are acted on in one
transaction, it is done in the order of their ids.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import audit, outbox, runs
from storage.alerts import words
from storage.alerts.before import as_it_was, plain
from storage.handovers import life as handovers
from storage.handovers.proposal import propose
from storage.tables import Absence, Alert, AlertEvent, Contact, Person


class Act(TypedDict):
    """Who acts (of `people`) and when; the `version` of the alert they look at; `request`, the mark of their click.

    `place` is where, as the record has it.
    """

    by: int
    now: datetime
    version: NotRequired[int | None]
    place: NotRequired[str | None]
    request: NotRequired[str | None]


@dataclass(frozen=True)
class Outcome:
    """What an act has led to; not `changed` where it was so already, or the same click came twice."""

    alert_id: int
    kind: str
    state: str
    version: int
    changed: bool = True


class Conflict(Exception):
    """Somebody else was quicker, or the alert's life is over.

    `kind` is the event that stands in the way, by `holder` (a name; None is the bot) at `since`. Where the alert is
    in somebody's hands, that is how it came there.
    """

    def __init__(self, alert: Alert, event: AlertEvent | None, holder: str | None) -> None:
        super().__init__(f"alert {alert.id} is {alert.state}, version {alert.version}")
        self.alert_id, self.state, self.version = alert.id, alert.state, alert.version
        self.kind = event.kind if event else words.FOUND
        self.holder, self.holder_id = holder, event.person_id if event else None
        self.since = event.at if event else alert.found_at


class Unknown(LookupError):
    """There is no such alert."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"there is no alert {alert_id}")
        self.alert_id = alert_id


class NothingToUndo(Exception):
    """The person has done nothing to the alert, or it was undone already."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"there is nothing to undo of alert {alert_id}")
        self.alert_id = alert_id


@dataclass(frozen=True)
class Change:
    """What an act does: the alert's columns it sets, what its event tells, and the row it adds beside."""

    values: Mapping[str, Any]
    detail: Mapping[str, Any] = field(default_factory=dict)
    adds: Contact | Absence | None = None


AWAKE: Mapping[str, Any] = {"snoozed_until": None, "snoozed_to_visit_after": None}


def take(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Put an alert into somebody's hands; a snooze ends with it.

    Raises:
        Conflict: somebody else has it, or it is over.
    """

    def taken(alert: Alert) -> Change:
        if alert.taken_by not in {None, act["by"]}:
            raise _conflict(session, alert)
        state = words.ACKNOWLEDGED if alert.state == words.OPEN else alert.state
        return Change({"state": state, "taken_by": act["by"], **AWAKE})

    return _perform(session, alert_id, words.ACKNOWLEDGED, taken, **act)


def release(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Put an alert back for anybody to take; a contact that was made stays made."""

    def released(alert: Alert) -> Change:
        state = words.OPEN if alert.state == words.ACKNOWLEDGED else alert.state
        return Change({"state": state, "taken_by": None})

    return _perform(session, alert_id, words.RELEASED, released, **act)


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
    return _perform(session, alert_id, words.SNOOZED, lambda _: change, **act)


def wake(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """End a snooze."""
    return _perform(session, alert_id, words.WOKEN, lambda _: Change(AWAKE), **act)


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

    return _perform(session, alert_id, words.CONTACTED, contacted, states=words.STATES, **act)


def dismiss(session: Session, alert_id: int, *, outcome: str, day: date, **act: Unpack[Act]) -> Outcome:
    """Close an alert that needs nothing done; a business that has closed is known to be absent from now on.

    Args:
        outcome: one of `words.DISMISSALS`.
        day: the local day it is.
    """
    if outcome == words.CLOSED:
        return add_absence(session, alert_id, kind=words.CLOSED, day=day, **act)
    values = {"state": words.DISMISSED, "outcome": outcome, "closed_at": act["now"], **AWAKE}
    return _perform(session, alert_id, words.DISMISSED, lambda _: Change(values, {"outcome": outcome}), **act)


def lose(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Close an alert whose customer is gone for good."""
    values = {"state": words.LOST, "closed_at": act["now"], **AWAKE}
    return _perform(session, alert_id, words.LOST, lambda _: Change(values), **act)


def useless(session: Session, alert_id: int, **act: Unpack[Act]) -> Outcome:
    """Note that an alert was not useful, which closes it, as outcome `useless`; also of one that is over."""

    def marked(alert: Alert) -> Change:
        over = {"state": words.DISMISSED, "closed_at": act["now"], **AWAKE} if alert.state in words.LIVE else {}
        return Change({**over, "outcome": words.USELESS})

    return _perform(session, alert_id, words.USELESS, marked, states=words.STATES, **act)


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
        day: the local day it is.
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
        )
        values = {"state": words.DISMISSED, "outcome": kind, "closed_at": act["now"], **AWAKE}
        return Change(values, {"outcome": kind, "until": plain(until), "reason": reason}, absence)

    return _perform(session, alert_id, words.DISMISSED, explained, **act)


def reassign(session: Session, alert_id: int, *, to: int, **act: Unpack[Act]) -> Outcome:
    """Hand the customer over to another owner at once, with everything that moves along.

    Whether that needs somebody's approval is for the caller to know.

    Raises:
        Conflict: somebody else has the alert, or it is over.
        storage.handovers.refusals.Refused: the account cannot be handed over.
    """
    runs.wait_for_turn(session)
    alert, asked = _held(session, alert_id), act.get("request")
    if alert.state not in words.LIVE or _overtaken(session, alert, act.get("version"), act["by"]):
        raise _conflict(session, alert)
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
        since = takewhile(lambda one: one.id != event.id, _events(session, alert))
        if any(one.person_id or "state" in one.before for one in since):
            raise _conflict(session, alert)
        gone = _taken_away(session, event)
        return Change(as_it_was(event.before), {"event": event.id, "kind": event.kind, **gone})

    return _perform(session, alert_id, words.UNDONE, undone, states=words.STATES, **act)


def handed_over_alone(detail: Mapping[str, Any]) -> bool:
    """Say whether an event of kind `reassigned` tells of a handover of one account, which can be undone from here."""
    return detail.get("accounts") == 1 and "undone" not in detail


def end_snooze(session: Session, alert_id: int, *, now: datetime) -> datetime | None:
    """Wake an alert whose time has come, and return until when it rested; None if it is awake, or still rests."""
    alert = _held(session, alert_id)
    until = alert.snoozed_until
    if until is None or until > now or alert.state not in words.LIVE:
        return None
    _set(session, alert, words.WOKEN, Change(AWAKE), by=None, now=now)
    return until


def escalate(session: Session, alert_id: int, *, level: int, to: int, now: datetime) -> bool:
    """Note that an alert nobody took comes before somebody further up, at a level; say whether it still has to."""
    alert = _held(session, alert_id)
    if alert.state != words.OPEN or alert.escalated >= level:
        return False
    return _set(session, alert, words.ESCALATED, Change({"escalated": level}, {"to": to}), by=None, now=now) is not None


def _perform(
    session: Session,
    alert_id: int,
    kind: str,
    decide: Callable[[Alert], Change],
    *,
    by: int,
    now: datetime,
    version: int | None = None,
    place: str | None = None,
    request: str | None = None,
    states: Collection[str] = words.LIVE,
) -> Outcome:
    """Hold an alert, refuse what was overtaken, and do what `decide` says, once for each request."""
    alert = _held(session, alert_id)
    mark = f"{alert_id}:{request}" if request else None
    if mark and session.scalar(select(AlertEvent.id).where(AlertEvent.request == mark)):
        return Outcome(alert_id, kind, alert.state, alert.version, changed=False)
    if alert.state not in states or _overtaken(session, alert, version, by):
        raise _conflict(session, alert)
    event = _set(session, alert, kind, decide(alert), by=by, now=now, request=mark)
    if event:
        _record(session, alert, event, place=place, request=request)
    return Outcome(alert_id, kind, alert.state, alert.version, changed=event is not None)


def _held(session: Session, alert_id: int) -> Alert:
    """Return an alert as it is now; nobody else changes it before the transaction ends."""
    hold = update(Alert).where(Alert.id == alert_id).values(version=Alert.version).returning(Alert)
    alert = session.scalar(hold, execution_options={"populate_existing": True})
    if alert is None:
        raise Unknown(alert_id)
    return alert


def _overtaken(session: Session, alert: Alert, version: int | None, by: int) -> bool:
    """Say whether somebody else did something after `version`; one's own acts and the bot's stand in nobody's way."""
    if version is None or version >= alert.version:
        return False
    return any(
        event.person_id not in {None, by} and event.before.get("version", -1) >= version
        for event in _events(session, alert)
    )


def _set(
    session: Session,
    alert: Alert,
    kind: str,
    change: Change,
    *,
    by: int | None,
    now: datetime,
    request: str | None = None,
) -> AlertEvent | None:
    """Change an alert's columns and have its messages made anew; return the event that tells of it, if there is any."""
    before = {name: getattr(alert, name) for name, value in change.values.items() if getattr(alert, name) != value}
    if not (before or change.adds or kind == words.UNDONE):
        return None
    detail = dict(change.detail)
    if change.adds is not None:
        session.add(change.adds)
        session.flush()
        detail[_ROW[type(change.adds)]] = change.adds.id
    kept = {name: plain(value) for name, value in {**before, "version": alert.version}.items()}
    event = AlertEvent(alert_id=alert.id, at=now, person_id=by, kind=kind, detail=detail, before=kept, request=request)
    session.add(event)
    for name, value in change.values.items():
        setattr(alert, name, value)
    alert.version += 1
    outbox.changed(session, alert.id, now)
    return event


def _record(session: Session, alert: Alert, event: AlertEvent, *, place: str | None, request: str | None) -> None:
    """Put what somebody did to an alert on the record."""
    before = {name: value for name, value in event.before.items() if name != "version"}
    audit.add(
        session,
        action=f"alert.{event.kind}",
        subject=f"alert:{alert.id}",
        subjects=[audit.customer(alert.customer_id)],
        before=before,
        after={name: getattr(alert, name) for name in before} | event.detail,
        by=event.person_id,
        now=event.at,
        place=place,
        request=request,
    )


_ROW: dict[type[Contact | Absence], str] = {Contact: "contact_id", Absence: "absence_id"}
"""Under which word an event tells the row that came of it."""


def _taken_away(session: Session, event: AlertEvent) -> dict[str, Any]:
    """Remove what came of an event beside the alert, and return what it was."""
    for table, word in _ROW.items():
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
    alert = _held(session, alert_id)
    if next(iter(_events(session, alert))).detail.get("handover") != handover_id:
        raise _conflict(session, alert)
    outcome = handovers.undo(session, handover_id, **_click(act)).outcome
    return Outcome(alert_id, words.UNDONE, alert.state, alert.version, outcome.changed)


def _click(act: Act) -> handovers.Act:
    """Return who does something to an alert as who does something about a handover."""
    return {"by": act["by"], "now": act["now"], "place": act.get("place"), "request": act.get("request")}


def _last_by(session: Session, alert: Alert, person_id: int) -> AlertEvent:
    """Return the last event by a person that can be undone."""
    own = (event for event in _events(session, alert) if event.person_id == person_id)
    last = next(own, None)
    if last is None or last.kind == words.UNDONE:
        raise NothingToUndo(alert.id)
    return last


def _events(session: Session, alert: Alert) -> list[AlertEvent]:
    """Return what happened to an alert, the newest first."""
    rows = select(AlertEvent).where(AlertEvent.alert_id == alert.id).order_by(AlertEvent.id.desc())
    return list(session.scalars(rows))


def _conflict(session: Session, alert: Alert) -> Conflict:
    """Tell who has an alert and since when, or what has ended it or was done to it last."""
    events = [event for event in _events(session, alert) if "version" in event.before]
    if alert.state in words.LIVE and alert.taken_by:
        events = [event for event in events if "taken_by" in event.before] or events
    last = next(iter(events), None)
    holder = session.get(Person, last.person_id) if last and last.person_id else None
    return Conflict(alert, last, holder.name if holder else None)
