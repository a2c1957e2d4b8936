"""The alerts that somebody should do something about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from storage.alerts import lists, words
from storage.alerts.lists import AlertView
from storage.tables import Alert, AlertEvent, Customer


@dataclass(frozen=True)
class Pressing:
    """The first alerts of those that do not rest; how many there are, and how many of them nobody has taken.

    `woken` are the ids of those whose snooze has just ended.
    """

    alerts: Sequence[AlertView] = ()
    total: int = 0
    untaken: int = 0
    woken: frozenset[int] = frozenset()


def pressing(
    session: Session, *, of: Collection[int] | None, unowned: bool = False, since: datetime, limit: int
) -> Pressing:
    """Return those whose snooze has ended, then those that nobody has taken, then the others; most at risk first.

    Args:
        of: ids of those whose customers the alerts are about, or who have taken them; None for everybody's.
        unowned: whether alerts about customers whom nobody owns count as well.
        since: from when on a snooze has just ended.
    """
    theirs = (Alert.state.in_(words.LIVE), *_awake(), *_theirs(of, unowned=unowned))
    is_woken = exists().where(
        AlertEvent.alert_id == Alert.id,
        AlertEvent.kind == words.WOKEN,
        AlertEvent.person_id.is_(None),
        AlertEvent.at >= since,
    )
    order = (is_woken.desc(), _TURN, Alert.value_at_risk.desc(), Alert.id)
    untaken = func.count().filter(Alert.state == words.OPEN).over()
    columns = (Alert.id, is_woken.label("is_woken"), func.count().over().label("total"), untaken.label("untaken"))
    rows = session.execute(select(*columns).where(*theirs).order_by(*order).limit(limit)).all()
    if not rows:
        return Pressing()
    views = lists.several(session, [row.id for row in rows], with_successors=False)
    return Pressing(views, rows[0].total, rows[0].untaken, frozenset(row.id for row in rows if row.is_woken))


_TURN = case({words.OPEN: 0, words.ACKNOWLEDGED: 1}, value=Alert.state, else_=2)
"""Whose turn it is: nobody's yet, somebody's, the customer's."""


def _awake() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an alert does not rest."""
    return Alert.snoozed_until.is_(None), Alert.snoozed_to_visit_after.is_(None)


def _theirs(of: Collection[int] | None, *, unowned: bool) -> list[ColumnElement[bool]]:
    """Return the conditions that an alert is some people's: of a customer of theirs that nobody else has taken."""
    if of is None:
        return []
    owned = [_is_about(Customer.owner_id.in_(of)), *([_is_about(Customer.owner_id.is_(None))] if unowned else [])]
    return [or_(Alert.taken_by.in_(of), Alert.taken_by.is_(None) & or_(*owned))]


def _is_about(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an alert is about some customer, for the database to choose what it looks up.

    That is each alert's customer, or all those customers in the index of owners, if there are fewer.
    """
    return exists().where(Customer.id == Alert.customer_id, which)
