"""How well a rule would have done over the past, beside two plain ones with the same number of alerts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation import aftermath, episodes, replay
from segmentation.aftermath import PLAIN_DAYS, Aftermath, Rows
from segmentation.models.value_group import MVC
from segmentation.profile import Policy
from segmentation.replay import Circumstances, Look, looks
from segmentation.rhythm import floats
from segmentation.rule import Rule
from segmentation.segment import Mask
from segmentation.visits import VisitsByCustomer

Floats = npt.NDArray[np.float64]

MONTH = 365.25 / 12

PEERS: Mapping[str, Callable[[pd.DataFrame], Floats]] = {
    "forty_days": lambda after: floats(after["days_since_last_visit"]) / PLAIN_DAYS,
    "twice_gap": lambda after: floats(after["days_since_last_visit"]) / (2 * floats(after["cadence_days"])),
}
"""What people do without a score, each as a strength that speaks at 1: no visit for 40 days, twice the usual gap."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """How well some alerts did; None where nothing is known, or where it makes no sense.

    Attributes:
        alerts: how many there were.
        alerts_a_month: the same in an average month.
        judged: of how many the outcome is known.
        share_dropped: of those, the part that a real drop followed; see `segmentation.aftermath`.
        share_came_back: the part that came about as often as usual (at least four fifths), and nobody had called.
        median_lead_days: of those that a drop followed, the median days until anybody would have seen it: until the
            40th day away, or the end of the days looked ahead; negative where that was before the alert.
        auc: the chance that the score of a customer who dropped was higher than that of one who did not, among all
            with a score, whom the rule could be about; the average of the days looked at.
    """

    alerts: int
    alerts_a_month: float
    judged: int
    share_dropped: float | None
    share_came_back: float | None
    median_lead_days: float | None
    auc: float | None


@dataclass(frozen=True, kw_only=True)
class Backtest(Record):
    """The record of a rule.

    Attributes:
        rule: its name.
        first, last: the first and the last day looked at.
        days: how many days were looked at, a week from one to the next.
        quiet_days: on how many of them nothing was said, because the data was late or everybody stayed away at once.
        baseline: for how many customers it held on the first day, when it says nothing.
        peers: the records of the plain rules by name; none beside a rule that is not about absence.
    """

    rule: str
    first: date
    last: date
    days: int
    quiet_days: int
    baseline: int
    peers: Mapping[str, Record]


def backtest(
    rule: Rule, visits: VisitsByCustomer, known: Circumstances, *, first: date, last: date, policy: Policy
) -> Backtest:
    """Replay a rule from the first day to the last, and hold what it said against what came."""
    days = looks(first, last)
    past = replay.past(rule, visits, days, policy)
    own, plain = Tally(known), [Plain(name, Tally(known)) for name in PEERS if rule.absence]
    spoken = baseline = 0
    for look in replay.replay(rule, past, known, policy):
        if look.verdict is None or look.decision is None:
            continue
        spoken += 1
        baseline += len(look.decision.began) if look.is_first else 0
        came = aftermath.after(past.some, look.scene.day, look.scene.after, known_until=past.everybody.last_day)
        own.add(look.scene.after.index.get_indexer(pd.Index(look.decision.speaks)), look.verdict.score, came)
        for peer in plain:
            peer.add(look, came, wanted=own.alerts, hushed=episodes.hushed(rule, look.scene))
    months = max((days[-1] - days[0]).days, 1) / MONTH
    return Backtest(
        **own.told(months, of_absence=rule.absence),
        rule=rule.name,
        first=days[0],
        last=days[-1],
        days=len(days),
        quiet_days=len(days) - spoken,
        baseline=baseline,
        peers={peer.name: Record(**peer.tally.told(months)) for peer in plain},
    )


@dataclass
class Tally:
    """Counts alerts and what became of them."""

    known: Circumstances
    alerts: int = 0
    _dropped: list[Floats] = field(default_factory=list)
    _came_back: list[Floats] = field(default_factory=list)
    _lead_days: list[Floats] = field(default_factory=list)
    _auc: list[float] = field(default_factory=list)

    def add(self, rows: Rows, score: Floats | None, came: Aftermath) -> None:
        """Count alerts about some customers, and how well a score of everybody told who would drop."""
        self.alerts += len(rows)
        if score is not None:
            self._auc.append(auc(score, came.dropped))
        rows = rows[~np.isnan(came.came[rows])]
        called = self.known.contacted(came.past.visits.customer_id[rows], came.day, came.until[rows])
        self._dropped.append(came.dropped[rows])
        self._came_back.append(came.came_back[rows] * ~called)
        self._lead_days.append(came.lead_days(rows[came.dropped[rows] == 1]))

    def told(self, months: float, *, of_absence: bool = True) -> dict[str, Any]:
        """Return the fields of a record."""
        dropped, came_back, lead_days = (
            np.concatenate(each) if of_absence and each else np.empty(0)
            for each in (self._dropped, self._came_back, self._lead_days)
        )
        return {
            "alerts": self.alerts,
            "alerts_a_month": self.alerts / months,
            "judged": len(dropped),
            "share_dropped": _average(dropped),
            "share_came_back": _average(came_back),
            "median_lead_days": float(np.median(lead_days)) if len(lead_days) else None,
            "auc": _average(np.array(self._auc)),
        }


@dataclass
class Plain:
    """A plain rule that speaks as often as the one it is held against: of the strongest cases not yet spoken of."""

    name: str
    tally: Tally
    _inside: Mask | None = None

    def add(self, look: Look, came: Aftermath, *, wanted: int, hushed: Mask) -> None:
        """Choose the alerts of a day among the VIPs, until there are as many as `wanted`, and count them."""
        strength = PEERS[self.name](look.scene.after)
        holds = strength >= 1
        inside = holds if self._inside is None else holds & self._inside
        rows = np.flatnonzero(holds & look.scene.is_now("tier", MVC) & ~hushed & ~inside)
        chosen = rows[np.argsort(-strength[rows], kind="stable")][: wanted - self.tally.alerts]
        inside[chosen] = True
        self._inside = inside
        score = None if look.verdict is None or look.verdict.score is None else look.verdict.score
        self.tally.add(chosen, None if score is None else np.where(np.isnan(score), np.nan, strength), came)


def auc(score: Floats, happened: Floats) -> float:
    """Return the chance that the score is higher where something happened than where not, equal ones counting half.

    NaN where it did everywhere or nowhere; rows in which either is NaN are left out.
    """
    known = ~np.isnan(score) & ~np.isnan(happened)
    rank, true = pd.Series(score[known]).rank().to_numpy(), happened[known] == 1
    yes, no = int(true.sum()), int((~true).sum())
    return float((rank[true].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else np.nan


def _average(values: Floats) -> float | None:
    """Return the mean of the known values, None without any."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
