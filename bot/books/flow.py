"""Whole numbers that satisfy some sums, the first of several aims before the second: a question for HiGHS.

HiGHS answers alike whenever it is asked alike, unless the clock interrupts it; the time is given for the worst case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint, OptimizeResult

Terms = Mapping[int, float]
"""Factors by the number of the unknown."""

Sum = tuple[Terms, float, float]
"""Terms, and between what they add up."""

Numbers = npt.NDArray[np.int64]

GAP = 1e-3
"""How much better than the best found is not looked for, as a part: of less than a thousand, nothing."""

SOLVED = 0
"""What scipy calls it when HiGHS has found the best."""

NEARLY = 1e-4
"""By so much HiGHS may be above a whole number that it means."""


@dataclass(frozen=True)
class Answer:
    """What was found, if anything; `proven` if there is nothing better for any aim."""

    numbers: Numbers | None
    proven: bool


@dataclass
class Flow:
    """Unknowns, whole and not below zero, and the sums they satisfy."""

    unknowns: int = 0
    sums: list[Sum] = field(default_factory=list)

    def unknown(self) -> int:
        """Return the number of a new unknown."""
        self.unknowns += 1
        return self.unknowns - 1

    def limit(self, terms: Terms, *, least: float = -inf, most: float = inf) -> None:
        """Hold a sum between bounds."""
        self.sums.append((terms, least, most))

    def least(self, aims: Sequence[Terms], *, seconds: float) -> Answer:
        """Return the numbers that make the first aim least, among these the second, and so on.

        An aim is first held at what it would be if numbers need not be whole, which is quickly known. Mostly all can be
        held there at once; otherwise one aim is pursued after the other.
        """
        *before, last = aims
        end = monotonic() + seconds
        bounded = self._bounded(before, _part(end, 1 / 4))
        together = self._least(last, bounded, _part(end, 2 / 3))
        return self._one_by_one(aims, end) if together.numbers is None else together

    def _bounded(self, aims: Sequence[Terms], seconds: float) -> list[Sum]:
        """Return the sums, and each aim held at the least that could be, given those before it."""
        sums = [*self.sums]
        for aim in aims:
            found = self._solved(aim, sums, seconds / len(aims), whole=False)
            sums.append((aim, 0, ceil(found.fun - NEARLY) if found.status == SOLVED else 0))
        return sums

    def _one_by_one(self, aims: Sequence[Terms], end: float) -> Answer:
        """Return the numbers that are found by making each aim least, and keeping it there."""
        found = Answer(None, proven=True)
        sums = [*self.sums]
        for aim in aims:
            answer = self._least(aim, sums, _part(end, 1 if aim is aims[-1] else 1 / 2))
            found = Answer(found.numbers if answer.numbers is None else answer.numbers, found.proven and answer.proven)
            if answer.numbers is None:
                break
            sums.append((aim, 0, sum(factor * int(answer.numbers[unknown]) for unknown, factor in aim.items())))
        return found

    def _least(self, aim: Terms, sums: Sequence[Sum], seconds: float) -> Answer:
        """Return the numbers that make one aim least, or the best found in time, if there is any."""
        if seconds <= 0:
            return Answer(None, proven=False)
        found = self._solved(aim, sums, seconds, whole=True)
        return Answer(None if found.x is None else np.rint(found.x).astype(np.int64), found.status == SOLVED)

    def _solved(self, aim: Terms, sums: Sequence[Sum], seconds: float, *, whole: bool) -> "OptimizeResult":
        """Ask HiGHS, which is loaded only where it is asked."""
        from scipy.optimize import Bounds, milp

        weights = np.zeros(self.unknowns)
        weights[list(aim)] = list(aim.values())
        return milp(
            weights,
            integrality=np.full(self.unknowns, int(whole)),
            bounds=Bounds(0, inf),
            constraints=_constraint(sums, self.unknowns),
            options={"time_limit": seconds, "mip_rel_gap": GAP},
        )


def _part(end: float, part: float) -> float:
    """Return a part of the seconds that are left."""
    return max(0.0, end - monotonic()) * part


def _constraint(sums: Sequence[Sum], unknowns: int) -> "LinearConstraint":
    """Return the sums as scipy takes them."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(len(sums)), [len(terms) for terms, _, _ in sums])
    columns = [unknown for terms, _, _ in sums for unknown in terms]
    factors = [factor for terms, _, _ in sums for factor in terms.values()]
    matrix = csr_array((factors, (rows, columns)), shape=(len(sums), unknowns))
    return LinearConstraint(matrix, [least for _, least, _ in sums], [most for _, _, most in sums])
