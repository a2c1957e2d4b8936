"""What a rule is: a pure function from a scene to a verdict; its docstring is its title and its manual."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from inspect import getdoc
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.profile import Cutpoints, Policy
from segmentation.segment import Mask, Segment


class Severity(IntEnum):
    """How much an alert matters when there is room for few: the larger goes first."""

    NOTICE = 1
    OPPORTUNITY = 2
    URGENT = 3


@dataclass(frozen=True)
class Scene:
    """Customers as they were and as they are, as of the end of a day; what a rule may look at.

    Attributes:
        before: the labels in force until now and the figures that decided them, indexed by `customer_id`; customers
            without a row are new. None when nobody was classified before.
        after: one row per customer: figures, labels and outlook, indexed by `customer_id`.
        facts: the index of `after`; what is not computed from visits: `is_open` and `is_owned` (bool),
            `owner_left_day` (Int32, days since 1970-01-01, when an owner left who has; NA where unknown), `birthday`
            and `anniversary` (likewise), `contact_day` (Int32, the day of the last outreach) and `absent_until` (Int32,
            the last day of a known absence that has begun, far away while it has no end, NA without one).
        cutpoints: the lines in force.
        policy: how the business segments.
        as_of: the day at whose end all this holds.
    """

    before: pd.DataFrame | None
    after: pd.DataFrame
    facts: pd.DataFrame
    cutpoints: Cutpoints
    policy: Policy
    as_of: date

    @property
    def day(self) -> int:
        """The day in days since 1970-01-01."""
        return day_number(self.as_of)

    def is_now(self, label: str, *segments: Segment) -> Mask:
        """Say who is in one of these segments."""
        return _among(self.after[label], segments)

    def was(self, label: str, *segments: Segment) -> Mask:
        """Say who was in one of these segments until now; nobody new was."""
        if self.before is None:
            return np.zeros(len(self.after), dtype=bool)
        return _among(self.before[label].reindex(self.after.index), segments)

    def earlier(self, figure: str) -> "pd.Series[Any]":
        """Return a figure as it was until now, NA for those who are new."""
        if self.before is None:
            return pd.Series(pd.NA, self.after.index, dtype="Float64")
        return self.before[figure].reindex(self.after.index)


@dataclass(frozen=True)
class Verdict:
    """For each row of `scene.after`: whether an episode begins, whether one ends, and what shows it.

    Attributes:
        enter: the rule holds; whoever is not in an episode enters one. Never true together with `leave`.
        leave: the rule certainly holds no longer; whoever is in an episode leaves it. Between the two nothing changes.
        evidence: the same index; the figures that a message names, as stored with the alert.
        score: how likely it is that it matters, from 0 to 1, NaN where that is not known; of everybody it could be
            about, whether the rule holds or not.
        level: how bad it is where the rule holds, from 1: an episode that gets worse speaks again. None: all alike.
    """

    enter: Mask
    leave: Mask
    evidence: pd.DataFrame
    score: npt.NDArray[np.float64] | None = None
    level: npt.NDArray[np.int8] | None = None

    def told(self, customers: Iterable[int]) -> list[dict[str, Any]]:
        """Return the evidence of some customers, in their order, as plain values for JSON; None where unknown."""
        named = list(customers)
        if not named:
            return []
        known = self.evidence.loc[named].astype(object)
        rows = known.where(known.notna(), None).to_dict("records")
        return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


@dataclass(frozen=True)
class Rule:
    """A rule as it is listed: called, it judges a scene.

    Attributes:
        judge: the function.
        severity: how much its alerts matter.
        reads: the columns of `scene.after` it looks at beside figures: labels, and what `outlook.foresee` tells.
        absence: it is about not coming, so it keeps quiet about customers known to be away, and its alerts last until
            the customer comes as usual.
        passing: although it is about absence, alerts of it that nobody has taken are over with the episode.
        vips: it speaks of those alone who are an MVC, or were one until now, and has a score of them alone.
        told_by: rules that say as much: while an alert of theirs about the customer is live, or what it tells of goes
            on after somebody dismissed it, episodes of this one begin and get worse in silence; once they
            speak, alerts of this one that nobody has taken are over.
        waits_for: rules that ask for the same: while an alert of theirs is live about a customer whom nobody looked
            after then, no episode of this one begins.
        expires_days: how long its alerts stay open if nobody does anything.
    """

    judge: Callable[[Scene], Verdict]
    severity: Severity
    reads: tuple[str, ...]
    absence: bool
    passing: bool
    vips: bool
    told_by: tuple[str, ...]
    waits_for: tuple[str, ...]
    expires_days: int

    @property
    def name(self) -> str:
        """The key under which its alerts are stored: the name of the function, and of its file."""
        return self.judge.__name__

    @property
    def title(self) -> str:
        """What it is about, in a sentence: the first line of its docstring."""
        return (getdoc(self.judge) or "").partition("\n")[0]

    @property
    def manual(self) -> str:
        """When it fires and ends, why, and what to do: the rest of its docstring."""
        return (getdoc(self.judge) or "").partition("\n")[2].strip()

    def __call__(self, scene: Scene) -> Verdict:
        """Judge every customer of a scene."""
        return self.judge(scene)


def rule(
    *,
    severity: Severity,
    reads: tuple[str, ...],
    absence: bool = False,
    passing: bool = False,
    vips: bool = False,
    told_by: tuple[str, ...] = (),
    waits_for: tuple[str, ...] = (),
    expires_days: int = 30,
) -> Callable[[Callable[[Scene], Verdict]], Rule]:
    """Make a rule of a function that judges scenes."""
    return lambda judge: Rule(judge, severity, reads, absence, passing, vips, told_by, waits_for, expires_days)


def day_number(day: date) -> int:
    """Return a day as days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def _among(labels: "pd.Series[Any]", segments: Iterable[Segment]) -> Mask:
    """Say which labels are those of some segments."""
    keys, known = [segment.key for segment in segments], labels.array
    if not isinstance(known, pd.Categorical):
        return np.asarray(labels.isin(keys), dtype=bool)
    among = np.array([*(key in keys for key in known.categories), False], dtype=bool)
    return np.asarray(among[known.codes])


def _plain(value: object) -> object:
    """Return a value as Python has it."""
    return value.item() if isinstance(value, np.generic) else value
