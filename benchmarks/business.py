"""Made-up businesses of any size, the same for the same arguments: customers and their visits as Arrow batches."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import Engine

from segmentation.money import SCALE
from storage import bulk
from storage.columns import day_number

Columns = Callable[[npt.NDArray[np.int64]], Mapping[str, pa.Array]]
"""From the ids of some customers to further columns of them."""

CHUNK = 100_000
"""Customers made at a time."""

SILENT = 0.2
"""Share of customers who never visited."""


@dataclass(frozen=True)
class Business:
    """A business with `customers` customers and about `visits` receipts on the `days` days that end with `today`."""

    customers: int
    visits: int
    today: date = date(2026, 6, 30)
    days: int = 1_096
    seed: int = 7

    def customer_batches(self) -> Iterator[pa.RecordBatch]:
        """Yield rows of `customers`; one in fifty is closed."""
        for first in range(0, self.customers, CHUNK):
            ids = np.arange(first, min(first + CHUNK, self.customers)) + 1
            yield pa.record_batch(
                {
                    "id": ids,
                    "name": [f"Customer {number:07}" for number in ids],
                    "status": np.where(ids % 50 == 0, "closed", "open"),
                    "attributes": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"] * len(ids))),
                }
            )

    def visit_batches(self) -> Iterator[pa.RecordBatch]:
        """Yield rows of `visits`, sorted by customer and day."""
        for first in range(0, self.customers, CHUNK):
            yield self._visits(first, min(CHUNK, self.customers - first))

    def _visits(self, first: int, customers: int) -> pa.RecordBatch:
        """Return the receipts of some customers: few come often, one in thirty is a refund, every second has costs.

        Some came before the first day, some stay beyond the last: on every day as many come as on any other.
        """
        random = np.random.default_rng([self.seed, first])
        stay = self.days * random.beta(4, 1, customers)
        begin = random.uniform(-stay, self.days)
        since = np.maximum(begin, 0)
        span = np.minimum(begin + stay, self.days) - since
        weight = span * random.pareto(1.6, customers) * (random.random(customers) >= SILENT)
        share = customers / self.customers
        count = random.poisson(weight / max(weight.sum(), 1e-9) * self.visits * share)
        customer = np.repeat(np.arange(customers), count)
        day = (since[customer] + random.random(len(customer)) * span[customer]).astype(np.int64)
        day = np.minimum(day, self.days - 1)
        order = np.argsort(customer * self.days + day)
        customer, day = customer[order], day[order]
        amount = (random.lognormal(5, 1, len(customer)) * 100).astype(np.int64) * (SCALE // 100)
        refund = random.random(len(customer)) < 1 / 30
        margin = (amount * random.uniform(0.1, 0.5, len(customer))).astype(np.int64)
        known = customer % 2 == 0
        return pa.record_batch(
            {
                "customer_id": customer + first + 1,
                "day": (day + day_number(self.today) - self.days + 1).astype(np.int32),
                "source": pa.array(["main"] * len(customer)).dictionary_encode(),
                "source_id": [f"{first}-{number}" for number in range(len(customer))],
                "derived": np.zeros(len(customer), dtype=bool),
                "amount": np.where(refund, -amount // 2, amount),
                "margin": pa.array(np.where(refund, -margin // 2, margin), mask=~known),
                "cost": pa.array(np.full(len(customer), 3 * SCALE), mask=~known),
            }
        )


def load(business: Business, engine: Engine, known: Columns = lambda _: {}) -> None:
    """Fill the empty, migrated database of `engine`; more may be `known` of customers than the business tells."""
    with bulk.connect(engine, write=True) as connection:
        for batch in business.customer_batches():
            rows = pa.Table.from_batches([batch])
            for name, values in known(batch["id"].to_numpy()).items():
                rows = rows.append_column(name, values)
            bulk.append(connection, "customers", rows)
        for batch in business.visit_batches():
            bulk.append(connection, "visits", pa.Table.from_batches([batch]))
    if engine.dialect.name == "postgresql":
        with bulk.connect(engine) as connection:
            bulk.execute(connection, "ANALYZE visits")
