"""What the past teaches: who did drop after days like this one, and how that corrects what is believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import scipy

from segmentation.outlook import signs
from segmentation.outlook.belief import CHANGES, Ways, ways
from segmentation.outlook.drop import DIRECTION, Correction, evidence, known_well, log_odds
from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.signs import HORIZON, Signs
from segmentation.outlook.visit_days import VisitDays
from segmentation.visits import Truths

Floats = npt.NDArray[np.float64]

WEEKS = 60
"""How far back examples are looked for: a year, and the time after which the newest of them are over."""

VISITS_A_WEEK = 50_000
"""Visits up to which every week is looked at; every second week with up to twice as many, and so on."""

BELIEF = list(DIRECTION).index("belief")
"""The column of belief."""

AT_ONCE = 10_000
"""Examples that are worth a computation of their own."""

DOUBT = 0.5
"""How far the level and the weights are expected to be from 0 before anything was seen: in log-odds, for a standard
deviation of the evidence."""

DOUBTS: Mapping[str, float] = {"experience": 0.1}
"""The same of evidence that is a customer's own and changes little: however many the days, they show the same few."""

LEAST_SPREAD = 0.3
"""The standard deviation that evidence is taken to have at least: where all are nearly alike, little can be learnt."""

REACH = 0.99
"""The share of the examples that shows how far belief is right; the last few are too few."""

CHANGES_DOUBT = 0.6
"""How far the logarithm of how often rates change is expected to be from that of `CHANGES`."""


@dataclass(frozen=True)
class Examples:
    """Customers on past days, one row each.

    Attributes:
        seen: the evidence, one column for each of `DIRECTION`; belief as far as the reach.
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
    dropped: npt.NDArray[np.bool_]

    def believing(self, changes: float) -> "Examples":
        """Return the same, where rates change so often a day."""
        believed = log_odds(self.ways.belief(changes))
        seen = self.seen.copy()
        reach = np.quantile(believed, REACH) if len(believed) else 0
        seen[:, BELIEF] = np.minimum(believed, reach)
        return replace(self, seen=seen, believed=believed)


def examples(days: VisitDays, staying: Lifetime, *, as_of: int) -> Examples:
    """Look back at past days, of which all that is looked ahead from is over by `as_of`."""
    visits = int((days.until(as_of) - days.offset[:-1]).sum())
    step = 7 * -(-max(visits, 1) // VISITS_A_WEEK)
    past = range(as_of - HORIZON, as_of - HORIZON - 7 * WEEKS, -step)
    nobody = signs.at(days, as_of).only(np.zeros(len(days.customer_id), dtype=bool))
    looks = [(nobody, np.empty(0, dtype=bool)), *_together(_looks(days, past, as_of))]
    return _all_of([_examples(look, staying, step) for look in looks])


def changes(past: Examples) -> float:
    """Return how often rates change, a day: what makes likely what came, and `CHANGES` where that says little."""

    def unlikely(tried: float) -> float:
        odds = log_odds(past.ways.belief(tried))
        loss = (past.weight * (np.logaddexp(0, odds) - past.dropped * odds)).sum()
        return float(loss + (np.log(tried / CHANGES) / CHANGES_DOUBT) ** 2 / 2)

    return min((CHANGES * 2.0**step for step in range(-5, 4)), key=unlikely)


Look = tuple[Signs, Truths]
"""Customers as they were on a day, and whether a drop came."""


def _looks(days: VisitDays, past: range, as_of: int) -> Iterator[Look]:
    """Yield of each day the customers of whom enough was known then, and is known now."""
    first = int(days.day.min(initial=as_of))
    for day in past:
        if day <= first + signs.RECENT:
            return
        then = signs.at(days, day)
        horizon = then.horizon
        some = then.enough & (known_well(then) > 0) & (day + np.nan_to_num(horizon) <= as_of)
        dropped = signs.came_within(days, day, horizon) <= then.few
        yield then.only(some), dropped[some]


def _together(looks: Iterator[Look]) -> Iterator[Look]:
    """Put days together until there are enough customers to be looked at in one go."""
    found: list[Look] = []
    for look in looks:
        found.append(look)
        if sum(len(dropped) for _, dropped in found) >= AT_ONCE:
            yield _below_one_another(found)
            found = []
    if found:
        yield _below_one_another(found)


def _below_one_another(found: list[Look]) -> Look:
    """Make one of several looks."""
    return signs.below_one_another([then for then, _ in found]), np.concatenate([dropped for _, dropped in found])


def _examples(look: Look, staying: Lifetime, step: int) -> Examples:
    """Return the examples of a look."""
    then, dropped = look
    known, may_be = known_well(then), ways(then, staying)
    believed = may_be.belief(CHANGES)
    seen = evidence(then, believed)
    return Examples(
        seen=np.stack([seen[name] for name in DIRECTION], axis=1),
        ways=may_be,
        believed=log_odds(believed),
        known=known,
        weight=np.minimum(step / then.horizon, 1) * known**2,
        dropped=dropped,
    )


def _all_of(parts: list[Examples]) -> Examples:
    """Put examples below one another."""
    may_be = Ways(
        *(np.concatenate([getattr(part.ways, each.name) for part in parts], axis=-1) for each in fields(Ways))
    )
    names = [each.name for each in fields(Examples) if each.name != "ways"]
    return Examples(ways=may_be, **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def learn(past: Examples) -> Correction:
    """Find the likeliest correction: a logistic one, with weights that are near 0 unless the past says otherwise.

    The fewer examples, the nearer; the signs of the weights are those of `DIRECTION`.
    """
    from scipy.optimize import minimize

    if not past.weight.sum():
        return Correction(0.0, 0.0, dict.fromkeys(DIRECTION, 0.0))
    mean = np.average(past.seen, axis=0, weights=past.weight)
    spread = np.sqrt(np.average((past.seen - mean) ** 2, axis=0, weights=past.weight))
    spread = np.maximum(spread, LEAST_SPREAD)
    design = np.column_stack([np.ones(len(past.known)), (past.seen - mean) / spread]) * past.known[:, None]
    doubt = np.array([DOUBT, *(DOUBTS.get(name, DOUBT) for name in DIRECTION)])

    def unlikely(weights: Floats) -> tuple[float, Floats]:
        odds = past.believed + np.einsum("ij,j->i", design, weights)
        wrong = past.weight * (scipy.special.expit(odds) - past.dropped)
        loss = (past.weight * (np.logaddexp(0, odds) - past.dropped * odds)).sum() + (weights**2 / doubt**2).sum() / 2
        return float(loss), np.einsum("i,ij->j", wrong, design) + weights / doubt**2

    bounds = [(None, None), *map(_bounds, DIRECTION, spread)]
    best = minimize(unlikely, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = best[1:] / spread
    reach, level = past.seen[:, BELIEF].max(), best[0] - weights @ mean
    return Correction(float(level), float(reach), dict(zip(DIRECTION, weights.tolist(), strict=True)))


def risk(past: Examples, correction: Correction) -> Floats:
    """Return the risk that a correction gives to examples."""
    more = correction.level + past.seen @ np.array([correction.weights[name] for name in DIRECTION])
    return np.asarray(scipy.special.expit(past.believed + past.known * more))


def _bounds(name: str, spread: float) -> tuple[float | None, float | None]:
    """Return the least and the most of a standardised weight; belief, which counts 1 anyway, may lose just that."""
    least = {"belief": -spread}.get(name, 0.0)
    return (least if DIRECTION[name] > 0 else None), (0.0 if DIRECTION[name] < 0 else None)
