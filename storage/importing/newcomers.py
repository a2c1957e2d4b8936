"""Newcomers: customers that a visits file speaks of and nobody knows yet, created when the user asks for it."""

# ruff: noqa: S608 - only names of our own columns and quoted literals are put into SQL

from adbc_driver_manager.dbapi import Connection

from storage.importing import keeping
from storage.importing.database import number
from storage.importing.entries import DAYS, PLAIN
from storage.importing.outcome import Options, Progress
from storage.importing.staging import Stage

MATCHED = f"""
CREATE TABLE matched AS
SELECT $highest + row_number() OVER (ORDER BY customer) AS id, true AS arrives, false AS changes, customer AS source_id,
    customer AS name, NULL::VARCHAR[] AS aliases, NULL::BIGINT AS owner_id, NULL::BIGINT AS owner_in_file_id,
    'open' AS status,
    {", ".join(f"NULL::VARCHAR AS {field}" for field in PLAIN)},
    {", ".join(f"NULL::INTEGER AS {field}" for field in DAYS)}, '{{}}' AS attributes
FROM placed WHERE customer_id IS NULL
"""
PLACE = "UPDATE placed SET customer_id = matched.id FROM matched WHERE matched.source_id = placed.customer"


def create(connection: Connection, stage: Stage, options: Options, progress: Progress) -> None:
    """Create the customers that are not placed, under what the file calls them; a dry run only places them."""
    stage.execute(MATCHED, {"highest": number(connection, "SELECT max(id) AS n FROM customers")})
    stage.execute(PLACE)
    if not options.dry_run:
        keeping.keep(connection, stage, options.source, progress)
