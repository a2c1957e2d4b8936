"""The gaps between a customer's visits: how long, and their exact median."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.visits import Days, Ints

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Gaps:
    """Gaps between the visits of n customers, flat and ordered by `customer`: its `days`, and the day it `ended`."""

    n: int
    customer: Ints
    days: Days
    ended: Days

    def median(self) -> Floats:
        """Return each customer's median gap, NaN without a gap.

        Packs customer and gap into one number: sorting those sorts the gaps within every customer at once.
        """
        width = int(self.days.max(initial=0)) + 1
        small = self.n * width < 2**32
        packed = np.multiply(self.customer, width, dtype=np.uint32 if small else np.uint64, casting="unsafe")
        packed += self.days.astype(packed.dtype)
        packed.sort()
        count = np.bincount(self.customer, minlength=self.n)
        some = np.flatnonzero(count)
        start = (np.cumsum(count) - count)[some]
        low, high = (packed[start + middle[some]].astype(np.int64) for middle in ((count - 1) // 2, count // 2))
        median = np.full(self.n, np.nan, dtype=np.float32)
        median[some] = (low + high - 2 * width * some) / 2
        return median

    def longest_since(self, day: int) -> Floats:
        """Return each customer's longest gap that ended after `day`, NaN without one."""
        late = np.flatnonzero(self.ended > day)
        longest = np.full(self.n, np.nan, dtype=np.float32)
        customer = self.customer[late]
        if len(late):
            start = np.flatnonzero(np.concatenate(([True], customer[1:] != customer[:-1])))
            longest[customer[start]] = np.maximum.reduceat(self.days[late], start)
        return longest


def gaps_between(customer: Ints, day: Days, *, n: int) -> Gaps:
    """Return the gaps between visits sorted by customer (0 to n - 1) and day, one visit a day."""
    inner = np.flatnonzero(customer[1:] == customer[:-1])
    return Gaps(n=n, customer=customer[inner], days=(day[1:] - day[:-1])[inner], ended=day[1:][inner])
