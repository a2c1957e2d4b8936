"""An export is one row per customer, exact, complete, and documented."""

import csv
import json
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from segmentation.profile import Policy
from storage import export, profiles
from storage.tables import Customer, CustomerSource, Person, Visit
from tests.databases import on_sqlite

WANTED = (
    "source_id,name,owner,status,first_visit,last_visit,days_since_last_visit,visits_30d,visits_90d,visits_365d,"
    "visits_total,spend_30d,spend_90d,spend_365d,spend_total,average_spend,cadence_days,abc,rfm_r,rfm_f,rfm_m,"
    "rfm_segment,tier,value_365d,activity_month,activity_30d,activity_cadence,activity,lifecycle"
)
KNOWN = {"region": "West", "city": "Köln", "country": "DE", "industry": "Toys", "email": "a@b.de", "phone": "+49 1"}
OUTLOOK = ("drop_risk", "p_alive", "expected_visits_90d", "expected_spend_365d", "outlook")
DAYS = ("birthday", "anniversary")
ATTRIBUTES = {"aliases": ["Größe, klein"], "Size": "12", "note": 'say "no"\nor yes'}
NOW = datetime(2024, 4, 1, 5, tzinfo=UTC)


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Four customers: a regular, one closed, one who never came, one who is new since the classification."""
    with Session(engine) as session, session.begin():
        session.add(Person(id=1, source="main", source_id="p", name="Ada, the Owner"))
        session.flush()
        session.add_all(
            [
                Customer(id=1, name='=1+1 "Größe"\nLtd', owner_id=1, **KNOWN, attributes=ATTRIBUTES),
                Customer(id=2, name="Closed", status="closed"),
                Customer(id=3, name="Never"),
                CustomerSource(source="crm", source_id="1", customer_id=1),
                CustomerSource(source="main", source_id="0042", customer_id=1),
                CustomerSource(source="crm", source_id="2", customer_id=2),
                _visit(1, date(2024, 3, 1), "0.1000"),
                _visit(1, date(2024, 3, 4), "80450596.9875"),
                _visit(2, date(2023, 1, 1), "-5"),
            ]
        )
    profiles.classify(engine, as_of=date(2024, 3, 31), policy=Policy(), now=lambda: NOW)
    with Session(engine) as session, session.begin():
        session.add(Customer(id=4, name="New"))
    return engine


def _visit(customer: int, day: date, amount: str) -> Visit:
    """Return a receipt."""
    return Visit(
        customer_id=customer,
        day=day,
        source="main",
        source_id=f"{customer}-{day}",
        derived=False,
        amount=Decimal(amount),
    )


def _rows(file: Path) -> dict[str, dict[str, str]]:
    """Read a CSV file by customer."""
    with file.open(newline="", encoding="utf-8") as text:
        return {row["customer_id"]: row for row in csv.DictReader(text)}


def test_a_customer_is_a_row_of_the_agreed_columns_that_says_exactly_what_is_stored(
    business: Engine, tmp_path: Path
) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    header = (tmp_path / "profiles.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith(WANTED + ",customer_id,")
    assert header.endswith(",".join(("", *OUTLOOK, *KNOWN, *DAYS, "attributes")))

    rows = _rows(tmp_path / "profiles.csv")
    known, closed, never, new = rows["1"], rows["2"], rows["3"], rows["4"]
    told = (known["source_id"], known["name"], known["owner"], known["status"])
    assert told == ("0042", '=1+1 "Größe"\nLtd', "Ada, the Owner", "open")
    assert (known["spend_total"], known["average_spend"]) == ("80450597.0875", "40225298.5438")
    days = (known["first_visit"], known["last_visit"], known["days_since_last_visit"])
    assert days == ("2024-03-01", "2024-03-04", "27")
    assert (known["cadence_days"], known["tier"], known["as_of"]) == ("3.0", "MVC", "2024-03-31")
    assert {name: known[name] for name in KNOWN} == KNOWN
    assert json.loads(known["attributes"]) == ATTRIBUTES

    told = (closed["status"], closed["source_id"], closed["spend_total"], closed["lifecycle"])
    assert told == ("closed", "2", "-5.0000", "prospect")
    assert {closed[name] for name in (*KNOWN, "attributes")} == {""}
    assert {never[name] for name in ("source_id", "last_visit", "cadence_days", "trend")} == {""}
    assert {name for name, value in new.items() if value} == {"name", "status", "customer_id"}


def test_parquet_has_the_same_with_types(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.parquet")
    export.profiles(business, tmp_path / "profiles.csv")
    table, rows = pq.read_table(tmp_path / "profiles.parquet"), _rows(tmp_path / "profiles.csv")
    assert tuple(table.column_names) == export.COLUMNS
    assert table.schema.field("last_visit").type == pa.date32()
    assert table.schema.field("spend_total").type == pa.float64()
    for row in table.to_pylist():
        for name, value in rows[str(row["customer_id"])].items():
            _assert_same(row[name], value)


def _assert_same(typed: object, text: str) -> None:
    """Hold a value from Parquet against the text of CSV."""
    if typed is None:
        assert text == ""
    elif isinstance(typed, float) and len(text.partition(".")[2]) == 4:
        assert Decimal(repr(typed)) == Decimal(text)
    else:
        assert str(typed) == text


def test_every_column_is_documented() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    described = [line.split("`")[1] for line in manual.splitlines() if line.startswith("| `")]
    assert tuple(described) == export.COLUMNS


@on_sqlite
def test_a_failed_export_leaves_the_old_file_and_nothing_else(business: Engine, tmp_path: Path) -> None:
    file = tmp_path / "profiles.csv"
    file.write_text("old")
    _rename(business, "profiles", "gone")
    with pytest.raises(Exception, match="profiles"):
        export.profiles(business, file)
    _rename(business, "gone", "profiles")
    assert [(each.name, each.read_text()) for each in tmp_path.glob("*profiles*")] == [("profiles.csv", "old")]


@on_sqlite
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("name", ["profiles.csv", "profiles.parquet"])
def test_a_full_disk_is_told_as_such(business: Engine, tmp_path: Path, name: str) -> None:
    for unfinished in (f".{name}.{os.getpid()}", f"tmp_.{name}.{os.getpid()}"):  # DuckDB begins with one of its own
        (tmp_path / unfinished).symlink_to("/dev/full")
    with pytest.raises(OSError, match="the disk is full"):
        export.profiles(business, tmp_path / name)
    assert not (tmp_path / name).exists()


def _rename(engine: Engine, table: str, name: str) -> None:
    """Give a table another name."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")
