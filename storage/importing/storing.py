"""Storing compared receipts: old selves of changed ones out, new and changed ones in, in the order of the table."""

from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine, Index

from storage import bulk
from storage.importing.database import counted, create, drop, number, quoted, scratch
from storage.importing.outcome import Progress
from storage.importing.staging import Stage, stream
from storage.tables import Visit

MANY = 50_000
"""Below so many new rows, indexes are kept up row by row."""

ROWS = """
SELECT customer_id, day, {source} AS source, source_id, derived, amount, cost, margin, discount, channel
FROM differing ORDER BY customer_id, day, source_id
"""
MOVED = "SELECT old_customer_id AS customer_id, old_day AS day, source_id FROM differing WHERE old_day IS NOT NULL"
TAKE_OUT = """
DELETE FROM visits WHERE source = {source}
AND (customer_id, day, source_id) IN (SELECT customer_id, day, source_id FROM moved)
"""


def store(
    engine: Engine, connection: Connection, stage: Stage, source: str, *, new: int, updated: int, progress: Progress
) -> None:
    """Write the receipts that differ; where they outnumber what is there, indexes are built afterwards."""
    if updated:
        scratch(connection, "moved", stream(stage, MOVED))
        bulk.execute(connection, TAKE_OUT.format(source=quoted(source)))
    if not new + updated:
        return
    rebuild = new > MANY and new > number(connection, "SELECT count(*) AS n FROM visits")
    indexes: list[Index] = sorted(Visit.__table__.indexes, key=lambda index: str(index.name)) if rebuild else []  # type: ignore[attr-defined]
    for index in indexes:
        drop(engine, connection, index)
    rows = stream(stage, ROWS.format(source=quoted(source)))
    bulk.append(connection, "visits", counted(rows, new + updated, "Writing", progress))
    for index in indexes:
        progress("Indexing", 0.0)
        create(engine, connection, index)
    progress("Writing", 1.0)
