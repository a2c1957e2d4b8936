"""What becomes of the live alerts about customers, as the rules have looked at them again: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from segmentation.episodes import Customers, Decision
from segmentation.models.activity import BY_CADENCE
from segmentation.rhythm import floats
from segmentation.rule import Rule, Scene
from segmentation.rules import RULES
from segmentation.segment import Mask
from storage.alerts import words
from storage.columns import day_number

RECOVERING_DAYS = 30
"""Days whose usual visits, half of them at least, must have come since an alert for the customer to have recovered."""

CLOSED = "closed"
"""Why alerts expire with the episodes they tell of: a customer who is reopened is spoken of anew."""

NORMAL = BY_CADENCE[0].key
NO_CUSTOMERS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Spoken:
    """What a rule decided in a scene, with the evidence, score and value at risk of those it speaks of, in order."""

    rule: Rule
    decision: Decision
    ended: Customers
    evidence: list[dict[str, Any]]
    score: list[float | None]
    value: list[int]


def revised(live: pd.DataFrame, scene: Scene, spoken: Mapping[str, Spoken]) -> dict[tuple[str, str], list[int]]:
    """Return what became of the live alerts about the customers of a scene: for each, the first that holds.

    Returns:
        Ids of alerts, by the kind of the event that ends or wakes them and its reason.
    """
    live = live[live["customer_id"].isin(scene.after.index)]
    if live.empty:
        return {}
    after = scene.after.loc[live["customer_id"]]
    snoozed = live["snoozed_to_visit_after"].to_numpy()
    ends: dict[tuple[str, str], list[int]] = {}
    left = np.ones(len(live), dtype=bool)
    for kind, reason, holds in (
        (words.EXPIRED, CLOSED, ~scene.facts["is_open"].loc[live["customer_id"]].to_numpy()),
        (words.EXPIRED, "away", _known_to_be_away(live, scene)),
        (words.EXPIRED, "followed", _followed(live, spoken)),
        (words.RECOVERED, "", _recovered(live, after, as_of=day_number(scene.as_of))),
        (words.EXPIRED, "over", _over(live, spoken)),
        (words.WOKEN, "visit", (snoozed >= 0) & (floats(after["last_visit"]) > snoozed)),
    ):
        ends[kind, reason] = live.index[left & holds].tolist()
        left &= ~holds
    return ends


def _among(live: pd.DataFrame, customers: Mapping[str, Customers]) -> Mask:
    """Say which live alerts are about somebody of whom their rule has told."""
    among = np.zeros(len(live), dtype=bool)
    for rule, of_rule in customers.items():
        among |= (live["rule"] == rule).to_numpy(dtype=bool) & live["customer_id"].isin(of_rule).to_numpy(dtype=bool)
    return among


def _followed(live: pd.DataFrame, spoken: Mapping[str, Spoken]) -> Mask:
    """Say which live alerts are told anew: by their rule, or, where nobody has taken them, by one that says as much."""
    anew = {name: one.decision.speaks for name, one in spoken.items()}
    as_much = {
        name: np.concatenate([NO_CUSTOMERS, *(anew[other] for other in one.rule.told_by if other in anew)])
        for name, one in spoken.items()
    }
    return _among(live, anew) | (_among(live, as_much) & _is_open(live))


def _known_to_be_away(live: pd.DataFrame, scene: Scene) -> Mask:
    """Say which live alerts about not coming, that nobody has taken, a known absence explains by now."""
    until = floats(scene.facts["absent_until"].loc[live["customer_id"]])
    return _is_open(live) & _about_absence(live) & (until >= scene.day)


def _over(live: pd.DataFrame, spoken: Mapping[str, Spoken]) -> Mask:
    """Say which live alerts tell of what is not so any more; those about absence wait for the customer to come."""
    at_once = {name: one.ended for name, one in spoken.items() if not one.rule.absence}
    untaken = {name: one.ended for name, one in spoken.items() if one.rule.passing}
    return _among(live, at_once) | (_among(live, untaken) & _is_open(live))


def _is_open(live: pd.DataFrame) -> Mask:
    """Say which live alerts nobody has taken."""
    return np.asarray(live["state"] == words.OPEN, dtype=bool)


def _about_absence(live: pd.DataFrame) -> Mask:
    """Say which live alerts tell that somebody does not come."""
    return np.asarray(live["rule"].isin([rule.name for rule in RULES.values() if rule.absence]), dtype=bool)


def _recovered(live: pd.DataFrame, after: pd.DataFrame, *, as_of: int) -> Mask:
    """Say which alerts about not coming are past: the customer is in the normal stage, at the usual rhythm again.

    That is at least half the usual visits since the day of the alert: those usual in the days since, or in 30 days
    while it is fewer. One visit is enough only for who comes about once a month.
    """
    days = np.maximum(as_of - live["as_of"].to_numpy(), RECOVERING_DAYS)
    usual = np.nan_to_num(days / floats(after["cadence_days"]))
    visits = live["visits_since"].to_numpy()
    normal = (after["activity_cadence"] == NORMAL).to_numpy(dtype=bool)
    return np.asarray(_about_absence(live) & normal & (visits >= np.maximum(usual / 2, 1)), dtype=bool)
