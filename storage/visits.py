"""Visits as figures read them: sorted by customer and day, in batches, wherever they lie."""

from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import Visit

COLUMNS = "customer_id, day, amount, margin, cost"

PARQUET_MEMORY = "512MB"
"""What sorting a Parquet file may take before it spills to disk."""

PARQUET_ROWS = 250_000


def batches(connection: Connection, customer_ids: Collection[int] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the visits of all customers of a database, or of some.

    Returns:
        Batches with `customer_id`, `day` (days since 1970-01-01), `amount`, `margin`, `cost` (ten-thousandths, the
        last two null where unknown), all integers, sorted by customer and day; cut anywhere.
    """
    theirs = "" if customer_ids is None else f"WHERE customer_id IN ({', '.join(map(str, customer_ids))})"
    yield from bulk.read(connection, f"SELECT {COLUMNS} FROM visits {theirs} ORDER BY customer_id, day")  # noqa: S608


def from_parquet(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield all visits of a Parquet file as `batches` does; the file has the same columns, in any order of rows."""
    with duckdb.connect(config={"memory_limit": PARQUET_MEMORY}) as connection:
        rows = connection.read_parquet(str(path)).project(COLUMNS).order("customer_id, day")
        yield from rows.to_arrow_reader(PARQUET_ROWS)


def of_customers(session: Session, customer_ids: Collection[int]) -> Iterator[pa.RecordBatch]:
    """Yield the visits of some customers as `batches` does."""
    names = COLUMNS.split(", ")
    columns = [type_coerce(getattr(Visit, name), BigInteger) for name in names]
    theirs = select(*columns).where(Visit.customer_id.in_(customer_ids)).order_by(Visit.customer_id, Visit.day)
    if rows := session.execute(theirs).all():
        yield pa.record_batch([pa.array(values, pa.int64()) for values in zip(*rows, strict=True)], names)
