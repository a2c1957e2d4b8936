"""Whole numbers that satisfy some sums, the first of several aims before the second: a question for HiGHS.

An aim that has been reached is kept as a bound while the next is pursued. HiGHS answers alike whenever it is asked
alike, unless the clock interrupts it; the time is given for the worst case alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Terms = Mapping[int, float]
"""Factors by the number of the unknown."""

GAP = 1e-3
"""How much better than proven best is not looked for, as a part: below a thousand, nothing is left unlooked for."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """What was found, if anything; `proven` if there is nothing better for any aim."""

    numbers: Numbers | None
    proven: bool


@dataclass
class Flow:
    """Unknowns, whole and not below zero, and the sums they satisfy."""

    most: list[float] = field(default_factory=list)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)

    def unknown(self, most: float = inf) -> int:
        """Return the number of a new unknown, at most so large."""
        self.most.append(most)
        return len(self.most) - 1

    def limit(self, terms: Terms, *, least: float = -inf, most: float = inf) -> None:
        """Hold a sum between bounds."""
        self.sums.append((terms, least, most))

    def least(self, aims: Sequence[Terms], *, seconds: float) -> Answer:
        """Return the numbers that make the first aim least, among these the second, and so on; none is below zero.

        Where all but the last can be zero at once, that is one question instead of many.
        """
        *before, last = aims
        at_once = self._least(last, [*self.sums, *((aim, 0, 0) for aim in before)], seconds / 2)
        if at_once.numbers is not None:
            return at_once
        found, proven, sums = None, True, [*self.sums]
        for aim in aims:
            answer = self._least(aim, sums, seconds / 2 / len(aims))
            proven &= answer.proven
            if answer.numbers is None:
                break
            found = answer.numbers
            sums.append((aim, 0, sum(factor * int(found[unknown]) for unknown, factor in aim.items())))
        return Answer(found, proven)

    def _least(self, aim: Terms, sums: Sequence[tuple[Terms, float, float]], seconds: float) -> Answer:
        """Return the numbers that make one aim least, or the best found in time."""
        weights = np.zeros(len(self.most))
        weights[list(aim)] = list(aim.values())
        found = milp(
            weights,
            integrality=np.ones(len(self.most)),
            bounds=Bounds(0, self.most),
            constraints=_constraint(sums, len(self.most)),
            options={"time_limit": seconds, "mip_rel_gap": GAP},
        )
        return Answer(None if found.x is None else np.rint(found.x).astype(np.int64), found.status == 0)


def _constraint(sums: Sequence[tuple[Terms, float, float]], unknowns: int) -> LinearConstraint:
    """Return the sums as scipy takes them."""
    rows = np.repeat(np.arange(len(sums)), [len(terms) for terms, _, _ in sums])
    columns = [unknown for terms, _, _ in sums for unknown in terms]
    factors = [factor for terms, _, _ in sums for factor in terms.values()]
    matrix = csr_array((factors, (rows, columns)), shape=(len(sums), unknowns))
    return LinearConstraint(matrix, [least for _, least, _ in sums], [most for _, _, most in sums])
