"""What became of alerts, in numbers: by rule and by person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from storage.alerts import words
from storage.alerts.who import Who, who
from storage.tables import Alert, AlertEvent, Customer, Person, Visit

Key = TypeVar("Key")


@dataclass(frozen=True)
class Counts:
    """How many alerts there were and what became of them.

    Attributes:
        fired: the alerts found.
        acted_on: somebody took them or reached out.
        useless: somebody said they were not useful.
        useful: acted on and not said to be useless.
        closed: their life is over.
        recovered: the customer came back to what is usual, whether or not somebody had acted.
        recovered_after_acting: somebody had.
        value_recovered: what the customers of recovered alerts have spent since the day of the alert, net of refunds.
    """

    fired: int = 0
    acted_on: int = 0
    useless: int = 0
    useful: int = 0
    closed: int = 0
    recovered: int = 0
    recovered_after_acting: int = 0
    value_recovered: Decimal = Decimal(0)

    def __add__(self, other: "Counts") -> "Counts":
        """Count two groups of alerts together."""
        mine, theirs = vars(self), vars(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True)
class Statistics:
    """Alerts found between two moments: all, by rule, and by person: who has taken them, or else owns the customer.

    The key of those that nobody has is None.
    """

    total: Counts
    by_rule: Mapping[str, Counts]
    by_person: Mapping[Who | None, Counts]


def stats(session: Session, *, since: datetime, until: datetime, people: Collection[int] | None = None) -> Statistics:
    """Return what became of the alerts found from `since` until before `until`.

    Args:
        people: ids of those whose alerts count; None for all.
    """
    person = func.coalesce(Alert.taken_by, Customer.owner_id)
    wanted: list[ColumnElement[bool]] = [Alert.found_at >= since, Alert.found_at < until]
    if people is not None:
        wanted.append(person.in_(people))
    counted = [func.sum(case((condition, 1), else_=0)) for condition in _CONDITIONS]
    spent = func.sum(case((_RECOVERED, _SPENT_SINCE), else_=None))
    rows = select(Alert.rule, person, func.count(), *counted, spent).join(Customer, Customer.id == Alert.customer_id)
    found = session.execute(rows.where(*wanted).group_by(Alert.rule, person)).all()
    everybody = {each.id: who(each) for each in session.scalars(select(Person))}
    counts = [(rule, everybody.get(holder), _counts(*numbers)) for rule, holder, *numbers in found]
    return Statistics(
        total=sum((each for _, _, each in counts), Counts()),
        by_rule=_added((rule, each) for rule, _, each in counts),
        by_person=_added((holder, each) for _, holder, each in counts),
    )


def _happened(kind: str, *others: str) -> ColumnElement[bool]:
    """Say whether something happened to an alert and was not undone."""
    undone = select(Undone.id).where(Undone.alert_id == Alert.id, Undone.kind == words.UNDONE)
    of_it = Undone.detail["event"].as_integer() == AlertEvent.id
    happened = select(AlertEvent.id).where(AlertEvent.alert_id == Alert.id, AlertEvent.kind.in_((kind, *others)))
    return happened.where(~undone.where(of_it).exists()).exists()


def _counts(*numbers: Any) -> Counts:
    """Return counts from a row, in which no money at all is None."""
    *many, spent = numbers
    return replace(Counts(*many), value_recovered=spent or Decimal(0))


def _added(counts: Iterable[tuple[Key, Counts]]) -> dict[Key, Counts]:
    """Return the sum of the counts of each key."""
    sums: dict[Key, Counts] = {}
    for key, each in counts:
        sums[key] = sums.get(key, Counts()) + each
    return sums


Undone = aliased(AlertEvent)

_ACTED = _happened(words.ACKNOWLEDGED, words.CONTACTED)
_USELESS = Alert.outcome.is_not_distinct_from(words.USELESS)
_CLOSED = Alert.state.not_in(words.LIVE)
_RECOVERED = Alert.state == words.RECOVERED
_CONDITIONS = (_ACTED, _USELESS, and_(_ACTED, ~_USELESS), _CLOSED, _RECOVERED, and_(_RECOVERED, _ACTED))
"""What is counted, in the order of the fields of `Counts`."""

_SPENT_SINCE = (
    select(func.sum(Visit.amount))
    .where(Visit.customer_id == Alert.customer_id, Visit.day > Alert.as_of)
    .correlate(Alert)
    .scalar_subquery()
)
