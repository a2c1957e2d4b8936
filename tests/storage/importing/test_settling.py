"""Of an amount that was cancelled nothing is left; what was taken back or refunded is below zero, or missing."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.storage.importing.files import imported, stored, visits, with_customers


def amounts(engine: Engine) -> list[int]:
    """Return the amounts of all visits in whole units, in the order of their ids."""
    return [amount // 10_000 for (amount,) in stored(engine, "SELECT amount FROM visits ORDER BY source_id")]


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        ("Cancelled", "yes", "no"),
        ("is_canceled", "TRUE", "FALSE"),
        ("Cancelled at", "2024-01-05 10:00:00 -0500", ""),
        ("voided", "1", "0"),
        ("是否作废", "是", "否"),
        ("取消时间", "2024-01-05", "-"),
    ],
)
def test_an_order_that_is_cancelled_counts_for_nothing(
    sqlite_engine: Engine, tmp_path: Path, column: str, yes: str, no: str
) -> None:
    with_customers(sqlite_engine)
    rows = f"1,2024-01-02,5,A,{no}\n1,2024-01-03,6,B,{yes}\n1,2024-01-04,-7,C,{yes}\n"
    outcome = imported(sqlite_engine, tmp_path, f"customer,date,amount,id,{column}\n{rows}")
    assert amounts(sqlite_engine) == [5, 0, -7]
    assert "2 rows count for nothing" in " ".join(outcome.notes)


@pytest.mark.parametrize(
    ("stage", "day", "won", "others"),
    [
        ("Deal Stage", "Close Date", ("Closed Won", "6 - closedwon"), ("Negotiation", "Closed Lost", "")),
        ("商机阶段", "成交日期", ("赢单", "已成交"), ("方案报价", "输单", "未成交")),
    ],
)
def test_of_deals_only_those_that_are_won_count(
    sqlite_engine: Engine, tmp_path: Path, stage: str, day: str, won: tuple[str, ...], others: tuple[str, ...]
) -> None:
    with_customers(sqlite_engine)
    rows = "".join(f"1,2024-01-02,5,{number},{one}\n" for number, one in enumerate((*won, *others)))
    outcome = imported(sqlite_engine, tmp_path, f"customer,{day},amount,id,{stage}\n{rows}")
    assert amounts(sqlite_engine) == [5, 5, 0, 0, 0]
    assert "3 rows count for nothing" in " ".join(outcome.notes)


def test_the_stage_of_an_order_is_none_of_a_deal(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, "customer,order date,amount,stage\n1,2024-01-02,5,Shipped\n")
    assert amounts(sqlite_engine) == [5]


@pytest.mark.parametrize(
    ("column", "sale", "back"),
    [
        ("Type", "Sales invoice", "Sales credit note"),
        ("Transaction type", "Invoice", "Credit Memo"),
        ("单据类型", "销售出库单", "销售退货单"),
        ("红蓝标识", "蓝字", "红字"),
    ],
)
def test_returns_and_credit_notes_among_sales_are_below_zero(
    sqlite_engine: Engine, tmp_path: Path, column: str, sale: str, back: str
) -> None:
    with_customers(sqlite_engine)
    rows = f"1,2024-01-02,5,3,A,{sale}\n1,2024-01-03,2,1,B,{back}\n1,2024-01-04,-1,-1,C,{back}\n"
    imported(sqlite_engine, tmp_path, f"customer,date,amount,margin,id,{column}\n{rows}")
    assert amounts(sqlite_engine) == [5, -2, -1]
    assert stored(sqlite_engine, "SELECT sum(margin) FROM visits") == [(10_000,)]


@pytest.mark.parametrize("column", ["Amount Refunded", "Partial Refunds", "退款金额"])
def test_what_was_refunded_of_an_order_does_not_count(sqlite_engine: Engine, tmp_path: Path, column: str) -> None:
    with_customers(sqlite_engine)
    rows = "1,2024-01-02,9,A,,paid\n1,2024-01-02,9,B,4,paid\n1,2024-01-02,9,C,-4,paid\n1,2024-01-02,9,D,--,paid\n"
    rows += "1,2024-01-02,9,E,10,refunded\n1,2024-01-02,-3,F,3,paid\n"
    outcome = imported(sqlite_engine, tmp_path, f"customer,date,amount,id,{column},status\n{rows}")
    assert outcome.rejected == 0
    assert amounts(sqlite_engine) == [9, 5, 5, 9, 0, -3]


def test_a_day_on_which_nothing_has_happened_is_no_cancellation(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    never = ["0000-00-00 00:00:00", "0001-01-01", "1900-01-01 00:00:00", "1970-01-01T00:00:00Z", "2024-01-05"]
    rows = "".join(f"1,2024-01-02,5,{number},{day}\n" for number, day in enumerate(never))
    imported(sqlite_engine, tmp_path, f"customer,date,amount,id,cancelled at\n{rows}")
    assert amounts(sqlite_engine) == [5, 5, 5, 5, 0]


def test_the_margin_of_what_was_refunded_is_gone_too_and_taxes_are_not_lost(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    with_customers(sqlite_engine)
    rows = "1,2024-01-02,8,4,A,2\n1,2024-01-02,8,4,B,9.52\n1,2024-01-02,8,4,C,\n1,2024-01-02,0,4,D,1\n"
    imported(sqlite_engine, tmp_path, f"customer,date,net amount,margin,id,amount refunded\n{rows}")
    assert amounts(sqlite_engine) == [6, 0, 8, 0]
    assert stored(sqlite_engine, "SELECT margin / 10000 FROM visits ORDER BY source_id") == [(3,), (0,), (4,), (4,)]


def test_amounts_where_refunds_are_told_are_noted(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = "customer,date,amount,id,refund\n1,2024-01-02,9,A,0\n1,2024-01-02,9,B,4.00\n"
    (note,) = imported(sqlite_engine, tmp_path, rows).notes
    assert note.startswith("1 rows have an amount in refund")
    imported(sqlite_engine, tmp_path, rows, mapping={"refund": "", "refunded": "refund"})
    assert amounts(sqlite_engine) == [9, 5]


def test_lines_of_an_order_do_not_each_lose_what_was_refunded_of_it(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    content = "customer,date,order,quantity,price,refund amount\n1,2024-01-02,A,1,5,3\n1,2024-01-02,A,2,5,3\n"
    imported(sqlite_engine, tmp_path, content)
    assert sorted(amounts(sqlite_engine)) == [5, 10]


@pytest.mark.parametrize(("column", "told"), [("status", "Refunded"), ("amount refunded", "9"), ("cancelled", "yes")])
def test_refunds_that_two_rows_seem_to_tell_are_noted(
    sqlite_engine: Engine, tmp_path: Path, column: str, told: str
) -> None:
    with_customers(sqlite_engine)
    rows = f"customer,date,amount,id,{column}\n1,2024-01-02,9,A,{told}\n2,2024-01-03,-9,B,\n1,2024-01-03,-8,C,\n"
    assert "as much as" not in " ".join(imported(sqlite_engine, tmp_path, rows).notes)
    note = imported(sqlite_engine, tmp_path, f"{rows}1,2024-01-03,-9,D,\n").notes[-1]
    assert note.startswith(f"1 rows below zero are as much as their customers have lost by “{column}”")


REFUNDED = "customer,date,amount,order_id\n1,2024-01-02,9,A\n1,2024-01-02,-2,A\n1,2024-01-05,-3,A\n1,2024-01-06,-1,B\n"


def test_refunds_under_the_id_of_their_order_do_not_take_its_place(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    outcome = imported(engine, tmp_path, REFUNDED)
    assert (outcome.new, outcome.notes) == (4, ())
    assert sum(amount for *_, amount in visits(engine)) == 30_000
    again = imported(engine, tmp_path, REFUNDED)
    assert (again.new, again.updated, again.unchanged) == (0, 0, 4)


def test_refunds_that_replace_orders_of_an_earlier_file_are_noted(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, "customer,date,amount,order_id\n1,2024-01-02,9,A\n1,2024-01-02,9,B\n")
    outcome = imported(sqlite_engine, tmp_path, "customer,date,amount,order_id\n1,2024-02-02,-9,A\n1,2024-01-02,8,B\n")
    assert "1 receipts that were over zero are below it now" in " ".join(outcome.notes)


def test_a_code_of_an_account_is_no_customer_where_a_contact_is_named(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, "*ContactName,*InvoiceDate,Total,*AccountCode\nAcme Ltd,2024-01-02,5,200\n")
    imported(sqlite_engine, tmp_path, "Account Code,Account Name,Date,Amount\n3,Acme Ltd,2024-01-02,6\n")
    assert [name for name, *_ in visits(sqlite_engine)] == ["Acme Ltd", "Brakes and Gears"]
