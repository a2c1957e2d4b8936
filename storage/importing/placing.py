"""Placing staged receipts: the customer each speaks of, by id in its source, by an id that only one has, by name."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from adbc_driver_manager.dbapi import Connection

from storage import bulk
from storage.importing.staging import Stage, fill, number
from storage.importing.totals import is_total

BY_ID = """
CREATE TABLE placed AS
SELECT source_id AS customer,
    coalesce(any_value(customer_id) FILTER (source = $source), min(customer_id)) AS customer_id
FROM known_ids GROUP BY source_id HAVING bool_or(source = $source) OR min(customer_id) = max(customer_id)
"""
OTHERS = """
INSERT INTO placed SELECT DISTINCT customer, NULL FROM staged ANTI JOIN placed USING (customer)
"""
BY_NUMBER = """
UPDATE placed SET customer_id = whole.customer_id FROM (
    SELECT customer || '.0' AS customer, customer_id FROM placed
    WHERE customer_id IS NOT NULL AND regexp_full_match(customer, '[0-9]+')
) AS whole WHERE placed.customer_id IS NULL AND placed.customer = whole.customer
"""
"""Programs write whole numbers as 7.0 in a column where some are missing."""

BY_NAME = """
UPDATE placed SET customer_id = known.customer_id
FROM (SELECT name, min(id) AS customer_id FROM known_names GROUP BY name HAVING count(*) = 1) AS known
WHERE placed.customer_id IS NULL AND known.name = placed.customer
"""
UNPLACED = "SELECT DISTINCT customer FROM placed WHERE customer_id IS NULL"
TOTAL = f"CREATE TABLE totals AS SELECT customer FROM placed WHERE customer_id IS NULL AND {is_total('customer')}"


def place(connection: Connection, stage: Stage, source: str) -> int:
    """Fill the table `placed` (customer as written, customer_id or null); return how many are not known."""
    stage.execute("CREATE TABLE known_ids (source VARCHAR, source_id VARCHAR, customer_id BIGINT)")
    fill(stage, "known_ids", bulk.read(connection, "SELECT source, source_id, customer_id FROM customer_sources"))
    stage.execute(BY_ID, {"source": source})
    stage.execute(OTHERS)
    if not _unplaced(stage):
        return 0
    stage.execute(BY_NUMBER)
    stage.execute("CREATE TABLE known_names (id BIGINT, name VARCHAR)")
    fill(stage, "known_names", bulk.read(connection, "SELECT id, name FROM customers"))
    stage.execute(BY_NAME)
    stage.execute(TOTAL)
    _reject(stage, "totals", "a line of totals, no visit")
    stage.execute("DELETE FROM placed WHERE customer IN (FROM totals)")
    return _unplaced(stage)


def reject_unplaced(stage: Stage) -> None:
    """Reject the receipts of customers that are not known."""
    _reject(stage, f"({UNPLACED})", "unknown customer")


def _reject(stage: Stage, nobody: str, reason: str) -> None:
    """Reject the receipts of some customers."""
    theirs = f"FROM staged WHERE customer IN (FROM {nobody})"
    stage.execute(f"INSERT INTO rejected SELECT line, $reason, customer {theirs}", {"reason": reason})
    stage.execute(f"DELETE {theirs}")


def _unplaced(stage: Stage) -> int:
    """Return how many customers are not known."""
    return number(stage, f"SELECT count(*) FROM ({UNPLACED})")
