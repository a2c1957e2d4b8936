"""Putting on the record that an import changed the owners of customers who were known, in the import's transaction."""

from datetime import datetime

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine, insert, select, update

from storage import audit, bulk, runs
from storage.alerts.store import pieces
from storage.chain import BEGINNING
from storage.importing.staging import Stage
from storage.tables import AuditHead, Customer

IMPORTED = "accounts.imported"
PLACE = "import"

DIFFERENT = """
SELECT DISTINCT matched.id, known.owner_id FROM matched JOIN known USING (id)
WHERE matched.changes AND matched.owner_id IS DISTINCT FROM known.owner_id ORDER BY matched.id
"""

FIRST = f"INSERT INTO audit_head (id, last_id, hash) VALUES (1, 0, '{BEGINNING}') ON CONFLICT DO NOTHING"  # noqa: S608
"""Begin the record, unless it has begun."""

Owners = dict[int, int | None]


def owners_before(stage: Stage) -> Owners:
    """Return the customers whose owners an import changes, with the owners they have had."""
    return dict(stage.execute(DIFFERENT).fetchall())


def record(engine: Engine, connection: Connection, before: Owners, *, run_id: int, now: datetime) -> None:
    """Put the owners whom customers had, and those they have now, on the record, as the last thing an import writes."""
    if not before:
        return
    number, previous = _held(engine, connection)
    row = audit.entry(
        number,
        previous,
        action=IMPORTED,
        subject=f"import:{run_id}",
        before=before,
        after=_owners(engine, connection, before),
        person_id=None,
        at=now,
        place=PLACE,
    )
    bulk.execute(connection, runs.written_out(engine, insert(audit.ENTRIES).values(row)))
    subjects = [row["subject"], *row["about"]]
    bulk.append(connection, "audit_subjects", pa.table({"subject": subjects, "audit_id": [number] * len(subjects)}))
    bulk.execute(connection, runs.written_out(engine, update(AuditHead).values(hash=row["hash"])))


def _owners(engine: Engine, connection: Connection, customer_ids: Owners) -> Owners:
    """Return the owners that some customers have now."""
    queries = (select(Customer.id, Customer.owner_id).where(Customer.id.in_(some)) for some in pieces(customer_ids))
    read = (batch for query in queries for batch in bulk.read(connection, runs.written_out(engine, query)))
    return {row["id"]: row["owner_id"] for batch in read for row in batch.to_pylist()}


def _held(engine: Engine, connection: Connection) -> tuple[int, str]:
    """Return the number of the next row and the hash of the last; nobody else gets one before the transaction ends."""
    bulk.execute(connection, FIRST)
    hold = update(AuditHead).values(last_id=AuditHead.last_id + 1).returning(AuditHead.last_id, AuditHead.hash)
    (held,) = (row for batch in bulk.read(connection, runs.written_out(engine, hold)) for row in batch.to_pylist())
    return int(held["last_id"]), str(held["hash"])
