"""Profiles and their changes as rows of their tables, exactly typed: PostgreSQL's COPY takes nothing else."""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import BigInteger, Double, Integer, String
from sqlalchemy.types import TypeEngine

from segmentation.visits import Ints
from storage.columns import Day, Money, day_number
from storage.tables import Profile

PROFILE: dict[str, TypeEngine[Any]] = {column.name: column.type for column in Profile.__table__.columns}
"""The columns of `profiles` and their types."""


def arrow_type(kind: TypeEngine[Any]) -> pa.DataType:
    """Return how a column travels in bulk: days and money as the numbers they are stored as, texts as codes."""
    match kind:
        case String():
            return pa.dictionary(pa.int32(), pa.string())
        case Double():
            return pa.float64()
        case Money() | BigInteger():
            return pa.int64()
        case Day() | Integer():
            return pa.int32()
    raise TypeError(f"no Arrow type for {kind!r}")


PROFILE_SCHEMA = pa.schema({name: arrow_type(kind) for name, kind in PROFILE.items()})

CHANGE_SCHEMA = pa.schema(
    {
        "customer_id": pa.int64(),
        "run_id": pa.int64(),
        "as_of": pa.int32(),
        "label": pa.string(),
        "before": pa.string(),
        "after": pa.string(),
        "reason": pa.json_(),
    }
)
"""The columns of `profile_changes`; the database numbers the rows."""


def of_profiles(after: pd.DataFrame, *, since: Ints, as_of: Ints, owners: Collection[int | None]) -> pa.RecordBatch:
    """Return rows of `profiles` from figures, labels and outlook side by side, each as of a day, and whose they are."""
    beside = {"customer_id": after.index, "as_of": as_of, "since": since, "owner_id": owners}
    columns = (beside[name] if name in beside else after[name] for name in PROFILE)
    arrays = [_array(column, kind) for column, kind in zip(columns, PROFILE_SCHEMA.types, strict=True)]
    return pa.record_batch(arrays, PROFILE_SCHEMA)


def of_changes(changes: pd.DataFrame, *, run_id: int, as_of: Ints) -> pa.RecordBatch:
    """Return rows of `profile_changes` from what `profile.changes` found, each as of a day."""
    columns = {"run_id": [run_id] * len(changes), "as_of": as_of, **changes}
    return pa.record_batch([_array(columns[field.name], field.type) for field in CHANGE_SCHEMA], CHANGE_SCHEMA)


def since(known: pd.DataFrame, customers: pd.Index, as_of: date) -> Ints:
    """Return the day of each customer's first classification, which may be this one."""
    day, then = day_number(as_of), known.index.get_indexer(customers)
    days = np.append(known["since"].to_numpy(dtype=np.int64), day)
    return np.asarray(np.minimum(days[then], day))


def _array(values: object, kind: pa.DataType) -> pa.Array:
    """Return a column as Arrow, null where a value is missing."""
    if isinstance(kind, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(kind, _array(values, kind.storage_type))
    array = pa.array(values, from_pandas=True)
    return (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).cast(kind)
