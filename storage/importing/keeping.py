"""Keeping compared customers: arrivals in, changed ones brought up to date, and the names by which they are found."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from typing import cast

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Table

from storage import bulk
from storage.ahead import ahead
from storage.importing import storing
from storage.importing.database import advance, as_json, counted, loading, quoted, scratch
from storage.importing.outcome import Progress
from storage.importing.staging import Stage, fill, number, stream
from storage.importing.upserting import COLUMNS
from storage.names import search_rows
from storage.tables import Customer, CustomerName, CustomerSource

CUSTOMERS, SOURCES, WORDS = (cast(Table, table.__table__) for table in (Customer, CustomerSource, CustomerName))
NAMED_AT_ONCE = 1 << 14

LISTED = ", ".join(COLUMNS)
NAMES = pa.schema({"key": pa.string(), "customer_id": pa.int64(), "kind": pa.string(), "text": pa.string()})
CALLED = """
SELECT m.id, m.name,
    coalesce(m.aliases, a.aliases, []) AS aliases,
    list_distinct(coalesce(s.ids, []) || [m.source_id]) AS ids
FROM matched AS m
LEFT JOIN (
    SELECT customer_id, list(text) AS aliases FROM known_words WHERE kind = 'alias' GROUP BY customer_id
) AS a ON a.customer_id = m.id
LEFT JOIN (
    SELECT customer_id, list(text) AS ids FROM known_words WHERE kind = 'id' GROUP BY customer_id
) AS s ON s.customer_id = m.id
WHERE m.arrives OR m.changes
"""


def keep(connection: Connection, stage: Stage, source: str, progress: Progress) -> None:
    """Write the customers of the table `matched` that arrive or change, with ids and names."""
    _update(connection, stage)
    _insert(connection, stage, source)
    _name(connection, stage, progress)


def _insert(connection: Connection, stage: Stage, source: str) -> None:
    """Write the customers that arrive, and the ids by which the source knows them."""
    arriving = f"SELECT id, {LISTED}, attributes::VARCHAR AS attributes FROM matched WHERE arrives ORDER BY id"
    scratch(connection, "arriving", stream(stage, arriving))
    total, document = number(stage, "SELECT count(*) FROM matched WHERE arrives"), as_json(connection, "attributes")
    fresh = f"INSERT INTO customers (id, {LISTED}, attributes) SELECT id, {LISTED}, {document} FROM arriving"
    with loading(connection, CUSTOMERS, total, many=storing.MANY):
        bulk.execute(connection, fresh)
    columns = f"{quoted(source)} AS source, source_id, id AS customer_id"
    ids = f"SELECT {columns} FROM matched WHERE arrives ORDER BY source_id"
    with loading(connection, SOURCES, total, many=storing.MANY):
        bulk.append(connection, "customer_sources", stream(stage, ids))
    advance(connection, "customers")


def _update(connection: Connection, stage: Stage) -> None:
    """Bring the customers that change up to date."""
    changing = f"SELECT id, {LISTED}, attributes::VARCHAR AS attributes FROM matched WHERE changes ORDER BY id"
    scratch(connection, "changing", stream(stage, changing))
    fresh = ", ".join(f"{column} = changing.{column}" for column in COLUMNS)
    document = as_json(connection, "changing.attributes")
    update = f"UPDATE customers SET {fresh}, attributes = {document} FROM changing"
    bulk.execute(connection, f"{update} WHERE customers.id = changing.id")


def _name(connection: Connection, stage: Stage, progress: Progress) -> None:
    """Write the ways to call the customers that arrive or change; ids known before stay, and aliases not told anew."""
    stage.execute("CREATE TABLE known_words (customer_id BIGINT, kind VARCHAR, text VARCHAR)")
    told = "SELECT n.customer_id, n.kind, n.text FROM customer_names AS n JOIN changing AS c ON c.id = n.customer_id"
    fill(stage, "known_words", bulk.read(connection, f"{told} WHERE n.kind IN ('alias', 'id')"))
    bulk.execute(connection, "DELETE FROM customer_names WHERE customer_id IN (SELECT id FROM changing)")
    stage.execute("CREATE TABLE called (key VARCHAR, customer_id BIGINT, kind VARCHAR, text VARCHAR)")
    total = number(stage, "SELECT count(*) FROM matched WHERE arrives OR changes")
    customers = counted(stage.cursor().sql(CALLED).to_arrow_reader(NAMED_AT_ONCE), total, "Naming", progress)
    fill(stage, "called", ahead(map(_called, customers)))
    words = number(stage, "SELECT count(*) FROM called")
    rows = stream(stage, "SELECT key, customer_id, kind, text FROM called ORDER BY key, customer_id, kind")
    with loading(connection, WORDS, words, many=storing.MANY):
        bulk.append(connection, "customer_names", rows)


def _called(customers: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows of `customer_names` for customers with `id`, `name`, `aliases` and `ids`."""
    columns = (customers[column].to_pylist() for column in ("id", "name", "aliases", "ids"))
    rows = [
        (key, customer, str(kind), text)
        for customer, name, aliases, ids in zip(*columns, strict=True)
        for kind, text, key in search_rows(name, aliases, ids)
    ]
    listed = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.RecordBatch.from_arrays(
        [pa.array(values, kind) for values, kind in zip(listed, NAMES.types, strict=True)], schema=NAMES
    )
