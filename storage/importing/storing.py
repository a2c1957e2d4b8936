"""Storing compared receipts: old selves of changed ones out, new and changed ones in, in the order of the table."""

from typing import cast

from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Table

from storage import bulk
from storage.importing.database import counted, loading, quoted, scratch
from storage.importing.outcome import Progress
from storage.importing.staging import Stage, stream
from storage.tables import Visit

VISITS = cast(Table, Visit.__table__)
MANY = 50_000
"""Below so many new rows, indexes are kept up row by row."""

ROWS = """
SELECT * EXCLUDE (old_customer_id, old_day), {source} AS source FROM differing ORDER BY customer_id, day
"""
MOVED = "SELECT old_customer_id AS customer_id, old_day AS day, source_id FROM differing WHERE old_day IS NOT NULL"
TAKE_OUT = """
DELETE FROM visits WHERE source = {source}
AND (customer_id, day, source_id) IN (SELECT customer_id, day, source_id FROM moved)
"""


def store(connection: Connection, stage: Stage, source: str, *, new: int, updated: int, progress: Progress) -> None:
    """Write the receipts that differ; where they outnumber what is there, indexes are built afterwards."""
    if updated:
        scratch(connection, "moved", stream(stage, MOVED))
        bulk.execute(connection, TAKE_OUT.format(source=quoted(source)))
    if not new + updated:
        return
    rows = counted(stream(stage, ROWS.format(source=quoted(source))), new + updated, "Writing", progress)
    with loading(connection, VISITS, new, many=MANY):
        bulk.append(connection, "visits", rows)
        progress("Indexing", 1.0)
