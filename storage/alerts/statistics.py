"""What became of alerts, in numbers: by rule and by person."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, select
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
    value_recovered: Decimal = field(default=Decimal(0), kw_only=True)


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
    found = session.execute(_counted(person, wanted)).all()
    back = select(Alert.rule, person, Alert.customer_id, _SPENT_SINCE).join(Customer, Customer.id == Alert.customer_id)
    spent = session.execute(back.where(*wanted, Alert.state == words.RECOVERED).order_by(Alert.as_of, Alert.id)).all()
    everybody = {each.id: who(each) for each in session.scalars(select(Person))}
    counts = [(rule, everybody.get(holder), numbers) for rule, holder, *numbers in found]
    values = [(rule, everybody.get(holder), customer_id, money) for rule, holder, customer_id, money in spent]
    return Statistics(
        total=_added(lambda *_: None, counts, values).get(None, Counts()),
        by_rule=_added(lambda rule, _: rule, counts, values),
        by_person=_added(lambda _, holder: holder, counts, values),
    )


def _counted(person: ColumnElement[int], wanted: Iterable[ColumnElement[bool]]) -> Select[Any]:
    """Return the query for how many alerts there are of each rule and person, and what became of them.

    What happened to an alert is looked up once for all that is counted of it.
    """
    columns = (person.label("person"), _ACTED.label("acted"), Alert.outcome, Alert.state)
    joined = select(Alert.rule, *columns).join(Customer, Customer.id == Alert.customer_id).where(*wanted)
    of = joined.cte("found").prefix_with("MATERIALIZED").c
    is_useless, is_recovered = of.outcome.is_not_distinct_from(words.USELESS), of.state == words.RECOVERED
    conditions = (
        of.acted,
        is_useless,
        and_(of.acted, ~is_useless),
        of.state.not_in(words.LIVE),
        is_recovered,
        and_(is_recovered, of.acted),
    )
    sums = (func.sum(case((condition, 1), else_=0)) for condition in conditions)
    return select(of.rule, of.person, func.count(), *sums).group_by(of.rule, of.person)


def _happened(kind: str, *others: str) -> ColumnElement[bool]:
    """Say whether something happened to an alert and was not undone."""
    undone = select(Undone.id).where(Undone.alert_id == AlertEvent.alert_id, Undone.kind == words.UNDONE)
    of_it = Undone.detail["event"].as_integer() == AlertEvent.id
    happened = select(AlertEvent.id).where(AlertEvent.alert_id == Alert.id, AlertEvent.kind.in_((kind, *others)))
    return happened.where(~undone.where(of_it).exists()).exists()


def _added(
    by: Callable[[str, Who | None], Key],
    counts: Iterable[tuple[str, Who | None, Sequence[int]]],
    spent: Iterable[tuple[str, Who | None, int, Decimal | None]],
) -> dict[Key, Counts]:
    """Return the sum of the counts of each group, with what customers have `spent` since the first of their alerts."""
    numbers: dict[Key, list[Sequence[int]]] = defaultdict(list)
    for rule, holder, each in counts:
        numbers[by(rule, holder)].append(each)
    first: dict[Key, dict[int, Decimal]] = defaultdict(dict)
    for rule, holder, customer_id, money in spent:
        first[by(rule, holder)].setdefault(customer_id, money or Decimal(0))
    return {
        key: Counts(*map(sum, zip(*some, strict=True)), value_recovered=sum(first[key].values(), Decimal(0)))
        for key, some in numbers.items()
    }


Undone = aliased(AlertEvent)

_ACTED = _happened(words.ACKNOWLEDGED, words.CONTACTED)

_SPENT_SINCE = (
    select(func.sum(Visit.amount))
    .where(Visit.customer_id == Alert.customer_id, Visit.day > Alert.as_of)
    .correlate(Alert)
    .scalar_subquery()
)
