"""Reading and writing alerts with the same statements through a session, for one customer, and in bulk, for all.

Either way the transaction is the caller's, who holds the writers' lock.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import JSON, Delete, Engine, Insert, Select, String, Table, Update, insert
from sqlalchemy.orm import Session

from segmentation.money import shown
from storage import bulk, runs
from storage.columns import Day, Instant, Money, from_day_number
from storage.rows import arrow_type
from storage.tables import Table as Mapped

Columns = Mapping[str, Sequence[Any]]
"""Rows by column; days and money as the numbers they are stored as."""

AT_ONCE = 10_000
"""Ids that are named in one statement."""


class Store(Protocol):
    """A transaction in which alerts are read and written."""

    def rows(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        """Return what a query gives: whole numbers and texts, none of them null."""

    def execute(self, statement: Insert | Update | Delete) -> None:
        """Do what a statement says."""

    def append(self, table: type[Mapped], columns: Columns) -> None:
        """Add rows to a table."""


@dataclass(frozen=True)
class InSession:
    """The transaction of a session."""

    session: Session

    def rows(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        """Return what a query gives."""
        found = self.session.execute(query)
        return pd.DataFrame(found.all(), columns=list(found.keys()))

    def execute(self, statement: Insert | Update | Delete) -> None:
        """Do what a statement says; objects in the session are brought up to date."""
        self.session.execute(statement, execution_options={"synchronize_session": "fetch"})

    def append(self, table: type[Mapped], columns: Columns) -> None:
        """Add rows to a table."""
        stored = cast(Table, table.__table__)
        typed = [[_typed(stored, name, value) for value in values] for name, values in columns.items()]
        if rows := [dict(zip(columns, row, strict=True)) for row in zip(*typed, strict=True)]:
            self.session.execute(insert(stored), rows)


@dataclass(frozen=True)
class InBulk:
    """The transaction of a bulk connection."""

    engine: Engine
    connection: Connection

    def rows(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        """Return what a query gives."""
        batches = list(bulk.read(self.connection, runs.written_out(self.engine, query)))
        if not batches:
            return pd.DataFrame({column.name: [] for column in query.selected_columns})
        found: pd.DataFrame = pa.Table.from_batches(batches).to_pandas()
        return found

    def execute(self, statement: Insert | Update | Delete) -> None:
        """Do what a statement says."""
        bulk.execute(self.connection, runs.written_out(self.engine, statement))

    def append(self, table: type[Mapped], columns: Columns) -> None:
        """Add rows to a table."""
        if not len(next(iter(columns.values()))):
            return
        stored = cast(Table, table.__table__)
        sqlite = bulk.is_sqlite(self.connection)
        arrays = {name: _array(stored, name, values, sqlite=sqlite) for name, values in columns.items()}
        bulk.append(self.connection, stored.name, pa.table(arrays))


def pieces(ids: Iterable[int]) -> Iterable[list[int]]:
    """Return ids in lists short enough for one statement."""
    listed = [int(each) for each in ids]
    return [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]


def _typed(table: Table, name: str, value: Any) -> Any:
    """Return a value as a session takes it."""
    kind = table.columns[name].type
    if value is None:
        return None
    return from_day_number(value) if isinstance(kind, Day) else shown(value) if isinstance(kind, Money) else value


def _array(table: Table, name: str, values: Sequence[Any], *, sqlite: bool) -> pa.Array:
    """Return a column as it travels in bulk; moments as text into SQLite, which has no type for them."""
    kind = table.columns[name].type
    if isinstance(kind, JSON):
        return pa.ExtensionArray.from_storage(
            pa.json_(), pa.array([json.dumps(value) for value in values], pa.string())
        )
    if isinstance(kind, Instant):
        return pa.array(map(_as_text, values), pa.string()) if sqlite else pa.array(values, pa.timestamp("us", "UTC"))
    return pa.array(values, pa.string() if isinstance(kind, String) else arrow_type(kind), from_pandas=True)


def _as_text(moment: datetime) -> str:
    """Return a moment as SQLite keeps it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
