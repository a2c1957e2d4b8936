"""What a workbook knows, its file of rows does not have to guess: which cells are numbers, and which sheet is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import Engine

from storage import importing
from storage.importing import reading
from storage.importing.outcome import Outcome
from storage.importing.parsing.text import text
from tests.storage.importing.files import OPTIONS, stored, visits, with_customers

DAY = date(2024, 1, 2)
HEADER = ("customer", "date", "amount", "id")
Sheet = Sequence[Sequence[object]]


def workbook(folder: Path, sheets: Mapping[str, Sheet]) -> Path:
    """Write a workbook and return where it is."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_numbers_in_cells_are_no_text_in_the_notation_of_others(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    amounts: tuple[object, ...] = (12.345, 7.5, 1234, "12,50", "1.234,50")
    rows = [HEADER, *(("1", DAY, amount, f"R{n}") for n, amount in enumerate(amounts))]
    importing.visits(sqlite_engine, workbook(tmp_path, {"Orders": rows}), OPTIONS)
    assert [amount for *_, amount in visits(sqlite_engine)] == [123_450, 75_000, 12_340_000, 125_000, 12_345_000]


def test_numbers_in_cells_do_not_outvote_what_is_written(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    amounts: tuple[object, ...] = (1.25, 2.25, 3.25, "1,5", "1,234")
    rows = [HEADER, *(("1", DAY, amount, f"R{n}") for n, amount in enumerate(amounts))]
    importing.visits(sqlite_engine, workbook(tmp_path, {"Orders": rows}), OPTIONS)
    assert [amount for *_, amount in visits(sqlite_engine)][3:] == [15_000, 12_340]


def mended(engine: Engine, outcome: Outcome) -> list[int]:
    """Import the rejects of an import, as if nothing had to be mended but the customers; return all amounts."""
    assert outcome.rejects is not None
    importing.visits(engine, outcome.rejects, replace(OPTIONS, create_customers=True))
    return [amount for *_, amount in visits(engine)]


def test_rejected_numbers_are_read_again_as_they_were(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = [HEADER, ("1", DAY, "12,50", "A"), ("9", DAY, 12.345, "B")]
    outcome = importing.visits(sqlite_engine, workbook(tmp_path, {"Orders": rows}), OPTIONS)
    assert mended(sqlite_engine, outcome) == [125_000, 123_450]


def test_rejected_numbers_of_parquet_are_read_again_as_they_were(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    columns = {"customer": ["1", "9"], "date": [DAY] * 2, "amount": [12.345, 12.345], "cost": ["1,5", "1,5"]}
    parquet.write_table(pa.table(columns), tmp_path / "file.parquet")
    assert mended(sqlite_engine, importing.visits(sqlite_engine, tmp_path / "file.parquet", OPTIONS)) == [123_450] * 2


SUMMARY, ORDERS = [("Region", "Orders"), ("North", 1)], [HEADER, ("1", DAY, 5, "A")]
NAMES, NOTES = [("name",), ("Acme",), ("Bolt",)], [("version", "by"), ("1", "Jo")]


@pytest.mark.parametrize(
    "sheets",
    [{"Summary": SUMMARY, "Orders": ORDERS}, {"Customer": [("Customer",), ("Orders of June",)], "Orders": ORDERS}],
)
def test_the_first_sheet_whose_columns_suit_is_read(
    sqlite_engine: Engine, tmp_path: Path, sheets: Mapping[str, Sheet]
) -> None:
    with_customers(sqlite_engine)
    outcome = importing.visits(sqlite_engine, workbook(tmp_path, sheets), OPTIONS)
    assert outcome.understood.kind == "Excel, sheet “Orders”"


def test_a_list_of_names_alone_is_no_cover(sqlite_engine: Engine, tmp_path: Path) -> None:
    importing.customers(sqlite_engine, workbook(tmp_path, {"Customers": NAMES, "Notes": NOTES}), OPTIONS)
    assert stored(sqlite_engine, "SELECT name FROM customers ORDER BY name") == [("Acme",), ("Bolt",)]


def test_the_sheet_that_has_the_columns_mapped_is_read(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Names": NAMES, "Notes": NOTES})
    outcome = importing.customers(sqlite_engine, path, replace(OPTIONS, mapping={"name": "by"}))
    assert outcome.understood.kind == "Excel, sheet “Notes”"


def test_no_row_is_lost_where_a_sheet_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.workbook, "ROWS", 3)
    path = workbook(tmp_path, {"Orders": [HEADER, *(("1", DAY, n, f"R{n}") for n in range(10))]})
    batches = list(reading.read(path, OPTIONS).batches())
    assert [shown for batch in batches for shown in text(batch.columns["id"]).to_pylist()] == [
        f"R{n}" for n in range(10)
    ]
    assert [line for batch in batches for line in batch.lines.to_pylist()] == list(range(2, 12))
