"""How many customers came on each day, counted while their visits pass by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from segmentation.visits import Ints

NOBODY = (-1, -1)


@dataclass
class Attendance:
    """Counts visits by day up to and including `as_of`; a customer with several receipts on a day came once."""

    as_of: int
    _first: int = 0
    _counts: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _last: tuple[int, int] = NOBODY

    def through(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches of visits, sorted by customer and day, as they come, and count them."""
        for batch in batches:
            self._count(batch)
            yield batch

    def daily(self) -> Ints:
        """Return the visits of each day from the first one to `as_of`, the last."""
        return self._counts

    def _count(self, batch: pa.RecordBatch) -> None:
        """Count the visits of a batch."""
        paid = batch["amount"].to_numpy() > 0
        customer = batch["customer_id"].to_numpy()[paid]
        day = batch["day"].to_numpy(zero_copy_only=False).astype(np.int64)[paid]
        if not len(day):
            return
        customer_before, day_before = self._last
        new = (np.diff(customer, prepend=customer_before) != 0) | (np.diff(day, prepend=day_before) != 0)
        self._last = int(customer[-1]), int(day[-1])
        counted = day[new & (day <= self.as_of)]
        if len(counted):
            self._make_room(int(counted.min()))
            self._counts += np.bincount(counted - self._first, minlength=len(self._counts))

    def _make_room(self, first: int) -> None:
        """Begin at an earlier day, if need be."""
        if not len(self._counts):
            self._first = self.as_of + 1
        more = max(0, self._first - first)
        self._counts = np.concatenate((np.zeros(more, dtype=np.int64), self._counts))
        self._first -= more
