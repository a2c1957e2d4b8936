"""What is appended in bulk lies in the database as it was given, however it was cut on the way."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import Engine, text

from storage import bulk

ROWS = 5_000

GIVEN = pa.table(
    {
        "customer_id": np.arange(ROWS),
        "day": pa.array(np.arange(ROWS) % 300, pa.int32()),
        "source": ["main"] * ROWS,
        "source_id": [str(number) * (number % 9 + 1) for number in range(ROWS)],
        "derived": [number % 3 == 0 for number in range(ROWS)],
        "amount": np.arange(ROWS) - 100,
        "cost": pa.array([None if number % 7 else number for number in range(ROWS)], pa.int64()),
    }
)


@pytest.mark.parametrize("offered", [pa.Table.combine_chunks, pa.Table.to_reader], ids=["table", "reader"])
def test_every_row_arrives_as_it_was_given(
    engine: Engine, offered: Callable[[pa.Table], pa.Table | pa.RecordBatchReader]
) -> None:
    with bulk.connect(engine, write=True) as connection:
        assert bulk.append(connection, "visits", offered(GIVEN)) == ROWS
    columns = ", ".join([*GIVEN.column_names, "margin", "channel"])
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM visits ORDER BY customer_id"))
        rows = [(*given.values(), None, None) for given in GIVEN.to_pylist()]
        assert [tuple(row) for row in found] == rows
