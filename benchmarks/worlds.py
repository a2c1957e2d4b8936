"""Made-up businesses whose customers stop coming in known ways: receipts as one Arrow batch each."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Days = npt.NDArray[np.float64]
World = Callable[[np.random.Generator, float], Days]

FIRST_DAY = 18_000
LENGTH = 720
VISITS = 400


def _poisson(chance: np.random.Generator, rate: float) -> Days:
    """Come at random, and never leave."""
    return chance.exponential(1 / rate, VISITS)


def _leaving(chance: np.random.Generator, rate: float) -> Days:
    """Come at random, and leave for good after any visit."""
    return chance.exponential(1 / rate, VISITS)[: chance.geometric(0.04)]


def _regular(chance: np.random.Generator, rate: float) -> Days:
    """Come like clockwork, and leave for good after any visit."""
    return chance.gamma(20, 1 / rate / 20, VISITS)[: chance.geometric(0.03)]


def _moody(chance: np.random.Generator, rate: float) -> Days:
    """Come several times in a row, and not for long after."""
    return chance.exponential(np.where(chance.random(VISITS) < 0.2, 4, 0.25) / rate)


def _mixed(chance: np.random.Generator, rate: float) -> Days:
    """Come in any of those ways."""
    return (_leaving, _regular, _moody)[chance.integers(3)](chance, rate)


def _turning(chance: np.random.Generator, rate: float) -> Days:
    """Come more or less often from some visit on."""
    turn = chance.integers(2, 25)
    return chance.exponential(np.where(np.arange(VISITS) < turn, 1, chance.choice([0.4, 1, 4])) / rate)


def _everyday(days: Days, _: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave no day out."""
    return np.ones(len(days), dtype=bool)


def _seasonal(days: Days, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out the own low season."""
    share = np.asarray(np.cos(2 * np.pi * (days - chance.integers(0, 365)) / 365) + 1) / 2
    return chance.random(len(days)) < share


def _high_season(days: Days, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out the low season of the whole business."""
    return chance.random(len(days)) < np.exp(0.8 * (np.cos(2 * np.pi * days / 365) - 1))


def _thinning(days: Days, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out more than half from some day on."""
    return (days < chance.exponential(LENGTH)) | (chance.random(len(days)) < 0.4)


def _growing(days: Days, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out less and less."""
    return chance.random(len(days)) < (days / LENGTH) ** 1.5


def _fading(days: Days, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out more and more."""
    share = np.asarray(np.exp(-(days - days[0]) / (chance.exponential(300) + 30)), dtype=np.float64)
    return chance.random(len(days)) < share


def _closed_in_summer(days: Days, _: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Leave out the weeks in which the whole business is on holiday."""
    return (days % 365 < 330) | (days % 365 > 351)


WORLDS: Mapping[str, tuple[World, Callable[[Days, np.random.Generator], npt.NDArray[np.bool_]]]] = {
    "at random": (_poisson, _everyday),
    "leaving": (_leaving, _everyday),
    "regular": (_regular, _everyday),
    "moody": (_moody, _everyday),
    "turning": (_turning, _everyday),
    "mixed": (_mixed, _everyday),
    "seasonal": (_poisson, _seasonal),
    "high season": (_leaving, _high_season),
    "thinning": (_regular, _thinning),
    "thinning bouts": (_moody, _thinning),
    "growing": (_poisson, _growing),
    "fading": (_poisson, _fading),
    "holidays": (_leaving, _closed_in_summer),
}
"""How customers come, and which of their days are left out."""


def receipts(world: str, *, customers: int, seed: int = 0) -> pa.RecordBatch:
    """Return the receipts of a business of that kind, sorted by customer and day."""
    chance = np.random.default_rng([seed, customers])
    gaps, kept = WORLDS[world]
    days = []
    for _ in range(customers):
        begin = chance.integers(0, LENGTH // 2)
        gap = gaps(chance, chance.gamma(2, 0.03))
        each = float(begin) + np.cumsum(np.concatenate(([0.0], gap)), dtype=np.float64)
        each = each[each < LENGTH]
        days.append(np.unique(np.floor(each[kept(each, chance)])))
    who = np.repeat(np.arange(customers) + 1, [len(each) for each in days])
    amount = (chance.lognormal(4, 0.5, len(who)) * 10_000).astype(np.int64)
    return pa.record_batch(
        {"customer_id": who, "day": np.concatenate(days).astype(np.int64) + FIRST_DAY, "amount": amount}
    )
