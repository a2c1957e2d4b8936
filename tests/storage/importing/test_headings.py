"""Headings over two rows are read together; titles and rows are not taken for headings."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from storage.importing import Unreadable, reading
from storage.importing.reading.headings import heading
from tests.storage.importing.files import OPTIONS, imported, visits, with_customers, written

MERGED = "customer,date,amount,\n,,net,gross\n1,2024-01-02,5,6\n2,2024-01-03,7,8\n"


def test_headings_below_those_of_several_columns_complete_them(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    outcome = imported(sqlite_engine, tmp_path, MERGED)
    assert outcome.understood.columns["amount"] == "amount net"
    assert outcome.rejected == 0
    assert [amount for *_, amount in visits(sqlite_engine)] == [50_000, 70_000]


def test_lines_are_counted_below_both_rows_of_headings(tmp_path: Path) -> None:
    content = 'Sales of June\n\ncustomer,date,"amount\nin EUR",\n,,net,gross\n1,2024-01-02,5,6\nshort\n'
    rows = reading.read(written(tmp_path, content), OPTIONS)
    batches = list(rows.batches())
    assert rows.columns == ("customer", "date", "amount\nin EUR net", "amount\nin EUR gross")
    assert [line for batch in batches for line in batch.lines.to_pylist()] == [6]
    assert [one.line for batch in batches for one in batch.broken] == [7]


def test_merged_cells_of_a_workbook_are_headings_over_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("客户", "日期", "金额", None), (None, None, "含税", "不含税"), ("1", "2024-01-02", 5, 6)):
        sheet.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    rows = reading.read(tmp_path / "a.xlsx", OPTIONS)
    assert rows.columns == ("客户", "日期", "金额 含税", "金额 不含税")
    assert [batch.lines.to_pylist() for batch in rows.batches()] == [[3]]


def test_what_is_not_understood_of_two_rows_is_refused_with_both(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "customer,date,2023,\n,,first,second\n1,2024-01-02,5,6\n"
    with pytest.raises(Unreadable, match="the file has customer, date, 2023 first, 2023 second"):
        imported(sqlite_engine, tmp_path, content)


def test_a_heading_that_spans_both_rows_is_found_above() -> None:
    rows = [["Customer", "Order", "", "", "Amount", ""], ["", "No", "Date", "Qty", "Net", "Gross"], ["A"] * 6]
    assert heading(rows, 1) == (["Customer", "No", "Date", "Qty", "Net", "Gross"], 1)


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["name", "city", ""], ["Acme", "Rome", "note"]], 0),
        ([["name", "city", ""], ["", "", "note"]], 0),
        ([["", "date", "amount"], ["Acme", "", ""]], 0),
        ([["customer", "amount", ""], ["", "5", "6"]], 0),
        ([["customer", "date", "amount"], ["", "", "", "stray"]], 0),
        ([["Customers of June", "", ""], ["", "date", "amount"], ["1", "2", "3"]], 1),
        ([["Store", "Main Street", "", ""], ["", "Store", "date", "amount"], ["1", "2", "3", "4"]], 1),
    ],
)
def test_titles_and_rows_are_no_headings(rows: list[list[str]], place: int) -> None:
    assert heading(rows, place) == (rows[place], 1)
