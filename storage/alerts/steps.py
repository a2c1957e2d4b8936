"""A step in the life of an alert: it is held, refused where somebody else has overtaken it, changed, and told.

Every function works in the caller's transaction: it sets the alert's columns, adds the event that tells of it, and has
the messages that show the alert made anew.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import audit, outbox
from storage.alerts import words
from storage.alerts.before import plain
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
    in the holder's hands (`has_it`), that is how it came there.
    """

    def __init__(self, alert: Alert, event: AlertEvent | None, holder: str | None) -> None:
        super().__init__(f"alert {alert.id} is {alert.state}, version {alert.version}")
        self.alert_id, self.state, self.version = alert.id, alert.state, alert.version
        self.kind = event.kind if event else words.FOUND
        self.holder, self.holder_id = holder, event.person_id if event else None
        self.has_it = self.holder_id is not None and self.holder_id == alert.taken_by
        self.since = event.at if event else alert.found_at


class Unknown(LookupError):
    """There is no such alert."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(f"there is no alert {alert_id}")
        self.alert_id = alert_id


@dataclass(frozen=True)
class Change:
    """What an act does: the alert's columns it sets, what its event tells, and the row it adds beside."""

    values: Mapping[str, Any]
    detail: Mapping[str, Any] = field(default_factory=dict)
    adds: Contact | Absence | None = None


ROW: dict[type[Contact | Absence], str] = {Contact: "contact_id", Absence: "absence_id"}
"""Under which word an event tells the row that came of it."""

AWAKE: Mapping[str, Any] = {"snoozed_until": None, "snoozed_to_visit_after": None}


def perform(
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
    alert = held(session, alert_id)
    mark = f"{alert_id}:{request}" if request else None
    if mark and session.scalar(select(AlertEvent.id).where(AlertEvent.request == mark)):
        return Outcome(alert_id, kind, alert.state, alert.version, changed=False)
    if alert.state not in states:
        raise conflict(session, alert)
    if in_the_way := overtaking(session, alert, version, by):
        raise conflict(session, alert, in_the_way)
    event = put(session, alert, kind, decide(alert), by=by, now=now, request=mark)
    if event:
        _record(session, alert, event, place=place, request=request)
    return Outcome(alert_id, kind, alert.state, alert.version, changed=event is not None)


def held(session: Session, alert_id: int) -> Alert:
    """Return an alert as it is now; nobody else changes it before the transaction ends."""
    hold = update(Alert).where(Alert.id == alert_id).values(version=Alert.version).returning(Alert)
    alert = session.scalar(hold, execution_options={"populate_existing": True})
    if alert is None:
        raise Unknown(alert_id)
    return alert


def overtaking(session: Session, alert: Alert, version: int | None, by: int) -> AlertEvent | None:
    """Return what somebody else did last after `version`; one's own acts and the bot's stand in nobody's way."""
    if version is None or version >= alert.version:
        return None
    theirs = (event for event in events(session, alert) if event.person_id not in {None, by})
    return next((event for event in theirs if event.before.get("version", -1) >= version), None)


def put(
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
        detail[ROW[type(change.adds)]] = change.adds.id
    kept = {name: plain(value) for name, value in {**before, "version": alert.version}.items()}
    event = AlertEvent(alert_id=alert.id, at=now, person_id=by, kind=kind, detail=detail, before=kept, request=request)
    session.add(event)
    for name, value in change.values.items():
        setattr(alert, name, value)
    alert.version += 1
    if by is not None and alert.state in words.LIVE and before.keys() & {"state", "taken_by"}:
        outbox.wanted_again(session, alert.id, now)
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


def events(session: Session, alert: Alert) -> list[AlertEvent]:
    """Return what happened to an alert, the newest first."""
    rows = select(AlertEvent).where(AlertEvent.alert_id == alert.id).order_by(AlertEvent.id.desc())
    return list(session.scalars(rows))


def conflict(session: Session, alert: Alert, in_the_way: AlertEvent | None = None) -> Conflict:
    """Tell who has an alert and since when, or what has ended it or was done to it last.

    Args:
        in_the_way: what it is instead, unless whoever did that has the alert.
    """
    is_theirs = in_the_way is None or in_the_way.person_id == alert.taken_by
    last = next(iter(_steps(session, alert)), None) if is_theirs else in_the_way
    holder = session.get(Person, last.person_id) if last and last.person_id else None
    return Conflict(alert, last, holder.name if holder else None)


def _steps(session: Session, alert: Alert) -> list[AlertEvent]:
    """Return what has led to how an alert is, the newest first: how it came into somebody's hands, if it is in any."""
    steps = [event for event in events(session, alert) if "version" in event.before]
    if alert.state in words.LIVE and alert.taken_by:
        return [event for event in steps if "taken_by" in event.before] or steps
    return steps
