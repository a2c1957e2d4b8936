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


def test_columns_come_in_the_agreed_order_and_then_the_rest(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    header = (tmp_path / "profiles.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith(WANTED + ",customer_id,")
    assert header.endswith(",".join(("", *OUTLOOK, *KNOWN, *DAYS, "attributes")))


def test_a_row_says_exactly_what_is_stored(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    row = _rows(tmp_path / "profiles.csv")["1"]
    assert (row["source_id"], row["name"], row["owner"], row["status"]) == (
        "0042",
        '=1+1 "Größe"\nLtd',
        "Ada, the Owner",
        "open",
    )
    assert (row["spend_total"], row["average_spend"]) == ("80450597.0875", "40225298.5438")
    assert (row["first_visit"], row["last_visit"], row["days_since_last_visit"]) == ("2024-03-01", "2024-03-04", "27")
    assert (row["cadence_days"], row["tier"], row["as_of"]) == ("3.0", "MVC", "2024-03-31")


def test_whatever_else_is_known_of_a_customer_is_in_it(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    rows = _rows(tmp_path / "profiles.csv")
    assert {name: rows["1"][name] for name in KNOWN} == KNOWN
    assert json.loads(rows["1"]["attributes"]) == ATTRIBUTES
    assert {rows["2"][name] for name in (*KNOWN, "attributes")} == {""}


def test_closed_customers_are_in_it_and_say_so(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    row = _rows(tmp_path / "profiles.csv")["2"]
    assert (row["status"], row["source_id"], row["spend_total"], row["lifecycle"]) == (
        "closed",
        "2",
        "-5.0000",
        "prospect",
    )


def test_what_is_missing_is_empty(business: Engine, tmp_path: Path) -> None:
    export.profiles(business, tmp_path / "profiles.csv")
    rows = _rows(tmp_path / "profiles.csv")
    assert {name for name, value in rows["4"].items() if value} == {"name", "status", "customer_id"}
    assert (rows["3"]["source_id"], rows["3"]["last_visit"], rows["3"]["cadence_days"], rows["3"]["trend"]) == ("",) * 4


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


def test_a_failed_export_leaves_the_old_file_and_nothing_else(business: Engine, tmp_path: Path) -> None:
    file = tmp_path / "profiles.csv"
    file.write_text("old")
    _rename(business, "profiles", "gone")
    with pytest.raises(Exception, match="profiles"):
        export.profiles(business, file)
    _rename(business, "gone", "profiles")
    assert [(each.name, each.read_text()) for each in tmp_path.glob("*profiles*")] == [("profiles.csv", "old")]


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
