"""Visits arrive the same from everywhere: sorted, whole, and with equal figures."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks import peers
from benchmarks.business import Business, load
from segmentation import figures
from storage import bulk, visits

BUSINESS = Business(customers=150, visits=2_000, today=date(2024, 3, 31), days=900)
AS_OF = date(2024, 2, 29)


def expected() -> pa.Table:
    """Return the visits of the business, sorted."""
    table = pa.Table.from_batches(BUSINESS.visit_batches()).select(visits.COLUMNS.split(", "))
    return table.sort_by([("customer_id", "ascending"), ("day", "ascending")])


def by_day(table: pa.Table) -> pd.DataFrame:
    """Return visits in an order that does not depend on how receipts of one day lie."""
    frame: pd.DataFrame = table.to_pandas().astype("float64")
    return frame.sort_values(list(frame.columns)).reset_index(drop=True)


def test_a_database_gives_every_visit_by_customer_and_day(engine: Engine) -> None:
    load(BUSINESS, engine)
    with bulk.connect(engine) as connection:
        table = pa.Table.from_batches(visits.batches(connection))
    assert_frame_equal(by_day(table), by_day(expected()))
    order = np.array([table["customer_id"], table["day"]])
    assert (np.lexsort(order[::-1]) == np.arange(len(table))).all()


def test_unknown_margins_stay_unknown_however_many_come_first(engine: Engine) -> None:
    count = int(bulk.SQLITE_READING["adbc.sqlite.query.batch_rows"]) + 5_000
    unknown = pa.table(
        {
            "customer_id": np.arange(count) // 10 + 1,
            "day": pa.array(np.arange(count) % 10, pa.int32()),
            "source": ["main"] * count,
            "source_id": [str(number) for number in range(count)],
            "derived": [True] * count,
            "amount": np.ones(count, dtype=np.int64),
            "margin": pa.array([None] * (count - 1) + [7], pa.int64()),
        }
    )
    with bulk.connect(engine, write=True) as connection:
        bulk.append(connection, "visits", unknown)
    with bulk.connect(engine) as connection:
        margin = pa.Table.from_batches(visits.batches(connection))["margin"]
    assert (margin.null_count, margin[-1].as_py()) == (count - 1, 7)


def test_a_parquet_file_in_any_order_gives_the_same_visits(tmp_path: Path) -> None:
    shuffled = expected().take(np.random.default_rng(1).permutation(len(expected())))
    pq.write_table(shuffled, tmp_path / "visits.parquet")
    table = pa.Table.from_batches(visits.from_parquet(tmp_path / "visits.parquet"))
    assert_frame_equal(by_day(table), by_day(expected()))


def test_figures_are_equal_from_a_database_a_file_and_one_customer_at_a_time(engine: Engine, tmp_path: Path) -> None:
    load(BUSINESS, engine)
    pq.write_table(expected(), tmp_path / "visits.parquet", row_group_size=97)
    from_file = figures.of_batches(visits.from_parquet(tmp_path / "visits.parquet"), as_of=AS_OF)
    with bulk.connect(engine) as connection:
        from_database = figures.of_batches(visits.batches(connection), as_of=AS_OF)
    with Session(engine) as session:
        ids = from_file.index.to_list()
        from_session = figures.of_batches(visits.of_customers(session, ids), as_of=AS_OF)
        each = [figures.of_batches(visits.of_customers(session, [one]), as_of=AS_OF) for one in ids]
    assert len(from_file) > 50
    assert_frame_equal(from_database, from_file)
    assert_frame_equal(from_session, from_file)
    assert_frame_equal(pd.concat(each), from_file)


@pytest.mark.parametrize("rows", [1, 7, 100, 10_000])
def test_figures_do_not_depend_on_how_batches_are_cut(rows: int) -> None:
    whole = figures.of_batches(expected().to_batches(), as_of=AS_OF)
    assert_frame_equal(figures.of_batches(expected().to_batches(max_chunksize=rows), as_of=AS_OF), whole)


@pytest.mark.parametrize("peer", peers.PEERS)
def test_figures_are_what_other_engines_compute_from_the_same_visits(tmp_path: Path, peer: str) -> None:
    if peer == "polars":
        pytest.importorskip("polars", reason="Polars comes with `make bench`")
    pq.write_table(expected(), tmp_path / "visits.parquet")
    ours = figures.of_batches(visits.from_parquet(tmp_path / "visits.parquet"), as_of=AS_OF)
    theirs = peers.PEERS[peer](tmp_path / "visits.parquet", AS_OF).set_index("customer_id").sort_index()
    ours = ours.loc[theirs.index, list(theirs.columns)].astype("float64")
    assert len(ours) > 50
    counted = [name for name in theirs.columns if name.startswith(("visits_", "spend_"))]
    assert_frame_equal(ours, theirs.astype("float64").fillna(dict.fromkeys(counted, 0)))


def test_a_customer_without_visits_has_none(engine: Engine) -> None:
    with Session(engine) as session:
        assert list(visits.of_customers(session, [5])) == []
