"""What is known before rules look: the rules, the episodes, the alerts that are live."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Integer, Select, case, func, select, type_coerce

from segmentation.segment import Mask
from storage.alerts import facts, words
from storage.alerts.store import Store
from storage.tables import Alert, Episode, KnownRule, Profile, Visit


@dataclass(frozen=True)
class Known:
    """What is known of some customers, or of all.

    Attributes:
        facts: see `facts.of`.
        rules: the rules that have looked at everybody once.
        episodes: by rule, indexed by `customer_id`, ascending: the columns of `EPISODE`, days since 1970-01-01.
        live: the live alerts by id: `rule`, `customer_id`, `as_of`, `state`, `was_owned` (1 where its evidence says
            that somebody looked after the customer), `snoozed_to_visit_after` (-1 where there is no such snooze) and
            `visits_since`, the visit days since the last visit that was known at the end of `as_of`: also those of
            which the data told late.
        answered: `rule` and `customer_id` of alerts that somebody dismissed, or whose customer they gave up, while what
            they tell of goes on.
        came_since: the customers who are labelled as of a later day already, because they have come since: that day,
            in days since 1970-01-01, indexed by `customer_id`.
    """

    facts: pd.DataFrame
    rules: frozenset[str]
    episodes: Mapping[str, pd.DataFrame]
    live: pd.DataFrame
    answered: pd.DataFrame
    came_since: "pd.Series[int]"

    def told(self, rules: tuple[str, ...], customers: pd.Index) -> Mask:
        """Say about which customers an alert of one of these rules is live."""
        return _of_rules(self.live, rules, customers)

    def asked(self, rules: tuple[str, ...], customers: pd.Index) -> Mask:
        """Say about which customers, whom nobody looked after, an alert of one of these rules is live."""
        return _of_rules(self.live[self.live["was_owned"] == 0], rules, customers)

    def replied(self, rules: tuple[str, ...], customers: pd.Index) -> Mask:
        """Say about which customers somebody wants to hear no more of what one of these rules has told."""
        return _of_rules(self.answered, rules, customers)


def of(store: Store, *, as_of: date, customer_ids: Collection[int] | None = None) -> Known:
    """Return what is known, of some customers or of all."""
    episodes, live, since, answered = _EPISODES, _LIVE, _visits_since(as_of), _ANSWERED
    later = select(Profile.customer_id, type_coerce(Profile.as_of, Integer).label("as_of")).where(Profile.as_of > as_of)
    if customer_ids is not None:
        episodes = episodes.where(Episode.customer_id.in_(customer_ids))
        later = later.where(Profile.customer_id.in_(customer_ids))
        theirs = Alert.customer_id.in_(customer_ids)
        live, since, answered = live.where(theirs), since.where(theirs), answered.where(theirs)
    ongoing = store.rows(episodes).astype(dict.fromkeys(("customer_id", *EPISODE), "int64"))
    visits = store.rows(since).astype("int64").set_index("id")["visits"]
    alerts = store.rows(live).set_index("id")
    return Known(
        facts=facts.of(store, as_of=as_of, customer_ids=customer_ids),
        rules=frozenset(store.rows(select(KnownRule.rule))["rule"]),
        episodes={str(rule): of_rule.set_index("customer_id") for rule, of_rule in ongoing.groupby("rule")},
        live=alerts.assign(visits_since=visits.reindex(alerts.index).fillna(0).astype("int64")),
        answered=store.rows(answered),
        came_since=store.rows(later).astype("int64").set_index("customer_id")["as_of"],
    )


EPISODE = ("since", "level")
"""What is kept of an episode beside its rule, customer and alert."""

NO_EPISODES = pd.DataFrame({name: pd.Series(dtype="int64") for name in EPISODE}, index=pd.Index([], dtype="int64"))

_EPISODES: Select[*tuple[Any, ...]] = select(
    Episode.rule,
    Episode.customer_id,
    type_coerce(Episode.since, Integer).label("since"),
    Episode.level,
).order_by(Episode.rule, Episode.customer_id)

_LIVE: Select[*tuple[Any, ...]] = select(
    Alert.id,
    Alert.rule,
    Alert.customer_id,
    type_coerce(Alert.as_of, Integer).label("as_of"),
    Alert.state,
    case((Alert.evidence["is_owned"].as_boolean(), 1), else_=0).label("was_owned"),
    func.coalesce(type_coerce(Alert.snoozed_to_visit_after, Integer), -1).label("snoozed_to_visit_after"),
).where(Alert.state.in_(words.LIVE))

_ANSWERED: Select[*tuple[Any, ...]] = (
    select(Alert.rule, Alert.customer_id)
    .join(Episode, (Episode.rule == Alert.rule) & (Episode.customer_id == Alert.customer_id))
    .where(Episode.alert_id == Alert.id)
    .where(Alert.state.in_((words.DISMISSED, words.LOST)))
)


def _of_rules(alerts: pd.DataFrame, rules: tuple[str, ...], customers: pd.Index) -> Mask:
    """Say about which customers there is an alert of one of these rules."""
    if not rules or alerts.empty:
        return np.zeros(len(customers), dtype=bool)
    return customers.isin(alerts.loc[alerts["rule"].isin(rules), "customer_id"])


def _visits_since(as_of: date) -> Select[Any, Any]:
    """Return the query for the visits after the last one that each live alert tells of, or else after its day."""
    ago = func.coalesce(Alert.evidence["days_since_last_visit"].as_float(), 0)
    known = type_coerce(Alert.as_of, Integer) - ago
    later = (Visit.customer_id == Alert.customer_id) & (type_coerce(Visit.day, Integer) > known) & (Visit.day <= as_of)
    days = select(Alert.id, func.count(Visit.day.distinct()).label("visits")).join(Visit, later)
    return days.where(Alert.state.in_(words.LIVE), Visit.amount > Decimal(0)).group_by(Alert.id)
