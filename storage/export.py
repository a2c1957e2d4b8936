"""Every customer's profile as a file for other programs: CSV or Parquet, one row per customer, written in batches."""

import os
from errno import EIO
from pathlib import Path
from typing import Any

import duckdb
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Double, Engine, String
from sqlalchemy.types import TypeEngine

from segmentation.money import SCALE
from storage import bulk
from storage.columns import Day, Money
from storage.history import NO_NUMBER
from storage.rows import PROFILE
from storage.tables import Customer

FIRST = (
    *("source_id", "name", "owner", "status", "first_visit", "last_visit", "days_since_last_visit"),
    *("visits_30d", "visits_90d", "visits_365d", "visits_total"),
    *("spend_30d", "spend_90d", "spend_365d", "spend_total", "average_spend", "cadence_days"),
    *("abc", "rfm_r", "rfm_f", "rfm_m", "rfm_segment", "tier", "value_365d"),
    *("activity_month", "activity_30d", "activity_cadence", "activity", "lifecycle"),
)

ELSEWHERE = {"id", "name", "owner_id", "owner_in_file_id", "status", "attributes"}
"""Columns that an export has under another name, in another place, in another form, or not at all."""

CUSTOMER: dict[str, TypeEngine[Any]] = {
    column.name: column.type for column in Customer.__table__.columns if column.name not in ELSEWHERE
}
"""What else is known of a customer, and its types."""

COLUMNS = (*FIRST, *(name for name in PROFILE if name not in {*FIRST, *ELSEWHERE}), "outlook", *CUSTOMER, "attributes")
"""The columns of an export, in order; `docs/export.md` explains each."""

SOURCES: dict[str, str] = {
    "source_id": "(SELECT s.source_id FROM customer_sources s WHERE s.customer_id = customers.id "
    "ORDER BY s.source <> 'main', s.source, s.source_id LIMIT 1)",
    "name": "customers.name",
    "owner": "people.name",
    "status": "customers.status",
    "customer_id": "customers.id",
    "outlook": "CASE WHEN profiles.drop_risk IS NOT NULL THEN 'enough history' "
    "WHEN profiles.customer_id IS NOT NULL THEN 'too little history' END",
    **{name: f"customers.{name}" for name in CUSTOMER},
    "attributes": "NULLIF(CAST(customers.attributes AS TEXT), '{}')",
}
"""Where the columns come from that are not the profile's."""

MEMORY = "512MB"
"""What writing a file may take."""


def profiles(engine: Engine, path: Path) -> None:
    """Write all profiles to `path`, which appears only when complete; its suffix says the format (see `writes`).

    Raises:
        OSError: no file can be made there, or not all of it.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.touch()
        with bulk.connect(engine) as connection, duckdb.connect(config={"memory_limit": MEMORY}) as duck:
            _write(connection, duck, unfinished, parquet=path.suffix.lower() == ".parquet")
        unfinished.replace(path)
    except duckdb.IOException:
        raise OSError(EIO, "the disk is full, or does not take it") from None
    finally:
        unfinished.unlink(missing_ok=True)


def writes(path: Path) -> bool:
    """Say whether the suffix of `path` names a format that can be written."""
    return path.suffix.lower() in {".csv", ".parquet"}


def _write(connection: Connection, duck: duckdb.DuckDBPyConnection, path: Path, *, parquet: bool) -> None:
    """Stream the rows from the database into the file."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        rows = duck.from_arrow(cursor.fetch_record_batch())
        shown = rows.project(", ".join(_shown(name, exact=not parquet) for name in COLUMNS))
        if parquet:
            shown.to_parquet(str(path), compression="zstd")
        else:
            shown.to_csv(str(path), header=True)


def _query() -> str:
    """Return the query for every customer, classified or not, in order of their ids."""
    columns = ", ".join(f"{_present(name)} AS {name}" for name in COLUMNS)
    return (
        f"SELECT {columns} FROM customers LEFT JOIN profiles ON profiles.customer_id = customers.id "  # noqa: S608
        "LEFT JOIN people ON people.id = customers.owner_id ORDER BY customers.id"
    )


def _present(name: str) -> str:
    """Return the expression for a column, with something that keeps its type where it is missing."""
    source, kind = SOURCES.get(name, f"profiles.{name}"), _type(name)
    if isinstance(kind, String):
        return f"COALESCE({source}, '')"
    return f"COALESCE({source}, {NO_NUMBER})" if isinstance(kind, Double) else source


def _shown(name: str, *, exact: bool) -> str:
    """Return DuckDB's expression for a column as other programs read it: money in units, days as dates."""
    match _type(name):
        case String():
            shown = f"NULLIF({name}, '')"
        case Double():
            shown = f"NULLIF({name}, {NO_NUMBER}::DOUBLE)"
        case Day():
            shown = f"DATE '1970-01-01' + {name}::INTEGER"
        case Money():
            shown = f"{name}::DECIMAL(19, 0) * 0.0001::DECIMAL(4, 4)" if exact else f"{name} / {SCALE}"
        case _:
            shown = name
    return f"{shown} AS {name}"


def _type(name: str) -> TypeEngine[Any]:
    """Return a column's type; what is neither the profile's nor the customer's is text."""
    return PROFILE.get(name) or CUSTOMER.get(name) or String()
