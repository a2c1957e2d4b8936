"""Comparing staged receipts with the visits known: which are new, which changed or moved, which are as they were."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from collections.abc import Collection

from adbc_driver_manager.dbapi import Connection

from storage import bulk
from storage.importing.database import quoted, scratch
from storage.importing.staging import Stage, fill, number, numbers, stream

OPTIONAL = {
    "source_id": "VARCHAR",
    "cost": "BIGINT",
    "margin": "BIGINT",
    "discount": "BIGINT",
    "channel": "VARCHAR",
}
FIELDS = ("amount", "cost", "margin", "discount", "channel")
MANY = 200_000
"""From so many receipts on, reading all visits of the source is faster than looking each up."""

REPEATED = """
CREATE TABLE repeated AS
SELECT hash(source_id) AS id FROM staged WHERE source_id IS NOT NULL GROUP BY hash(source_id) HAVING count(*) > 1
"""
SHARING = "FROM staged WHERE hash(source_id) IN (FROM repeated)"

REFUNDS = f"CREATE TABLE refunds AS SELECT line, source_id {SHARING} AND amount < 0"
RENAMED = "CREATE TABLE renamed (line BIGINT, source_id VARCHAR)"
OF_SALES = """
INSERT INTO renamed
SELECT line, source_id || ' refund ' || row_number() OVER (PARTITION BY source_id ORDER BY line) AS source_id
FROM refunds WHERE source_id IN (SELECT source_id FROM refunds JOIN staged USING (source_id) WHERE amount > 0)
"""
"""Refunds that bear the id of a sale in the file, its order number, and ids of their own for them."""

DROP_REPEATED = f"""
DELETE FROM staged WHERE line IN (SELECT line FROM (
    SELECT line, row_number() OVER (PARTITION BY source_id ORDER BY line DESC) AS age
    {SHARING} AND line NOT IN (SELECT line FROM renamed)
) WHERE age > 1)
"""
RECEIPTS = """
CREATE VIEW receipts AS
SELECT customer_id, day, source_id, false AS derived, amount, cost, margin, discount, channel
FROM completed JOIN placed USING (customer) WHERE source_id IS NOT NULL
UNION ALL
SELECT customer_id, day,
    ' ' || amount || 'x' || row_number() OVER (PARTITION BY customer_id, day, amount ORDER BY line) AS source_id,
    true AS derived, amount, cost, margin, discount, channel
FROM completed JOIN placed USING (customer) WHERE source_id IS NULL
"""
"""The id of a receipt without one begins with a space, which ids in files never do: they are trimmed."""

KNOWN = """
CREATE TABLE known (customer_id BIGINT, day INTEGER, source_id VARCHAR, derived BOOLEAN,
    amount BIGINT, cost BIGINT, margin BIGINT, discount BIGINT, channel VARCHAR)
"""
READ = "v.customer_id, v.day, v.source_id, v.derived, v.amount, v.cost, v.margin, v.discount, coalesce(v.channel, '')"
SAME = """
known.source_id = receipts.source_id AND known.derived = receipts.derived
AND (CASE WHEN known.derived THEN known.customer_id ELSE 0 END)
  = (CASE WHEN receipts.derived THEN receipts.customer_id ELSE 0 END)
AND (CASE WHEN known.derived THEN known.day ELSE 0 END) = (CASE WHEN receipts.derived THEN receipts.day ELSE 0 END)
"""


def reversed_by_id(stage: Stage) -> int:
    """Return how many receipts over zero are replaced by some below; `compare` comes first."""
    return number(
        stage, f"SELECT count(*) FROM receipts JOIN known ON {SAME} WHERE receipts.amount < 0 AND known.amount > 0"
    )


def tell_apart(stage: Stage) -> int:
    """Keep the last of several receipts with the same id; return how many were dropped.

    Refunds that bear the id of a sale in the file, its order number, get ids of their own, and stay.
    """
    stage.execute(RENAMED)
    stage.execute(REPEATED)
    if not number(stage, "SELECT count(*) FROM repeated"):
        return 0
    stage.execute(REFUNDS)
    stage.execute(OF_SALES)
    return number(stage, DROP_REPEATED)


def compare(connection: Connection, stage: Stage, source: str, given: Collection[str]) -> tuple[int, int, int]:
    """Fill the table `differing` with the receipts to write and where their old selves lie.

    Args:
        given: the fields that the file has; the others keep what is known.

    Returns:
        how many receipts are new, changed, and unchanged.
    """
    fields = ", ".join(field if field in given else f"NULL::{kind} AS {field}" for field, kind in OPTIONAL.items())
    stage.execute(
        f"CREATE VIEW completed AS SELECT line, customer, day, amount, {fields} FROM {_identified(stage, given)}"
    )
    stage.execute(RECEIPTS)
    stage.execute(KNOWN)
    total = number(stage, "SELECT count(*) FROM staged")
    if _any(connection, source):
        _read_known(connection, stage, source, total)
    if not number(stage, "SELECT count(*) FROM known"):
        known_of = ", ".join(field for field in FIELDS if field in given)
        nowhere = "NULL::BIGINT AS old_customer_id, NULL::INTEGER AS old_day"
        stage.execute(
            f"CREATE VIEW differing AS SELECT customer_id, day, source_id, derived, {known_of}, {nowhere} FROM receipts"
        )
        return total, 0, 0
    merged = {field: f"{'receipts' if field in given else 'known'}.{field}" for field in FIELDS}
    kept = ", ".join(f"CASE WHEN known.day IS NULL THEN receipts.{f} ELSE {of} END AS {f}" for f, of in merged.items())
    changed = " OR ".join(f"known.{f} IS DISTINCT FROM {merged[f]}" for f in FIELDS if f in given)
    stage.execute(
        "CREATE TABLE differing AS "
        f"SELECT receipts.customer_id, receipts.day, receipts.source_id, receipts.derived, {kept}, "
        "known.customer_id AS old_customer_id, known.day AS old_day "
        f"FROM receipts LEFT JOIN known ON {SAME} WHERE known.day IS NULL OR {changed} "
        "OR known.customer_id <> receipts.customer_id OR known.day <> receipts.day"
    )
    new, updated = numbers(stage, "SELECT count_if(old_day IS NULL), count_if(old_day IS NOT NULL) FROM differing")
    return new, updated, total - new - updated


def _identified(stage: Stage, given: Collection[str]) -> str:
    """Return the SQL of the staged receipts, refunds with ids of their own."""
    if "source_id" not in given or not number(stage, "SELECT count(*) FROM renamed"):
        return "staged"
    renamed = "coalesce(renamed.source_id, staged.source_id) AS source_id"
    return f"(SELECT staged.* REPLACE ({renamed}) FROM staged LEFT JOIN renamed USING (line))"


def _any(connection: Connection, source: str) -> bool:
    """Say whether visits of the source are known."""
    some = f"SELECT 1 AS one FROM visits WHERE source = {quoted(source)} LIMIT 1"
    return any(len(batch) for batch in bulk.read(connection, some))


def _read_known(connection: Connection, stage: Stage, source: str, total: int) -> None:
    """Bring the visits that the receipts may concern into the table `known`."""
    of_source = f"v.source = {quoted(source)}"
    if total >= MANY:
        fill(stage, "known", bulk.read(connection, f"SELECT {READ} FROM visits AS v WHERE {of_source}"))
    else:
        scratch(connection, "sought", stream(stage, "SELECT customer_id, day, source_id, derived FROM receipts"))
        by_id = "v.source_id = s.source_id AND NOT v.derived AND NOT s.derived"
        by_place = (
            "v.customer_id = s.customer_id AND v.day = s.day AND v.source_id = s.source_id AND v.derived AND s.derived"
        )
        for alike in (by_id, by_place):
            found = f"SELECT {READ} FROM sought AS s CROSS JOIN visits AS v WHERE {of_source} AND {alike}"
            fill(stage, "known", bulk.read(connection, found))
    stage.execute("UPDATE known SET channel = NULL WHERE channel = ''")
