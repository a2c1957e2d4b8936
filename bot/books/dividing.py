"""Numbers divided into parts whose sums are as equal as can be: pure.

A few items are divided in the best of all ways, by branch and bound. Many are dealt, the largest first, to the part
with the least (Graham's rule), and then exchanged between parts as long as that brings them closer.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

FEW = 12
"""So many items are divided in the best of all ways."""

EXCHANGES = 200
"""After so many exchanges it is enough; each takes the best there is between two parts."""


class Item(NamedTuple):
    """What stays together: its value, below zero too, and what it consists of."""

    value: int
    members: tuple[int, ...]


Part = list[Item]


def evenly(items: Sequence[Item], count: int) -> list[Part]:
    """Divide items into `count` parts, their values as equal as can be; what is worth nothing evens out the numbers."""
    worth = sorted((item for item in items if item.value), key=_largest_first)
    parts = _best(worth, count) if len(worth) <= FEW else _exchanged(_dealt(worth, count), moves=True)
    for item in sorted((item for item in items if not item.value), key=lambda item: (-len(item.members), item)):
        min(parts, key=_size).append(item)
    return parts


def equally_many(items: Sequence[Item], count: int) -> list[Part]:
    """Divide items into parts with equally many, but for one, their values as equal as that allows.

    They are dealt in rounds: whoever has least gets the most valuable of each.
    """
    ordered = sorted(items, key=lambda item: (-item.value, item))
    parts: list[Part] = [[] for _ in range(count)]
    for start in range(0, len(ordered), count):
        for part, item in zip(sorted(parts, key=_worth), ordered[start : start + count], strict=False):
            part.append(item)
    return _exchanged(parts, moves=False)


def spread(parts: Sequence[Part]) -> int:
    """Return by how much the most valuable part exceeds the least."""
    return max(map(_worth, parts)) - min(map(_worth, parts))


def _worth(part: Part) -> int:
    """Return the value of a part."""
    return sum(item.value for item in part)


def _size(part: Part) -> int:
    """Return of how much a part consists."""
    return sum(len(item.members) for item in part)


def _largest_first(item: Item) -> tuple[int, Item]:
    """Sort by value, whether above or below zero."""
    return -abs(item.value), item


def _dealt(items: Sequence[Item], count: int) -> list[Part]:
    """Give each item to the part that it brings closest to the others."""
    parts: list[Part] = [[] for _ in range(count)]
    sums = [0] * count
    for item in items:
        chosen = sums.index(min(sums) if item.value > 0 else max(sums))
        parts[chosen].append(item)
        sums[chosen] += item.value
    return parts


def _exchanged(parts: list[Part], *, moves: bool) -> list[Part]:
    """Exchange items, or with `moves` move one, while that brings two parts closer to one another."""
    for _ in range(EXCHANGES):
        if not any(_brought_closer(*pair, moves=moves) for pair in _pairs(parts)):
            break
    return parts


def _pairs(parts: list[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield the pairs with the part worth most or the one worth least, those furthest apart first."""
    poorest_first = sorted(parts, key=_worth)
    yield from ((poorest_first[-1], poor) for poor in poorest_first[:-1])
    yield from ((rich, poorest_first[0]) for rich in poorest_first[-2:0:-1])


def _brought_closer(rich: Part, poor: Part, *, moves: bool) -> bool:
    """Make the exchange that leaves least between two parts, and say whether there was any."""
    gap = _worth(rich) - _worth(poor)
    back = sorted([*poor, *([NOTHING] if moves else [])])
    best: tuple[int, Item, Item] | None = None
    for there in sorted(rich):
        place = bisect_left(back, there.value - gap / 2, key=lambda item: item.value)
        for returned in back[max(place - 1, 0) : place + 1]:
            left = abs(gap - 2 * (there.value - returned.value))
            if left < gap and (best is None or left < best[0]):
                best = left, there, returned
    if best:
        _exchange(rich, poor, best[1], best[2])
    return best is not None


NOTHING = Item(0, ())
"""Stands for what comes back where an item is moved."""


def _exchange(rich: Part, poor: Part, there: Item, back: Item) -> None:
    """Give an item to the other part, and take one back."""
    rich.remove(there)
    poor.append(there)
    if back is not NOTHING:
        poor.remove(back)
        rich.append(back)


def _best(items: Sequence[Item], count: int) -> list[Part]:
    """Divide items in the way with the smallest spread; the first of equals, the largest items being placed first."""
    search = _Search([item.value for item in items], count)
    search.place([0] * count, [])
    parts: list[Part] = [[] for _ in range(count)]
    for item, part in zip(items, search.best, strict=True):
        parts[part].append(item)
    return parts


@dataclass
class _Search:
    """Branch and bound for the smallest spread.

    What is still to be placed can raise a sum by the positive values among it and lower one by the negative; and since
    all sums together are known, no spread is below what the largest and the smallest force upon the others.
    """

    values: Sequence[int]
    count: int
    best: list[int] = field(default_factory=list)
    spread: int | None = None

    def __post_init__(self) -> None:
        backwards = self.values[::-1]
        self._total = sum(self.values)
        self._up = [*accumulate((max(value, 0) for value in backwards), initial=0)][::-1]
        self._down = [*accumulate((min(value, 0) for value in backwards), initial=0)][::-1]

    def place(self, sums: list[int], chosen: list[int]) -> None:
        """Place the next value in each part that is not like one tried before, the one with the least first."""
        if len(chosen) == len(self.values):
            self._keep(sums, chosen)
            return
        tried: set[int] = set()
        value = self.values[len(chosen)]
        for part in sorted(range(self.count), key=sums.__getitem__, reverse=value < 0):
            if sums[part] not in tried:
                tried.add(sums[part])
                after = [*sums[:part], sums[part] + value, *sums[part + 1 :]]
                if self._may_be_better(after, len(chosen) + 1):
                    self.place(after, [*chosen, part])

    def _keep(self, sums: list[int], chosen: list[int]) -> None:
        """Remember a way that is better than any before."""
        if self.spread is None or max(sums) - min(sums) < self.spread:
            self.best, self.spread = chosen, max(sums) - min(sums)

    def _may_be_better(self, sums: list[int], placed: int) -> bool:
        """Say whether the values still to be placed could make a smaller spread than the best."""
        if self.spread is None:
            return True
        top, bottom = max(sums) + self._down[placed], min(sums) + self._up[placed]
        above, below = top * self.count - self._total, self._total - bottom * self.count
        return max(above, below) < self.spread * (self.count - 1)
