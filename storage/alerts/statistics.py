"""What became of alerts, in numbers: by rule and by person."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

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
        value_recovered: what the customers of recovered alerts have spent since the day of the first of them, net of
            refunds; of a customer with several it is counted once, so that groups do not add up.
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
    rows = select(Alert.rule, person, func.count(), *counted).join(Customer, Customer.id == Alert.customer_id)
    found = session.execute(rows.where(*wanted).group_by(Alert.rule, person)).all()
    back = select(Alert.rule, person, Alert.customer_id, _SPENT_SINCE).join(Customer, Customer.id == Alert.customer_id)
    spent = session.execute(back.where(*wanted, _RECOVERED).order_by(Alert.as_of, Alert.id)).all()
    everybody = {each.id: who(each) for each in session.scalars(select(Person))}
    counts = [(rule, everybody.get(holder), Counts(*numbers)) for rule, holder, *numbers in found]
    values = [(rule, everybody.get(holder), customer_id, money) for rule, holder, customer_id, money in spent]
    return Statistics(
        total=_added(lambda *_: None, counts, values).get(None, Counts()),
        by_rule=_added(lambda rule, _: rule, counts, values),
        by_person=_added(lambda _, holder: holder, counts, values),
    )


def _happened(kind: str, *others: str) -> ColumnElement[bool]:
    """Say whether something happened to an alert and was not undone."""
    undone = select(Undone.id).where(Undone.alert_id == AlertEvent.alert_id, Undone.kind == words.UNDONE)
    of_it = Undone.detail["event"].as_integer() == AlertEvent.id
    happened = select(AlertEvent.id).where(AlertEvent.alert_id == Alert.id, AlertEvent.kind.in_((kind, *others)))
    return happened.where(~undone.where(of_it).exists()).exists()


def _added(
    by: Callable[[str, Who | None], Key],
    counts: Iterable[tuple[str, Who | None, Counts]],
    spent: Iterable[tuple[str, Who | None, int, Decimal | None]],
) -> dict[Key, Counts]:
    """Return the sum of the counts of each group, with what customers have `spent` since the first of their alerts."""
    sums: dict[Key, Counts] = {}
    for rule, holder, each in counts:
        sums[by(rule, holder)] = sums.get(by(rule, holder), Counts()) + each
    first: dict[Key, dict[int, Decimal]] = defaultdict(dict)
    for rule, holder, customer_id, money in spent:
        first[by(rule, holder)].setdefault(customer_id, money or Decimal(0))
    for key, values in first.items():
        sums[key] += Counts(value_recovered=sum(values.values(), Decimal(0)))
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
