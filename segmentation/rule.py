"""What a rule is: a pure function from a scene to a verdict; its docstring is its title and its manual."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy.typing as npt
import pandas as pd

from segmentation.profile import Cutpoints, Policy
from segmentation.segment import Mask


class Severity(IntEnum):
    """How much an alert matters when there is room for few: the larger goes first."""

    NOTICE = 1
    OPPORTUNITY = 2
    URGENT = 3


@dataclass(frozen=True)
class Scene:
    """Customers as they were and as they are, as of the end of a day; what a rule may look at.

    Attributes:
        before: the labels in force until now, indexed by `customer_id`; customers without a row are new. None when
            nobody was classified before.
        after: one row per customer: figures, labels and outlook, indexed by `customer_id`.
        facts: the index of `after`; what is not computed from visits: `is_open` and `is_owned` (bool), `birthday` and
            `anniversary` (Int32, days since 1970-01-01, NA where unknown), `contact_day` (Int32, the day of the last
            outreach) and `absent_until` (Int32, the last day of a known absence that has begun, far away while it has
            no end, NA without one).
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


@dataclass(frozen=True)
class Verdict:
    """For each row of `scene.after`: whether an episode begins, whether one ends, and what shows it.

    Attributes:
        enter: the rule holds; whoever is not in an episode enters one. Never true together with `leave`.
        leave: the rule certainly holds no longer; whoever is in an episode leaves it. Between the two nothing changes.
        evidence: the same index; the figures that a message names, as stored with the alert.
        score: how likely it is that it matters, from 0 to 1, where a rule knows.
    """

    enter: Mask
    leave: Mask
    evidence: pd.DataFrame
    score: npt.NDArray[Any] | None = None


@dataclass(frozen=True)
class Rule:
    """A rule as it is listed: called, it judges a scene.

    `absence` says that it is about not coming: it keeps quiet about customers known to be away. `expires_days` is how
    long its alerts stay open if nobody does anything.
    """

    judge: Callable[[Scene], Verdict]
    severity: Severity
    absence: bool
    expires_days: int

    @property
    def name(self) -> str:
        """The key under which its alerts are stored: the name of the function, and of its file."""
        return self.judge.__name__

    @property
    def title(self) -> str:
        """What it is about, in a sentence: the first line of its docstring."""
        return (self.judge.__doc__ or "").partition("\n")[0]

    def __call__(self, scene: Scene) -> Verdict:
        """Judge every customer of a scene."""
        return self.judge(scene)


def rule(
    *, severity: Severity, absence: bool = False, expires_days: int = 30
) -> Callable[[Callable[[Scene], Verdict]], Rule]:
    """Make a rule of a function that judges scenes."""
    return lambda judge: Rule(judge, severity, absence, expires_days)
