"""How likely a real drop is: no more than half of the usual visits in the days ahead.

What is believed anyway (`segmentation.outlook.belief`) is corrected by what else is seen (`evidence`), the more the
better the customer is known: at the border of too little history only the belief is left.
To add evidence: a line in `DIRECTION` and one in `evidence`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.signs import RECENT, Signs

Floats = npt.NDArray[np.float64]

KNOWN_VISITS, KNOWN_DAYS = 6, 120
"""Visits before the recent days, and days since the first, from which on a customer counts as known well."""

SUREST = 400
"""The odds beyond which nothing is believed."""

DIRECTION: Mapping[str, int] = {
    "belief": 1,
    "absence": 1,
    "lateness": 1,
    "gone": 1,
    "pace_60d": -1,
    "pace_180d": -1,
    "spend_90d": -1,
    "year_ago": -1,
    "irregularity": 1,
    "experience": 0,
    "spend": 0,
}
"""The evidence, and where sense demands it, whether more of it makes a drop likelier (1) or less likely (-1)."""

FEW = ("belief", "absence", "lateness", "gone")
"""The evidence that tells of drops by itself."""


def evidence(signs: Signs, staying: Lifetime, believed: Floats) -> dict[str, Floats]:
    """Return the columns of `DIRECTION`: log-odds, logarithms of ratios to the usual, and standard deviations."""

    def pace(window: int, seen: Floats, each: Floats | float = 1.0) -> Floats:
        usual = signs.usual * np.clip(signs.history, 1, window) * each
        return np.asarray(np.log((seen + 0.5 * each) / (usual + 0.5 * each)))

    each_visit = np.maximum(signs.average, 1)
    a_year_ago = np.log((signs.year_ago + 0.5) / (signs.expected + 0.5))
    left = staying.log_odds_of_having_left(signs.repeats, signs.between, signs.history)
    gap = np.maximum(signs.between / np.maximum(signs.repeats, 1), 1)
    return {
        "belief": log_odds(believed),
        "absence": np.log1p(signs.absence),
        "lateness": np.log1p(signs.absence * signs.usual),
        "gone": np.clip(left, -np.log(SUREST), np.log(SUREST)),
        "pace_60d": pace(60, signs.recent[60]),
        "pace_180d": pace(180, signs.recent[180]),
        "spend_90d": pace(90, signs.recent_spend, each_visit),
        "year_ago": np.where(signs.history >= 365, a_year_ago, 0),
        "irregularity": np.log((signs.spread + 1) / gap),
        "experience": np.log(np.maximum(signs.visits, 1)),
        "spend": np.log(each_visit),
    }


def known_well(signs: Signs) -> Floats:
    """Return how far what is seen of a customer counts, from 0 at the border of too little history to 1."""
    visits = (signs.visits - signs.recent[RECENT] - 1) / (KNOWN_VISITS - 1)
    days = (signs.history - RECENT) / (KNOWN_DAYS - RECENT)
    return np.asarray(np.clip(visits, 0, 1) * np.clip(days, 0, 1))


def log_odds(p: Floats) -> Floats:
    """Return log-odds within reason."""
    within = np.clip(p, 1 / (SUREST + 1), SUREST / (SUREST + 1))
    return np.asarray(np.log(within / (1 - within)))


@dataclass(frozen=True)
class Correction:
    """What to add to the log-odds of everybody's belief: a level, and the weights of the evidence.

    What is believed beyond `reach` counts in full: no example says how far it is right.
    """

    level: float
    reach: float
    weights: Mapping[str, float]

    def risk(self, signs: Signs, staying: Lifetime, believed: Floats) -> Floats:
        """Return the probability of a drop, NaN with too little history."""
        seen = evidence(signs, staying, believed)
        seen["belief"] = np.fmin(seen["belief"], self.reach)
        more = self.level + sum(weight * seen[name] for name, weight in self.weights.items())
        return np.asarray(scipy.special.expit(log_odds(believed) + known_well(signs) * more), dtype=np.float64)

    def towards(self, other: "Correction", share: float) -> "Correction":
        """Return what lies between this one and another of the same reach, nearer to the other the larger the share."""
        weights = {name: weight + share * (other.weights[name] - weight) for name, weight in self.weights.items()}
        return Correction(self.level + share * (other.level - self.level), self.reach, weights)
