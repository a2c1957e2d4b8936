"""Columns are recognised by their usual names, or mapped; a field that is needed and not found is asked for."""

import pytest

from storage.importing import Unreadable
from storage.importing.columns import CUSTOMERS, PEOPLE, VISITS, Fields, fold, recognise

NEEDED = [("customer",), ("date",), ("amount",)]


@pytest.mark.parametrize(
    "columns",
    [
        ("customer_id", "date", "amount"),
        ("Customer ID", "Order Date", "Total Amount"),
        ("CustomerNo", "InvoiceDate", "Net Sales"),
        ("客户编号", "消费日期", "消费金额"),
        ("会员号", "交易时间", "实收金额"),
        ("客戶編號", "訂單日期", "總金額"),
        ("會員號", "時間", "銷售額"),
        ("ＣＵＳＴＯＭＥＲ", "Date", "Amount"),
    ],
)
def test_usual_names_are_recognised_in_english_and_chinese(columns: tuple[str, ...]) -> None:
    assert tuple(column for (column,) in recognise(columns, VISITS, {}, needed=NEEDED).fields.values()) == columns


def test_an_id_is_preferred_to_a_name_and_the_name_is_left_over() -> None:
    taken = recognise(("customer_name", "customer_id", "date", "amount"), VISITS, {}, needed=NEEDED)
    assert taken.fields["customer"] == ("customer_id",)
    assert taken.rest == ("customer_name",)


def test_a_mapping_wins_and_may_join_columns() -> None:
    taken = recognise(("First", "Last", "id"), PEOPLE, {"name": "First+last"}, needed=[("source_id",)])
    assert taken.fields == {"source_id": ("id",), "name": ("First", "Last")}


def test_a_field_mapped_to_nothing_is_left_out() -> None:
    assert recognise(("id", "name", "city"), CUSTOMERS, {"city": ""}, needed=[]).rest == ("city",)


def test_a_currency_in_brackets_hides_no_column() -> None:
    taken = recognise(("客户", "日期", "金额（元）", "Tax (EUR)"), VISITS, {}, needed=())
    assert taken.fields["amount"] == ("金额（元）",)
    assert taken.rest == ("Tax (EUR)",)


def test_what_is_missing_is_asked_for() -> None:
    with pytest.raises(Unreadable, match="--map amount=COLUMN; the file has customer_id, date, x"):
        recognise(("customer_id", "date", "x"), VISITS, {}, needed=NEEDED)


@pytest.mark.parametrize(
    ("mapping", "words"), [({"amuont": "a"}, "no field “amuont”"), ({"amount": "b"}, "no column “b”")]
)
def test_a_mapping_to_what_does_not_exist_is_refused(mapping: dict[str, str], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        recognise(("a",), VISITS, mapping, needed=[])


@pytest.mark.parametrize("fields", [VISITS, CUSTOMERS, PEOPLE])
def test_usual_names_are_written_as_they_are_compared(fields: Fields) -> None:
    names = [name for names in fields.values() for name in names.split()]
    assert names == [fold(name) for name in names]
