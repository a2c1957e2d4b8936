"""The outlook of every customer: how likely a drop is, whether they are still there, what to expect of them.

`fit` learns from the past of a sample of customers; `foresee` tells of anybody, one or all, with what was learnt.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.money import SCALE
from segmentation.outlook import alike, learning, lifetime, movement, signs, spending
from segmentation.outlook.alike import GROUPS, Alike
from segmentation.outlook.belief import drop_believed
from segmentation.outlook.drop import DIRECTION, Correction
from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.sample import bounded
from segmentation.outlook.signs import Signs
from segmentation.outlook.spending import Spending
from segmentation.outlook.visit_days import VisitDays

__all__ = ["Lines", "fit", "foresee", "risks"]

Lines = Mapping[str, float | None]
Floats = npt.NDArray[np.float64]

STAYING = ("visits_r", "visits_alpha", "leaving_a", "leaving_b")
CHANGING = ("changes_a_day", "visits_ahead")
SPENT = ("spend_p", "spend_q", "spend_v")
DROP = ("drop_level", "drop_reach", *(f"drop_{name}" for name in DIRECTION))
RISKS = tuple(f"risk_{group}" for group in range(1, GROUPS))
SHARES = tuple(f"dropped_{group}" for group in range(1, GROUPS + 1))
UNASKED: Lines = {"visits_ahead": 1.0, "drop_irregularity": 0.0, "drop_gone": 0.0}
"""What holds by lines that were kept before all this was asked."""

LEAST_CUSTOMERS = 5
"""Customers who came at least twice, without whom nothing can be learnt."""

CUSTOMERS = 5_000
"""Customers who are enough to find the parameters of BG/NBD and gamma-gamma."""

DIGITS = 6
"""How exactly lines are kept."""


def fit(visit_days: VisitDays, *, as_of: date) -> dict[str, float | None]:
    """Learn from the past of some customers what is to be expected of all.

    Args:
        visit_days: their visits; later ones than `as_of` are not looked at, and of too many customers only some.
        as_of: the day at whose end this is known.

    Returns:
        The lines: plain numbers, fit for JSON; None where there is too little to learn from.
    """
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    days = bounded(visit_days, as_of=today)
    known = signs.at(days, today)
    if (known.visits > 1).sum() < LEAST_CUSTOMERS:
        return dict.fromkeys((*STAYING, *CHANGING, *SPENT, *DROP, *RISKS, *SHARES))
    came, several = _some(known.visits > 0), _some(known.visits > 1)
    stay = lifetime.fit(known.repeats[came], known.between[came], known.history[came])
    spent = spending.fit(known.visits[several], known.average[several] / SCALE)
    past = learning.examples(days, stay, as_of=today)
    changes = learning.changes(past)
    past = past.believing(changes)
    correction = learning.learn(past)
    groups = alike.fit(learning.risk(past, correction), past.dropped)
    return {
        **_lines(STAYING, [stay.r, stay.alpha, stay.a, stay.b]),
        **_lines(CHANGING, [changes, *movement.ahead(known)]),
        **_lines(SPENT, [spent.p, spent.q, spent.v]),
        **_lines(DROP, [correction.level, correction.reach, *(correction.weights[name] for name in DIRECTION)]),
        **(dict.fromkeys((*RISKS, *SHARES)) if groups is None else _lines(RISKS, groups.risks)),
        **({} if groups is None else _lines(SHARES, groups.shares)),
    }


def foresee(figures: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    """Tell what is to be expected of customers: one, some or all, with the same lines the same.

    Args:
        figures: one row of figures per customer, of which the columns of `signs.columns` are looked at.
        lines: what `fit` returned, perhaps on another day; without any, nothing is expected of anybody.

    Returns:
        The index of `figures`; NaN or NA where there is too little history. `drop_risk`: the probability of no more
        than half of the usual visits in the next `horizon_days`; `p_alive`: of still being a customer;
        `expected_visits_90d`, and `expected_spend_365d` (Int64, ten-thousandths), both also of those who came once;
        `like_this`: the share that dropped of the past examples most like them. What shows it: `usual_month`, usual
        visits in 30 days, and `longest_before`, the most days between visits so far. All but money are float64.
    """
    known = signs.of_columns(figures)
    stay, spent = Lifetime(*_numbers(lines, STAYING)), Spending(*_numbers(lines, SPENT))
    came, enough = np.where(known.visits > 0, 1, np.nan), np.where(known.enough, 1, np.nan)
    expected = pd.DataFrame(
        {
            "p_alive": stay.p_alive(known.repeats, known.between, known.history) * enough,
            "expected_visits_90d": _visits(90, known, stay) * came,
            "expected_spend_365d": _money(_visits(365, known, stay) * came * _average(known, spent)),
        },
        index=figures.index,
    )
    return pd.concat([_risks(known, lines, figures.index), expected], axis=1)


def risks(figures: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    """Tell of `foresee` only the risk of a drop and what shows it; what else is to be expected takes far longer."""
    return _risks(signs.of_columns(figures), lines, figures.index)


def _risks(known: Signs, lines: Lines, customers: "pd.Index[int]") -> pd.DataFrame:
    """Return the risk of a drop and what shows it."""
    lines = {**UNASKED, **lines}
    level, reach, *weights = _numbers(lines, DROP)
    stay = Lifetime(*_numbers(lines, STAYING))
    believed = drop_believed(known, stay, *_numbers(lines, CHANGING))
    risk = Correction(level, reach, dict(zip(DIRECTION, weights, strict=True))).risk(known, stay, believed)
    groups = Alike(np.array(_numbers(lines, RISKS)), np.array(_numbers(lines, SHARES)))
    return pd.DataFrame(
        {
            "drop_risk": risk,
            "like_this": groups.share(risk),
            "usual_month": known.usual * 30,
            "longest_before": np.where(known.enough, known.longest, np.nan),
            "horizon_days": known.horizon,
        },
        index=customers,
    )


def _visits(ahead: int, known: Signs, stay: Lifetime) -> Floats:
    """Return the visits to expect in the days ahead."""
    return stay.expected_visits(ahead, known.repeats, known.between, known.history)


def _average(known: Signs, spent: Spending) -> Floats:
    """Return the average of a visit to expect, in units of money."""
    return spent.expected_mean(known.visits, known.average / SCALE)


def _some(chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return the positions of the chosen, or of some of them, evenly spread, where they are more than enough."""
    rows = np.flatnonzero(chosen)
    return rows[:: -(-len(rows) // CUSTOMERS)]


def _lines(names: tuple[str, ...], numbers: npt.ArrayLike) -> dict[str, float | None]:
    """Return numbers by name, as exactly as they are kept; None for NaN."""
    kept = (None if np.isnan(number) else float(f"{number:.{DIGITS}g}") for number in np.asarray(numbers))
    return dict(zip(names, kept, strict=True))


def _numbers(lines: Lines, names: tuple[str, ...]) -> list[float]:
    """Return some of the lines, NaN where one is missing."""
    return [np.nan if (line := lines.get(name)) is None else line for name in names]


def _money(amounts: Floats) -> pd.arrays.IntegerArray:
    """Return amounts in ten-thousandths, NA where unknown."""
    unknown = ~np.isfinite(amounts)
    return pd.arrays.IntegerArray(np.rint(np.where(unknown, 0, amounts) * SCALE).astype(np.int64), unknown)
