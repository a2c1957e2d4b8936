"""Comparing staged entries with the customers known: which arrive, which change, which are as they were."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from collections.abc import Collection

from adbc_driver_manager.dbapi import Connection
from duckdb.sqltypes import VARCHAR

from storage import bulk
from storage.importing.database import number as database_number
from storage.importing.database import quoted
from storage.importing.entries import DAYS, PLAIN
from storage.importing.staging import Stage, fill, number, numbers
from storage.importing.totals import is_total
from storage.names import folded

COLUMNS = ("name", "owner_id", "owner_in_file_id", "status", *PLAIN, *DAYS)

NO_DAY = -(10**7)
"""Stands for a missing day while rows travel: SQLite's driver takes a column's type from its first rows."""

ALIASED = """
INSERT INTO aliased
SELECT line, list(text) AS aliases, list_sort(list(key)) AS keys FROM (
    SELECT line, key, min(text) AS text FROM (
        SELECT line, text, folded(text) AS key FROM (
            SELECT line, trim(unnest(regexp_split_to_array(alias, '[;；|、\n]'))) AS text FROM staged
        )
    ) WHERE key <> '' GROUP BY line, key
) GROUP BY line
"""
"""The aliases that an entry lists in one column, no two of them alike."""

TOTALS = f"FROM staged WHERE {is_total('source_id')} AND source_id NOT IN (SELECT source_id FROM known)"

BY_NUMBER = """
UPDATE staged SET source_id = known.source_id FROM known
WHERE regexp_full_match(known.source_id, '[0-9]+') AND staged.source_id = known.source_id || '.0'
AND staged.source_id NOT IN (SELECT source_id FROM known)
"""
"""Programs write whole numbers as 7.0 in a column where some are missing."""

DROP_REPEATED = """
DELETE FROM staged WHERE line IN (SELECT line FROM (
    SELECT line, row_number() OVER (PARTITION BY source_id ORDER BY line DESC) AS age FROM staged
) WHERE age > 1)
"""
KNOWN = """
CREATE TABLE known (id BIGINT, source_id VARCHAR, name VARCHAR, owner_id BIGINT,
    owner_in_file_id BIGINT, status VARCHAR, region VARCHAR,
    city VARCHAR, country VARCHAR, industry VARCHAR, email VARCHAR, phone VARCHAR, birthday INTEGER,
    anniversary INTEGER, attributes VARCHAR)
"""
READ = """
SELECT c.id, s.source_id, c.name, c.owner_id, c.owner_in_file_id, c.status, {plain},
    CAST(c.attributes AS TEXT) AS attributes
FROM customer_sources AS s JOIN customers AS c ON c.id = s.customer_id WHERE s.source = {source}
"""
KNOWN_ALIASES = "SELECT customer_id, key FROM customer_names WHERE kind = 'alias'"
MERGED = """
CREATE TABLE merged AS
SELECT line, known.attributes AS before,
    json_merge_patch(coalesce(known.attributes, '{{}}')::JSON, {attributes}) AS attributes
FROM staged LEFT JOIN known USING (source_id)
"""
MATCHED = """
CREATE TABLE matched AS
SELECT coalesce(known.id, $highest + row_number() OVER (PARTITION BY known.id IS NULL ORDER BY staged.line)) AS id,
    known.id IS NULL AS arrives, staged.source_id, {aliases} AS aliases, {columns}, merged.attributes,
    known.id IS NOT NULL AND ({aliases_differ} OR {columns_differ} OR {members_differ}) AS changes
FROM staged JOIN merged USING (line) LEFT JOIN known USING (source_id) LEFT JOIN owners USING (owner)
LEFT JOIN aliased USING (line)
LEFT JOIN (
    SELECT customer_id, list_sort(list(key)) AS keys FROM known_aliases GROUP BY customer_id
) AS called ON called.customer_id = known.id
"""
OWNER = """CASE WHEN owners.is_ambiguous THEN known.owner_id
    WHEN known.id IS NULL OR owners.owner_id IS DISTINCT FROM known.owner_in_file_id THEN owners.owner_id
    ELSE known.owner_id END"""
OWNER_IN_FILE = "CASE WHEN owners.is_ambiguous THEN known.owner_in_file_id ELSE owners.owner_id END"
MEMBERS = """list_sort(map_entries(from_json({document}::JSON, '"MAP(VARCHAR, JSON)"')))"""


def know(connection: Connection, stage: Stage, source: str) -> None:
    """Fill the table `known` with the customers of a source, by whose ids entries go; reject lines of totals."""
    stage.execute(KNOWN)
    missing = dict.fromkeys(PLAIN, "''") | dict.fromkeys(DAYS, str(NO_DAY))
    plain = ", ".join(f"coalesce(c.{field}, {nothing}) AS {field}" for field, nothing in missing.items())
    fill(stage, "known", bulk.read(connection, READ.format(plain=plain, source=quoted(source))))
    emptied = ", ".join(f"{field} = nullif({field}, {nothing})" for field, nothing in missing.items())
    stage.execute(f"UPDATE known SET {emptied}")
    stage.execute(f"INSERT INTO rejected SELECT line, 'a line of totals, no customer', source_id {TOTALS}")
    stage.execute(f"DELETE {TOTALS}")
    stage.execute(BY_NUMBER)


def drop_repeated(stage: Stage) -> int:
    """Keep the last of several entries with the same id; return how many were dropped."""
    return number(stage, DROP_REPEATED)


def compare(connection: Connection, stage: Stage, *, given: Collection[str], attributes: str) -> tuple[int, int, int]:
    """Fill the table `matched` with each customer as it shall be, whether it `arrives`, and whether it `changes`.

    Args:
        given: the fields that the file has; the others keep what is known.
        attributes: the SQL of an entry's JSON object, in which null takes a member away.

    Returns:
        how many customers are new, changed, and unchanged.
    """
    fresh = {column: _fresh(column, given) for column in COLUMNS}
    stage.execute("CREATE TABLE known_aliases (customer_id BIGINT, key VARCHAR)")
    stage.execute("CREATE TABLE aliased (line BIGINT, aliases VARCHAR[], keys VARCHAR[])")
    if renamed := "alias" in given:
        fill(stage, "known_aliases", bulk.read(connection, KNOWN_ALIASES))
        stage.create_function("folded", folded, [VARCHAR], VARCHAR)
        stage.execute(ALIASED)
    stage.execute(MERGED.format(attributes=attributes))
    before, after = (MEMBERS.format(document=f"merged.{document}") for document in ("before", "attributes"))
    statement = MATCHED.format(
        columns=", ".join(f"{value} AS {column}" for column, value in fresh.items()),
        columns_differ=" OR ".join(f"known.{column} IS DISTINCT FROM {value}" for column, value in fresh.items()),
        aliases="coalesce(aliased.aliases, [])" if renamed else "NULL::VARCHAR[]",
        aliases_differ="coalesce(called.keys, []) <> coalesce(aliased.keys, [])" if renamed else "false",
        members_differ=f"{before} <> {after}",
    )
    stage.execute(statement, {"highest": database_number(connection, "SELECT max(id) AS n FROM customers")})
    total, new, updated = numbers(stage, "SELECT count(*), count_if(arrives), count_if(changes) FROM matched")
    return new, updated, total - new - updated


def _fresh(column: str, given: Collection[str]) -> str:
    """Return the SQL of what a column shall hold: what the file says, else what is known, else the usual.

    A field that the file leaves empty is emptied, but for name and status, which everybody has. The owner changes only
    where the file tells another one than the last file did: accounts may have changed hands in chat since.
    """
    if column == "name":
        return "coalesce(staged.name, known.name, staged.source_id)"
    if column == "status":
        return "coalesce(staged.status, known.status, 'open')"
    if column == "owner_id":
        return OWNER if "owner" in given else "known.owner_id"
    if column == "owner_in_file_id":
        return OWNER_IN_FILE if "owner" in given else "known.owner_in_file_id"
    return f"staged.{column}" if column in given else f"known.{column}"
