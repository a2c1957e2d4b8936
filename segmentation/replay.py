"""The past once more, as a rule would have seen it: week by week, never looking ahead."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation import episodes, outlook
from segmentation.concentration import reaches
from segmentation.episodes import NO_EPISODES, Customers, Decision
from segmentation.guard import quiet_because
from segmentation.hindsight import Hindsight
from segmentation.model import Lines
from segmentation.profile import LABELS, Cutpoints, Policy, model_of
from segmentation.rhythm import floats
from segmentation.rule import Rule, Scene, Verdict, day_number
from segmentation.visits import VisitsByCustomer

STEP = 7
"""Days from one look to the next."""

REFIT = 13
"""Looks for which what was learned from the past before the first of them is used: a quarter."""

EXAMPLES = 20_000
"""Visit days to learn from, about; a classification learns from more."""

SPREAD = np.uint64(2_654_435_761)
"""2^32 over the golden ratio: multiples of it fall everywhere, so that customers are chosen by their numbers alone."""

LINES = {"value_group", "activity", "lifecycle"}
"""The models whose lines rules may look at, whether they read their labels or not."""

AHEAD = 4
"""Looks that are prepared at a time."""


@dataclass(frozen=True)
class Circumstances:
    """What is known of customers beside their visits, with the day since when where it has one.

    Attributes:
        customers: indexed by `customer_id`: `is_owned` (bool; as it is today), `owner_left_day`, `birthday`,
            `anniversary` (Int32).
        contacts: `customer_id` and `day` of each outreach.
        absences: `customer_id`, `known` (the day it was told), `first_day` and `last_day` of each known absence.
    """

    customers: pd.DataFrame
    contacts: pd.DataFrame
    absences: pd.DataFrame

    def facts(self, customers: "pd.Index[int]", day: int) -> pd.DataFrame:
        """Return the facts of a scene as of a day: whoever has left since was there still.

        Everybody is open: since when somebody is not, nobody knows.
        """
        contacts = self.contacts[self.contacts["day"] <= day]
        begun = (self.absences["known"] <= day) & (self.absences["first_day"] <= day)
        absent = self.absences[begun].groupby("customer_id")["last_day"].max()
        facts = self.customers.reindex(customers)
        facts["is_open"] = True
        still_there = floats(facts["owner_left_day"]) > day
        facts["is_owned"] |= still_there
        facts["owner_left_day"] = facts["owner_left_day"].mask(still_there)
        facts["contact_day"] = contacts.groupby("customer_id")["day"].max().reindex(customers).astype("Int32")
        facts["absent_until"] = absent.reindex(customers).astype("Int32")
        return facts

    def contacted(self, customers: Customers, first: int, last: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Say to whom somebody reached out from one day to another."""
        if self.contacts.empty:
            return np.zeros(len(customers), dtype=bool)
        pairs = pd.DataFrame({"customer_id": customers, "last": last}).reset_index()
        both = pairs.merge(self.contacts[self.contacts["day"] >= first], on="customer_id")
        return np.isin(np.arange(len(customers)), both["index"][both["day"] <= both["last"]])


@dataclass(frozen=True)
class Look:
    """What a rule saw at the end of a day, and of whom it spoke.

    `verdict` and `decision` are None on a day on which nothing may be said; `is_first` marks the silent first look.
    """

    scene: Scene
    verdict: Verdict | None = None
    decision: Decision | None = None
    is_first: bool = False


@dataclass(frozen=True)
class Past:
    """What happened, as far as a rule can speak of it, and the lines of each day it looks at.

    Attributes:
        everybody: all visits.
        some: the visits of those the rule can be about: everybody, or all who may be an MVC on one of the days.
        days: the days to look at, ascending.
        lines: for each day the lines of tiers and stages, of everybody.
    """

    everybody: Hindsight
    some: Hindsight
    days: Sequence[date]
    lines: Sequence[Cutpoints]


def past(rule: Rule, visits: VisitsByCustomer, days: Sequence[date], policy: Policy) -> Past:
    """Find the lines of each day, and whom a rule can be about: who never reaches them is no concern of some."""
    everybody, lines = Hindsight(visits), []
    may_be_vips = np.zeros(len(visits.customer_id), dtype=bool)
    models = [model for model in policy.models if model.name in LINES]
    for day in days:
        basis = everybody.basis(day)
        lines.append({model.name: model.fit(basis[list(model.basis)]) for model in models})
        may_be_vips |= reaches(basis["value_365d"].to_numpy(), lines[-1]["value_group"]["mvc_leave_line"])
    return Past(everybody, everybody.only(may_be_vips) if rule.vips else everybody, days, lines)


def replay(rule: Rule, past: Past, known: Circumstances, policy: Policy) -> Iterator[Look]:
    """Let a rule look at each day as if it were today; at the first one it is new and silent."""
    held, before, is_first = NO_EPISODES, None, True
    for day, cutpoints, figures in zip(past.days, past.lines, _prepared(rule, past), strict=True):
        after = pd.concat([figures, *_labels(rule, figures, cutpoints, before, policy)], axis=1)
        scene = Scene(before, after, known.facts(after.index, day_number(day)), cutpoints, policy, day)
        before = after
        if quiet_because(past.everybody.daily(day), as_of=day):
            yield Look(scene)
            continue
        verdict = rule(scene)
        hushed = episodes.hushed(rule, scene)
        decision = episodes.decide(verdict, held, hushed, as_of=day, baseline=is_first)
        held = episodes.after(decision, held, as_of=day)
        yield Look(scene, verdict, decision, is_first)
        is_first = False


def looks(first: date, last: date) -> list[date]:
    """Return the days to look at: weekly, the last one `last`."""
    return [last - timedelta(ago) for ago in range((last - first).days // STEP * STEP, -1, -STEP)]


def _labels(
    rule: Rule, figures: pd.DataFrame, cutpoints: Cutpoints, before: pd.DataFrame | None, policy: Policy
) -> Iterator[pd.DataFrame]:
    """Yield the labels that a rule reads, with the lines of a day."""
    read = {model_of(label, policy).name for label in rule.reads if label in LABELS}
    for model in policy.models:
        if model.name in read:
            yield model.label(figures, cutpoints[model.name], before)


def _prepared(rule: Rule, past: Past) -> Iterator[pd.DataFrame]:
    """Yield the figures of each day, with the risks where the rule asks for them, some days ahead of their use."""
    with_risks = not set(rule.reads) <= set(LABELS)
    with ThreadPoolExecutor(2) as pool:
        running: deque[Future[pd.DataFrame]] = deque()
        lines: Future[Lines] | None = None
        for number, day in enumerate(past.days):
            if with_risks and number % REFIT == 0:
                lines = pool.submit(_learned, past.everybody, day)
            running.append(pool.submit(_seen, past.some, day, lines))
            if len(running) == AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _learned(past: Hindsight, day: date) -> Lines:
    """Learn from what was known on a day."""
    came = past.days.until(day_number(day)) - past.days.offset[:-1]
    parts = -(-int(came.sum()) // EXAMPLES)
    some = past.visits.customer_id.astype(np.uint64) * SPREAD % 2**32 * max(parts, 1) < 2**32
    return outlook.fit(past.days.only(some), as_of=day)


def _seen(past: Hindsight, day: date, lines: "Future[Lines] | None") -> pd.DataFrame:
    """Return the figures of a day, and the risks by some lines of those who came in the year before."""
    figures = past.figures(day)
    return (
        figures if lines is None else figures.join(outlook.risks(figures[figures["visits_365d"] > 0], lines.result()))
    )
