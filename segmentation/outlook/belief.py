"""What to believe of a customer before anybody looked at who did drop: they went on as before, left, or changed.

How telling an absence or a thin month is depends on how regularly they come. That visits are the more regular the more
stages lie between two of them, each passed at random: T. Reutterer, M. Platzer, N. Schröder, Leveraging Purchase
Regularity for Predicting Customer Behavior the Easy Way, International Journal of Research in Marketing 38(1), 2021.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.signs import Signs

Floats = npt.NDArray[np.float64]

SPANS: Mapping[int, int] = {30: 300}
"""Days since when the rate may be another one, and how many days of changes they stand for."""

CHANGES = 1 / 700
"""How often a customer's rate changes, a day, unless the past says otherwise."""

LEAST_DAYS = 30
"""Days before a change that tell of the rate before it."""

SOME_GAPS = 5
"""Gaps with which a customer's own rhythm tells as much as the rate of visits does."""

RANDOM_GAPS = 3
"""The gaps at random that everybody's are mixed with."""

REGULAR = 1.5
"""How much more regular than at random gaps must be, as a ratio of standard deviations, to be taken as regular."""

LONGEST_STAY = 7_300
"""Days for which customers are expected to stay at most: even where nobody has left yet, somebody will."""

LEAST_GAP = 0.5
RAREST = 1e-6
SUREST = 50
"""The most that a thin month says, in nats."""


@dataclass(frozen=True)
class Ways:
    """What may have become of n customers, and what each would mean.

    Attributes:
        drop: the probability of a drop of those who went on as before.
        left: the odds of having left for good, which is a drop.
        changed: the odds of coming at another rate since, one row each of `SPANS`, if everybody changed once a day.
        drop_then: the probability of a drop of those who did.
    """

    drop: Floats
    left: Floats
    changed: Floats
    drop_then: Floats

    def belief(self, changes: float) -> Floats:
        """Return the probability of a drop, where rates change so often a day."""
        odds = changes * self.changed
        dropping = self.drop + self.left + (odds * self.drop_then).sum(axis=0)
        return np.asarray(dropping / (1 + self.left + odds.sum(axis=0)))


def drop_believed(signs: Signs, staying: Lifetime, changes: float, ahead: float) -> Floats:
    """Return the probability of a drop of those who come as they do until they leave or change, NaN where unknown."""
    return np.where(signs.enough, ways(signs, staying, ahead).belief(changes), np.nan)


def ways(signs: Signs, staying: Lifetime, ahead: Floats | float) -> Ways:
    """Weigh what may have become of customers; where there is too little history, it means nothing.

    Rates are gamma among customers, as `staying` has it, and the customer's own visits narrow that down. Then everybody
    comes `ahead` times as often in the days ahead.
    """
    stages = np.maximum(np.sqrt(_shape(signs, _mean(signs, signs.history))) / REGULAR, 1)
    drop = _few(staying.r + stages * signs.repeats, staying.alpha / stages + signs.history, stages, signs, ahead)
    changed = [_changed(signs, staying, stages, days, ahead) for days in SPANS]
    return Ways(drop, _left(signs, staying), *(np.stack(each) for each in zip(*changed, strict=True)))


def _left(signs: Signs, staying: Lifetime) -> Floats:
    """Return the odds of having left after the last visit: the better they are known, the more by their own rhythm.

    M. Platzer, T. Reutterer, Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity,
    Marketing Science 35(5), 2016.
    """
    own = signs.repeats / (signs.repeats + SOME_GAPS)
    longer = np.log((staying.alpha + signs.history) / (staying.alpha + signs.between))
    rarity = own * _rarity(signs) + (1 - own) * (staying.r + signs.repeats) * longer
    leaving = staying.a / (staying.b + np.maximum(signs.repeats, 1) - 1)
    return np.maximum(leaving, _mean(signs, signs.history) / LONGEST_STAY) * np.exp(rarity)


def _changed(
    signs: Signs, staying: Lifetime, stages: Floats, days: int, ahead: Floats | float
) -> tuple[Floats, Floats]:
    """Return the odds of another rate in the last `days`, if everybody changed once a day, and what it would mean.

    The new rate is exponential, with the old one as its mean. Where the days begin within a gap is not known, so that
    a customer counts as less regular the fewer visits are usual in them.
    """
    seen, before = signs.recent[days], np.maximum(signs.repeats - signs.recent[days], 0)
    past = np.maximum(signs.history - days, 1)
    usual = days * (staying.r + before) / (staying.alpha + past)
    k = 1 / (1 / stages + 1 / (6 * usual))
    was, since, known = staying.r + k * before, 1 + k * seen, staying.alpha / k + past
    scale = known / was
    likelier = scipy.special.betaln(was, since) + np.log((was + since - 1) * scale) - was * np.log(known)
    likelier += (was + since - 1) * np.log(known + days) - since * np.log(scale + days)
    may_be = (before >= 1) & (signs.history >= days + LEAST_DAYS)
    odds = np.where(may_be, SPANS[days] * np.exp(np.minimum(likelier, SUREST)), 0)
    return odds, _few(since, scale + days, k, signs, ahead)


def _few(visits: Floats, days: Floats, stages: Floats, signs: Signs, ahead: Floats | float) -> Floats:
    """Return the probability of a drop for a rate that is gamma: so many stages passed in so many days."""
    coming = days / (days + signs.horizon * ahead)
    return np.asarray(scipy.special.betainc(visits, stages * (signs.few + 1), coming))


def _rarity(signs: Signs) -> Floats:
    """Return how rare an absence so long is among the customer's own gaps, in nats; gaps are taken to be gamma."""
    mean = _mean(signs, signs.between)
    shape = _shape(signs, mean)
    return np.asarray(-np.log(np.maximum(scipy.special.gammaincc(shape, shape * signs.absence / mean), RAREST)))


def _shape(signs: Signs, mean: Floats) -> Floats:
    """Return how regular gaps with that mean are: 1 is at random.

    Where there are few, their spread is that of gaps at random; nobody's is known more exactly than to the day.
    """
    gaps = np.maximum(signs.repeats, 1)
    variance = (gaps * signs.spread**2 + RANDOM_GAPS * mean**2) / (gaps + RANDOM_GAPS) + 1
    return np.asarray(mean**2 / variance)


def _mean(signs: Signs, days: Floats) -> Floats:
    """Return the mean gap, of those that lie in so many days."""
    return np.maximum(days / np.maximum(signs.repeats, 1), LEAST_GAP)
