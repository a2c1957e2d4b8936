"""What held before a classification: the stored profiles, or what the changes say they were on an earlier day."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import ColumnElement, Double, literal_column, select
from sqlalchemy.orm import Session

from segmentation.profile import LABELS, Policy
from storage import bulk
from storage.columns import day_number
from storage.rows import PROFILE, PROFILE_SCHEMA
from storage.tables import Profile

NO_NUMBER = -1e300
"""Stands for a missing fraction while rows travel: SQLite's driver takes a column's type from its first rows."""


def stored(connection: Connection, policy: Policy) -> pd.DataFrame:
    """Return of the stored profiles what a policy compares: `since`, labels, and the figures that decide them.

    Returns:
        Indexed by `customer_id`, ascending; columns as stored: days and money as whole numbers, labels categorical,
        fractions NaN where missing.
    """
    schema = _compared(policy)
    columns = ", ".join(_present(name) for name in schema.names)
    batches = bulk.read(connection, f"SELECT {columns} FROM profiles ORDER BY customer_id")  # noqa: S608
    return _frame(pa.Table.from_batches(_encoded(batches, schema), schema))


def of_customers(session: Session, customer_ids: Collection[int], policy: Policy) -> pd.DataFrame:
    """Return the same of some customers; no row for those without a profile."""
    schema = _compared(policy)
    columns: list[ColumnElement[Any]] = [literal_column(_present(name)).label(name) for name in schema.names]
    theirs = select(*columns).select_from(Profile).where(Profile.customer_id.in_(customer_ids))
    found = [dict(row) for row in session.execute(theirs.order_by(Profile.customer_id)).mappings()]
    return _frame(pa.Table.from_pylist(found, schema))


def _compared(policy: Policy) -> pa.Schema:
    """Return the columns of `profiles` that a policy compares with new ones."""
    evidence = {figure for model in policy.models for figures in model.evidence.values() for figure in figures}
    wanted = {"customer_id", "since", *LABELS, *evidence}
    return pa.schema([column for column in PROFILE_SCHEMA if column.name in wanted])


def _frame(table: pa.Table) -> pd.DataFrame:
    """Return rows of `profiles` as a frame indexed by customer."""
    whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas(types_mapper=whole.get, self_destruct=True)
    for name in table.column_names:
        if isinstance(PROFILE[name], Double):
            numbers = frame[name].to_numpy()
            frame[name] = np.where(numbers == NO_NUMBER, np.nan, numbers)
    return frame.set_index("customer_id")


def _present(name: str) -> str:
    """Return the expression for a column, with a number where a fraction is missing."""
    return f"COALESCE({name}, {NO_NUMBER})" if isinstance(PROFILE[name], Double) else name


def _encoded(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Replace the texts of each batch by codes: a million of them fit in memory then."""
    for batch in batches:
        columns = [each.dictionary_encode() if pa.types.is_string(each.type) else each for each in batch]
        pairs = zip(columns, schema, strict=True)
        yield pa.record_batch([each.cast(field.type) for each, field in pairs], schema)


def taken_back(connection: Connection, profiles: pd.DataFrame, *, runs: Collection[int], as_of: date) -> pd.DataFrame:
    """Return the labels that stored profiles had before some runs, which are the last ones.

    Customers whom those runs classified first, after `as_of`, are left out.

    Returns:
        Indexed as `profiles`: `since` and the columns of `LABELS`.
    """
    known = profiles["since"] <= day_number(as_of)
    labels = profiles.loc[known, ["since", *LABELS]].astype(dict.fromkeys(LABELS, object))
    for label, changes in _first_changes(connection, runs).groupby("label"):
        before = changes.set_index("customer_id")["before"]
        labels[label] = before.reindex(labels.index).fillna(labels[label])
    return labels


def _first_changes(connection: Connection, runs: Collection[int]) -> pd.DataFrame:
    """Return what each label of each customer was before the first change by one of `runs`."""
    which = ", ".join(str(run) for run in runs)
    query = f"SELECT customer_id, label, before FROM profile_changes WHERE run_id IN ({which}) ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query)
        changes: pd.DataFrame = cursor.fetch_arrow_table().to_pandas()
    return changes.drop_duplicates(["customer_id", "label"])
