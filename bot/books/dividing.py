"""Numbers divided into parts whose sums are as equal as can be: pure.

They are dealt, the largest first, to the part with the least (Graham's rule), then exchanged between parts as long as
that brings them closer. For a few items, where everybody sees what would have been fairer, branch and bound finds it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

FEW = 12
"""Of so many items the best way is looked for."""

TRIES = 20_000
"""After so many tries the best way found is taken."""

EXCHANGES = 200
"""After so many exchanges it is enough; each is the best there is between two parts."""

ENOUGH = 1_000
"""Parts that differ by less than their mean divided by this are even."""


class Item(NamedTuple):
    """What stays together: its value, below zero too, and what it consists of."""

    value: int
    members: tuple[int, ...]


Part = list[Item]


def evenly(items: Sequence[Item], count: int) -> list[Part]:
    """Divide items into `count` parts, their values as equal as can be; what is worth nothing evens out the numbers."""
    worth = sorted((item for item in items if item.value), key=_largest_first)
    parts = _exchanged(_dealt(worth, count), moves=True)
    if len(worth) <= FEW:
        parts = _better(worth, parts)
    sizes = [sum(len(item.members) for item in part) for part in parts]
    for item in sorted((item for item in items if not item.value), key=lambda item: (-len(item.members), item)):
        smallest = sizes.index(min(sizes))
        parts[smallest].append(item)
        sizes[smallest] += len(item.members)
    return parts


def equally_many(items: Sequence[Item], count: int) -> list[Part]:
    """Divide items into parts with equally many, but for one, their values as equal as that allows.

    They are dealt in rounds: whoever has least gets the most valuable of each.
    """
    ordered = sorted(items, key=lambda item: (-item.value, item))
    parts: list[Part] = [[] for _ in range(count)]
    sums = [0] * count
    for start in range(0, len(ordered), count):
        poorest_first = sorted(range(count), key=sums.__getitem__)
        for part, item in zip(poorest_first, ordered[start : start + count], strict=False):
            parts[part].append(item)
            sums[part] += item.value
    return _exchanged(parts, moves=False)


def spread(parts: Sequence[Part]) -> int:
    """Return by how much the most valuable part exceeds the least."""
    return max(map(_worth, parts)) - min(map(_worth, parts))


def _worth(part: Part) -> int:
    """Return the value of a part."""
    return sum(item.value for item in part)


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
    enough = abs(sum(map(_worth, parts))) // len(parts) // ENOUGH
    for _ in range(EXCHANGES):
        if spread(parts) <= enough or not any(_brought_closer(*pair, moves=moves) for pair in _pairs(parts)):
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


def _better(items: Sequence[Item], parts: list[Part]) -> list[Part]:
    """Divide items in the way with the smallest spread; as they are divided already, if there is none better."""
    search = _Search([item.value for item in items], len(parts), spread(parts))
    search.place([0] * len(parts), [])
    if search.best is None:
        return parts
    better: list[Part] = [[] for _ in parts]
    for item, part in zip(items, search.best, strict=True):
        better[part].append(item)
    return better


@dataclass
class _Search:
    """Branch and bound for a smaller spread than one known.

    What is still to be placed can raise a sum by the positive values among it and lower one by the negative; and since
    all sums together are known, no spread is below what the largest and the smallest force upon the others.
    """

    values: Sequence[int]
    count: int
    spread: int
    best: list[int] | None = None
    tries: int = 0

    def __post_init__(self) -> None:
        """Add up what is still to be placed, from each value on."""
        backwards = self.values[::-1]
        self._total = sum(self.values)
        self._up = [*accumulate((max(value, 0) for value in backwards), initial=0)][::-1]
        self._down = [*accumulate((min(value, 0) for value in backwards), initial=0)][::-1]

    def place(self, sums: list[int], chosen: list[int]) -> None:
        """Place the next value in each part that is not like one tried before, the one with the least first."""
        if len(chosen) == len(self.values):
            if max(sums) - min(sums) < self.spread:
                self.best, self.spread = chosen, max(sums) - min(sums)
            return
        value = self.values[len(chosen)]
        different = {total: part for part, total in reversed([*enumerate(sums)])}
        for total, part in sorted(different.items(), reverse=value < 0):
            after = [*sums[:part], total + value, *sums[part + 1 :]]
            if self.tries < TRIES and self._may_be_better(after, len(chosen) + 1):
                self.tries += 1
                self.place(after, [*chosen, part])

    def _may_be_better(self, sums: list[int], placed: int) -> bool:
        """Say whether the values still to be placed could make a smaller spread."""
        top, bottom = max(sums) + self._down[placed], min(sums) + self._up[placed]
        above, below = top * self.count - self._total, self._total - bottom * self.count
        return max(above, below) < self.spread * (self.count - 1)
