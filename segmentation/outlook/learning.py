"""What the past teaches: who did drop after days like this one, and how that corrects what is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import scipy

from segmentation.outlook import movement, signs
from segmentation.outlook.belief import CHANGES, Ways, ways
from segmentation.outlook.drop import DIRECTION, FEW, Correction, evidence, known_well, log_odds
from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.signs import HORIZON, Signs
from segmentation.outlook.visit_days import VisitDays
from segmentation.visits import Ints, Truths

Floats = npt.NDArray[np.float64]

WEEKS = 60
"""How far back examples are looked for: a year, and the time after which the newest of them are over."""

VISITS_A_WEEK = 50_000
"""Visits up to which every week is looked at; every second week with up to twice as many, and so on."""

BELIEF = list(DIRECTION).index("belief")
"""The row of belief."""

AT_ONCE = 10_000
"""Customers, of one day or several, that are looked at in one go."""

DOUBT = 0.5
"""How far the level and the weights are expected to be from 0 before anything was seen: in log-odds, for a standard
deviation of the evidence."""

DOUBTS: Mapping[str, float] = {"irregularity": 0.2, "experience": 0.1, "spend": 0.3}
"""The same of evidence that is a customer's own and changes little: however many the days, they show the same few."""

FEW_DOUBT = 1.0
"""The same of the level and the weights of the few that tell of drops by themselves."""

SHARES = tuple(tenths / 10 for tenths in range(11))
"""How far what the few tell may stand in for what all evidence tells."""

SHARE_DOUBT = 0.5
"""How far it is expected to before anything was seen."""

NEAR_ENOUGH = 1e-6
"""The part of the loss that no further step is worth."""

MOST = 500
"""The largest log-odds against what came that are told apart: beyond, numbers end."""

LEAST_SPREAD = 0.3
"""The standard deviation that evidence is taken to have at least: where all are nearly alike, little can be learnt."""

REACH = 0.99
"""The share of the examples that shows how far belief is right; the last few are too few."""

CHANGES_DOUBT = 0.6
"""How far the logarithm of how often rates change is expected to be from that of `CHANGES`."""


@dataclass(frozen=True)
class Examples:
    """Customers on past days.

    Attributes:
        seen: the evidence, one row for each of `DIRECTION`; belief as far as the reach.
        ways: what may have become of them.
        believed: the log-odds of belief.
        known: how well the customer was known.
        weight: how much the example counts: less where others look at the same days, and where little was known.
        dropped: whether a drop came.
    """

    seen: Floats
    ways: Ways
    believed: Floats
    known: Floats
    weight: Floats
    dropped: Truths

    def believing(self, changes: float) -> "Examples":
        """Return the same, where rates change so often a day."""
        believed = log_odds(self.ways.belief(changes))
        seen = self.seen.copy()
        reach = np.quantile(believed, REACH) if len(believed) else 0
        seen[BELIEF] = np.minimum(believed, reach)
        return replace(self, seen=seen, believed=believed)


def examples(days: VisitDays, staying: Lifetime, *, as_of: int) -> Examples:
    """Look back at past days, of which all that is looked ahead from is over by `as_of`; that day tells nothing yet."""
    visits = int((days.until(as_of) - days.offset[:-1]).sum())
    step = 7 * -(-max(visits, 1) // VISITS_A_WEEK)
    first = max(as_of - HORIZON - 7 * WEEKS, int(days.day.min(initial=as_of)) + signs.RECENT)
    past = np.append(np.arange(as_of - HORIZON, first, -step)[::-1], as_of)
    parts = np.array_split(past, min(len(past) * len(days.customer_id) // AT_ONCE + 1, len(past)))
    return _all_of([_examples(*_looked_at(days, part, as_of), staying, step) for part in parts])


def changes(past: Examples) -> float:
    """Return how often rates change, a day: what makes likely what came, and `CHANGES` where that says little."""

    def unlikely(tried: float) -> float:
        loss = (past.weight * _surprise(log_odds(past.ways.belief(tried)), past.dropped)).sum()
        return float(loss + (np.log(tried / CHANGES) / CHANGES_DOUBT) ** 2 / 2)

    return min((CHANGES * 2.0**step for step in range(-5, 4)), key=unlikely)


def _looked_at(days: VisitDays, past: Ints, as_of: int) -> tuple[Signs, Floats, Truths]:
    """Return the customers of whom enough was known on past days, and is known now; how all moved; who dropped."""
    then, n = signs.at(days, past), len(days.customer_id)
    day, ahead = np.repeat(past, n), np.repeat(movement.ahead(then, len(past)), n)
    some = then.enough & (known_well(then) > 0) & (day + np.nan_to_num(then.horizon) <= as_of)
    dropped = signs.came_within(days, past, then.horizon) <= then.few
    return then.only(some), ahead[some], dropped[some]


def _examples(then: Signs, ahead: Floats, dropped: Truths, staying: Lifetime, step: int) -> Examples:
    """Return the examples that customers are, of whom it is known whether a drop came."""
    known, may_be = known_well(then), ways(then, staying, ahead)
    believed = may_be.belief(CHANGES)
    seen = evidence(then, staying, believed)
    return Examples(
        seen=np.stack([seen[name] for name in DIRECTION]),
        ways=may_be,
        believed=log_odds(believed),
        known=known,
        weight=np.minimum(step / then.horizon, 1) * known**2,
        dropped=dropped,
    )


def _all_of(parts: list[Examples]) -> Examples:
    """Put examples side by side."""
    may_be = Ways(*(np.hstack([getattr(part.ways, each.name) for part in parts]) for each in fields(Ways)))
    names = [each.name for each in fields(Examples) if each.name != "ways"]
    return Examples(ways=may_be, **{name: np.hstack([getattr(part, name) for part in parts]) for name in names})


def learn(past: Examples) -> Correction:
    """Find the likeliest correction by all evidence, drawn towards what a few tell alone as far as the past bears out.

    Many weights that correct belief follow what came closely, few that belief is only one of steadily: which foresees
    better, and how far, depends on the business.
    """
    if not past.weight.sum():
        return Correction(0.0, 0.0, dict.fromkeys(DIRECTION, 0.0))
    doubts = {name: DOUBTS.get(name, DOUBT) for name in DIRECTION}
    everything = _likeliest(past, 1.0, DOUBT, doubts)
    few = _likeliest(past, 0.0, FEW_DOUBT, dict.fromkeys(FEW, FEW_DOUBT))
    odds = _odds(past, everything)
    further = _odds(past, few) - odds

    def unlikely(share: float) -> float:
        loss = (past.weight * _surprise(odds + share * further, past.dropped)).sum()
        return float(loss + (share / SHARE_DOUBT) ** 2 / 2)

    return everything.towards(few, min(SHARES, key=unlikely))


def _likeliest(past: Examples, counting: float, doubt: float, doubts: Mapping[str, float]) -> Correction:
    """Find the likeliest logistic correction, with weights that are near 0 unless the past says otherwise.

    The fewer examples, the nearer; the signs of the weights are those of `DIRECTION`.

    Args:
        past: the examples.
        counting: how much belief counts unless the past says otherwise, 0 to 1.
        doubt: how far the level is expected to be from 0.
        doubts: the same for each weight; evidence that is not named has none.
    """
    from scipy.optimize import minimize

    odds = past.believed - (1 - counting) * past.known * past.seen[BELIEF]
    seen = past.seen[[name in doubts for name in DIRECTION]]
    mean = np.average(seen, axis=1, weights=past.weight)[:, None]
    spread = np.sqrt(np.average((seen - mean) ** 2, axis=1, weights=past.weight))
    spread = np.maximum(spread, LEAST_SPREAD)
    design = np.vstack([np.ones(len(past.known)), (seen - mean) / spread[:, None]]) * past.known
    doubted, side = np.array([doubt, *doubts.values()]), np.where(past.dropped, -1.0, 1.0)

    def unlikely(weights: Floats) -> tuple[float, Floats]:
        against = _against(odds + np.einsum("ij,i->j", design, weights), side)
        wrong = past.weight * side * (against / (1 + against))
        loss = (past.weight * np.log1p(against)).sum() + (weights**2 / doubted**2).sum() / 2
        return float(loss), np.einsum("ij,j->i", design, wrong) + weights / doubted**2

    bounds = [(None, None), *(_bounds(name, counting * each) for name, each in zip(doubts, spread, strict=True))]
    how = {"ftol": NEAR_ENOUGH}
    best = minimize(unlikely, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds, options=how).x
    weights = best[1:] / spread
    reach, level = past.seen[BELIEF].max(), best[0] - weights @ mean[:, 0]
    found = dict.fromkeys(DIRECTION, 0.0) | dict(zip(doubts, weights.tolist(), strict=True))
    return Correction(float(level), float(reach), {**found, "belief": found["belief"] - (1 - counting)})


def risk(past: Examples, correction: Correction) -> Floats:
    """Return the risk that a correction gives to examples."""
    return np.asarray(scipy.special.expit(_odds(past, correction)))


def _odds(past: Examples, correction: Correction) -> Floats:
    """Return the same as log-odds."""
    more = correction.level + np.array([correction.weights[name] for name in DIRECTION]) @ past.seen
    return np.asarray(past.believed + past.known * more)


def _surprise(odds: Floats, dropped: Truths) -> Floats:
    """Return how unlikely, in nats, log-odds make what came."""
    return np.asarray(np.log1p(_against(odds, np.where(dropped, -1.0, 1.0))))


def _against(odds: Floats, side: Floats) -> Floats:
    """Return the odds against what came, from the log-odds of a drop; `side` is -1 where one came and 1 elsewhere."""
    return np.asarray(np.exp(np.minimum(side * odds, MOST)))


def _bounds(name: str, spread: float) -> tuple[float | None, float | None]:
    """Return the least and the most of a standardised weight; belief, which counts 1 anyway, may lose just that."""
    least = {"belief": -spread}.get(name, 0.0)
    return (least if DIRECTION[name] > 0 else None), (0.0 if DIRECTION[name] < 0 else None)
