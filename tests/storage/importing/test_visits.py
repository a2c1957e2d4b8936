"""Visits go in once, however often and in whatever shape they come; what cannot be used is set aside with a reason."""

import csv
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from storage import importing
from storage.columns import day_number
from storage.importing import Unreadable, storing
from tests.storage.importing.files import OPTIONS, imported, stored, visits, with_customers, written

HEADER = "customer,date,amount,order_id\n"


def day(text: str) -> int:
    """Return a day as stored."""
    return day_number(date.fromisoformat(text))


def counts(outcome: importing.Outcome) -> tuple[int, int, int, int]:
    """Return how many rows were new, updated, unchanged and rejected."""
    return outcome.new, outcome.updated, outcome.unchanged, outcome.rejected


def indexes(engine: Engine) -> list[str]:
    """Return the indexes of the table as the database has them."""
    if engine.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'visits' AND sql IS NOT NULL"
    else:
        query = "SELECT indexdef FROM pg_indexes WHERE tablename = 'visits'"
    return sorted(" ".join(sql.split()) for (sql,) in stored(engine, query))


def test_visits_are_stored_with_their_customers(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    outcome = imported(engine, tmp_path, HEADER + "1,2024-01-02,12.50,A\n中成大酒店,2024-01-03,7,B\n")
    assert counts(outcome) == (2, 0, 0, 0)
    assert visits(engine) == [
        ("Acme Ltd", day("2024-01-02"), "A", 125_000),
        ("中成大酒店", day("2024-01-03"), "B", 70_000),
    ]


def test_the_same_file_twice_changes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    content = "customer,date,amount\n1,2024-01-02,5\n1,2024-01-02,5\n2,2024-01-02,5\n1,2024-01-03,5\n"
    assert counts(imported(sqlite_engine, tmp_path, content)) == (4, 0, 0, 0)
    before = visits(sqlite_engine)
    assert counts(imported(sqlite_engine, tmp_path, content)) == (0, 0, 4, 0)
    assert visits(sqlite_engine) == before


def test_a_longer_version_of_a_file_without_ids_adds_only_its_new_rows(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = ["1,2024-01-02,5", "1,2024-01-02,5", "2,2024-01-02,5"]
    imported(sqlite_engine, tmp_path, "\n".join(["customer,date,amount", *rows]))
    longer = ["1,2024-01-02,5", "3,2024-01-04,1", *reversed(rows)]
    assert counts(imported(sqlite_engine, tmp_path, "\n".join(["customer,date,amount", *longer]))) == (2, 0, 3, 0)


def test_a_known_id_is_updated_even_if_it_moved(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    imported(engine, tmp_path, HEADER + "1,2024-01-02,5,A\n1,2024-01-03,6,B\n1,2024-01-04,7,C\n")
    outcome = imported(engine, tmp_path, HEADER + "2,2024-01-02,5,A\n1,2024-01-09,6,B\n1,2024-01-04,7,C\n")
    assert counts(outcome) == (0, 2, 1, 0)
    assert [(name, source_id) for name, _, source_id, _ in visits(engine)] == [
        ("Acme Ltd", "C"), ("Acme Ltd", "B"), ("中成大酒店", "A"),
    ]  # fmt: skip


def test_fields_the_file_does_not_have_stay(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    imported(engine, tmp_path, "customer,date,amount,order_id,cost,channel\n1,2024-01-02,5,A,2,shop\n")
    imported(engine, tmp_path, HEADER + "1,2024-01-02,9,A\n")
    assert stored(engine, "SELECT amount, cost, channel FROM visits") == [(90_000, 20_000, "shop")]


def test_of_several_rows_with_one_id_the_last_counts(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    outcome = imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\n1,2024-01-02,6,B\n1,2024-01-02,7,A\n")
    (note,) = outcome.notes
    assert note.startswith("1 rows share their id with a later row of the file, which is the one that counts")
    assert [(source_id, amount) for *_, source_id, amount in visits(sqlite_engine)] == [("A", 70_000), ("B", 60_000)]


def test_what_stands_for_nothing_is_no_id_that_rows_share(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    nothing = ("NULL", "\\N", "#N/A", "nan")
    content = HEADER.replace("\n", ",cost\n") + "".join(
        f"1,2024-01-0{n},{n},{no},{no}\n" for n, no in enumerate(nothing, 1)
    )
    assert imported(sqlite_engine, tmp_path, content).new == len(nothing)
    assert [amount for *_, amount in visits(sqlite_engine)] == [10_000, 20_000, 30_000, 40_000]


def test_an_id_whose_last_digits_a_spreadsheet_has_lost_is_refused(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    content = HEADER + "1,2024-01-02,5,1.00004E+27\n1,2024-01-03,6,1.00004E+27\n1,2024-01-04,7,100004\n"
    outcome = imported(sqlite_engine, tmp_path, content)
    assert outcome.reasons == {"an id in scientific notation: its last digits are lost": 2}
    assert outcome.new == 1


def test_no_id_in_a_file_is_taken_for_one_that_was_made_here(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,\n")
    ((made,),) = stored(sqlite_engine, "SELECT source_id FROM visits")
    rows = HEADER + f"1,2024-01-02,5,\n1,2024-01-02,6,{made}\n"
    assert counts(imported(sqlite_engine, tmp_path, rows)) == (1, 0, 1, 0)
    assert counts(imported(sqlite_engine, tmp_path, rows)) == (0, 0, 2, 0)


def test_refunds_and_cancellations_are_below_zero(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = "1,2024-01-02,5,A,true\n1,2024-01-02,-6,B,true\n1,2024-01-02,-7,C,false\n"
    imported(sqlite_engine, tmp_path, f"customer,date,amount,id,is_cancellation\n{rows}")
    assert [amount for *_, amount in visits(sqlite_engine)] == [-50_000, -60_000, -70_000]


def test_the_margin_of_a_refund_is_lost_with_its_amount(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = "1,2024-01-02,5,2,A,yes\n1,2024-01-02,5,-1,B,yes\n1,2024-01-02,-6,-3,C,yes\n1,2024-01-02,7,4,D,no\n"
    rows += "1,2024-01-02,5,,E,yes\n"
    imported(sqlite_engine, tmp_path, f"customer,date,amount,margin,id,refund\n{rows}")
    margins = stored(sqlite_engine, "SELECT margin FROM visits ORDER BY source_id")
    assert margins == [(-20_000,), (10_000,), (-30_000,), (40_000,), (None,)]


@pytest.mark.parametrize(
    ("column", "good", "void"),
    [
        ("Order Status", "wc-completed", "wc-cancelled"),
        ("Financial Status", "partially_refunded", "voided"),
        ("订单状态", "交易完成", "交易关闭"),
        ("单据状态", "已审核", "已作废"),
    ],
)
def test_an_order_whose_status_says_that_nothing_came_of_it_counts_for_nothing(
    sqlite_engine: Engine, tmp_path: Path, column: str, good: str, void: str
) -> None:
    with_customers(sqlite_engine)
    rows = f"customer,date,amount,margin,id,{column}\n1,2024-01-02,5,2,A,{good}\n1,2024-01-03,-6,-2,B,{void}\n"
    imported(sqlite_engine, tmp_path, f"{rows}1,2024-01-04,7,3,C,{good}\n")
    outcome = imported(sqlite_engine, tmp_path, f"{rows}1,2024-01-04,7,3,C,{void}\n")
    assert "2 rows" in " ".join(outcome.notes)
    assert stored(sqlite_engine, "SELECT amount, margin FROM visits ORDER BY source_id") == [
        (50_000, 20_000), (-60_000, -20_000), (0, 0),
    ]  # fmt: skip


def test_lines_of_quantity_and_price_each_count_with_their_product(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = ["489434,12,2009-12-01 07:45:00,6.95,1", "489434,-1,2009-12-01 07:45:00,0.1234,1", "489435,,2009-12-01,1,1"]
    outcome = imported(sqlite_engine, tmp_path, "\n".join(["Invoice,Quantity,InvoiceDate,Price,Customer ID", *rows]))
    assert outcome.reasons == {"no quantity": 1}
    assert "quantity times price" in " ".join(outcome.understood.notes)
    assert sorted(amount for *_, amount in visits(sqlite_engine)) == [-1_234, 834_000]


def test_the_total_of_a_line_goes_before_quantity_and_price(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = "1,2024-01-02,A,2,10,18\n1,2024-01-02,A,1,5,5\n"
    imported(sqlite_engine, tmp_path, "customer,date,order_id,OrderQty,UnitPrice,LineTotal\n" + rows)
    assert sorted(amount for *_, amount in visits(sqlite_engine)) == [50_000, 180_000]


def test_a_price_is_an_amount_only_where_there_is_no_quantity(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, "customer,date,price,id\n1,2024-01-02,5,A\n")
    imported(sqlite_engine, tmp_path, "customer,date,price,qty,total,id\n1,2024-01-02,5,2,9,B\n")
    assert [(source_id, amount) for *_, source_id, amount in visits(sqlite_engine)] == [("A", 50_000), ("B", 90_000)]


def test_a_customer_is_known_by_an_id_that_has_become_a_decimal_number(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    outcome = imported(engine, tmp_path, HEADER + "1.0,2024-01-02,5,A\n1,2024-01-02,5,B\n9.0,2024-01-02,5,C\n")
    assert outcome.reasons == {"unknown customer": 1}
    assert [(name, source_id) for name, _, source_id, _ in visits(engine)] == [("Acme Ltd", "A"), ("Acme Ltd", "B")]


def test_amounts_in_several_currencies_are_noted(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = ["customer,date,amount,currency", "1,2024-01-02,5,EUR", "1,2024-01-03,5,eur", "1,2024-01-03,5,"]
    assert imported(sqlite_engine, tmp_path, "\n".join(rows)).notes == ()
    (note,) = imported(sqlite_engine, tmp_path, "\n".join([*rows, "1,2024-01-04,6,USD"])).notes
    assert "in “EUR”, “USD”" in note


def test_a_line_of_totals_creates_nobody(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "customer,date,amount\nTotal Wine,2024-01-02,5\nGrand Total:,2024-01-02,5\n合计,2024-01-02,5\n"
    outcome = imported(sqlite_engine, tmp_path, content, create_customers=True)
    assert outcome.reasons == {"a line of totals, no visit": 2}
    assert stored(sqlite_engine, "SELECT name FROM customers") == [("Total Wine",)]


def test_what_cannot_be_used_is_set_aside_with_line_and_reason(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    rows = [
        "1,2024-01-02,5,A", "Nobody,2024-01-02,5,B", "1,2024-07-01,5,C", "1,1899-12-31,5,D", "1,soon,5,E",
        "1,2024-01-02,much,F",
        "1,2024-01-02,,G", ",2024-01-02,5,H", "1,,5,I", "1,2024-01-02", "1,2024-06-30,1e15,J", "2,2024-06-30,5,K",
    ]  # fmt: skip
    outcome = imported(sqlite_engine, tmp_path, HEADER + "\n".join(rows))
    assert [source_id for *_, source_id, _ in visits(sqlite_engine)] == ["A", "K"]
    assert outcome.rejects == tmp_path / "visits.csv.rejects.csv"
    assert outcome.rejects is not None
    with outcome.rejects.open(encoding="utf-8-sig", newline="") as file:
        header, *rejected = csv.reader(file)
    assert header == ["line", "reason", "customer", "date", "amount", "order_id"]
    assert [(int(line), reason) for line, reason, *_ in rejected] == [
        (3, "unknown customer: Nobody"),
        (4, "a date in the future: 2024-07-01"),
        (5, "a date before 1900: 1899-12-31"),
        (6, "not a date: soon"),
        (7, "amount is not a sensible number: much"),
        (8, "no amount"),
        (9, "no customer"),
        (10, "no date"),
        (11, "not as many columns as the header: 2 columns instead of 4"),
        (12, "amount is not a sensible number: 1e15"),
    ]
    assert rejected[0][2:] == ["Nobody", "2024-01-02", "5", "B"]


def test_a_mended_rejects_file_can_be_imported(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    outcome = imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\nNobody,2024-01-02,6,B\n")
    assert outcome.rejects is not None
    mended = outcome.rejects.read_bytes().replace(b"Nobody,2024", b"3,2024")
    assert counts(imported(sqlite_engine, tmp_path, mended, "mended.csv")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "meant"),
    [
        ('2,03/28/2024,1.5\n2,03/29/2024,1\nAcme,03/04/2024,"1,234"\n1,28/03/2024,1\n', ("2024-03-04", 12_340_000)),
        ('2,28.03.2024,"1,5"\n2,29.03.2024,1\nAcme,03.04.2024,1.234\n1,03.28.2024,1\n', ("2024-04-03", 12_340_000)),
    ],
)
def test_mended_rows_are_read_as_the_file_they_come_from(
    sqlite_engine: Engine, tmp_path: Path, rows: str, meant: tuple[str, int]
) -> None:
    with_customers(sqlite_engine)
    outcome = imported(sqlite_engine, tmp_path, f"customer,date,amount\n{rows}")
    assert outcome.rejects is not None
    mended = outcome.rejects.read_text("utf-8-sig").replace(",Acme,", ",Acme Ltd,")
    assert imported(sqlite_engine, tmp_path, mended, "mended.csv").new == 1
    assert [(when, amount) for name, when, _, amount in visits(sqlite_engine) if name == "Acme Ltd"] == [
        (day(meant[0]), meant[1])
    ]


def test_unknown_customers_are_created_on_request(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    content = HEADER + "Newcomer Inc,2024-01-02,5,A\nNewcomer Inc,2024-01-03,5,B\n1,2024-01-03,5,C\n"
    assert counts(imported(engine, tmp_path, content, create_customers=True)) == (3, 0, 0, 0)
    assert counts(imported(engine, tmp_path, content)) == (0, 0, 3, 0)
    assert stored(engine, "SELECT count(*) FROM customers") == [(4,)]
    assert stored(engine, "SELECT count(*) FROM customer_names WHERE text = 'Newcomer Inc' AND kind = 'name'") == [(1,)]


def test_an_id_of_the_files_own_source_comes_before_that_of_another(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    other = written(tmp_path, "id,name\n1,Other One\n9,Other Nine\n", "other.csv")
    importing.customers(sqlite_engine, other, replace(OPTIONS, source="crm"))
    imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\n9,2024-01-02,5,B\n", source="crm")
    imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,C\n9,2024-01-02,5,D\n")
    outcome = imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,E\n", source="till")
    assert [(name, source_id) for name, _, source_id, _ in visits(sqlite_engine)] == [
        ("Acme Ltd", "C"), ("Other One", "A"), ("Other Nine", "B"), ("Other Nine", "D"),
    ]  # fmt: skip
    assert outcome.reasons == {"unknown customer": 1}


def test_ids_that_the_file_does_not_speak_of_create_nobody(sqlite_engine: Engine, tmp_path: Path) -> None:
    for source in ("crm", "shop"):
        file = written(tmp_path, f"id,name\n8,Eight of {source}\n9,Nine of {source}\n", "others.csv")
        importing.customers(sqlite_engine, file, replace(OPTIONS, source=source))
    outcome = imported(sqlite_engine, tmp_path, HEADER + "9,2024-01-02,5,A\n", create_customers=True)
    assert outcome.notes == ("1 customers were not known and are created under the name the file gives them",)
    assert stored(sqlite_engine, "SELECT count(*) FROM customers") == [(5,)]


def test_the_same_ids_of_two_sources_do_not_touch(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\n")
    assert counts(imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\n", source="till")) == (1, 0, 0, 0)
    assert len(visits(sqlite_engine)) == 2


def test_moments_become_days_of_the_business(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    content = HEADER + "1,2024-01-02T20:00:00Z,5,A\n1,2024-01-02T20:00:00,5,B\n"
    imported(sqlite_engine, tmp_path, content, time_zone=ZoneInfo("Asia/Shanghai"))
    assert [(source_id, when) for _, when, source_id, _ in visits(sqlite_engine)] == [
        ("B", day("2024-01-02")),
        ("A", day("2024-01-03")),
    ]


def test_a_dry_run_tells_everything_and_writes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    outcome = imported(sqlite_engine, tmp_path, HEADER + "1,2/1/2024,5,A\nNobody,3/1/2024,5,B\n", dry_run=True)
    assert counts(outcome) == (1, 0, 0, 1)
    assert outcome.understood.columns == {
        "customer": "customer",
        "date": "date",
        "amount": "amount",
        "source_id": "order_id",
    }
    assert "no date in the file tells" in outcome.understood.notes[0]
    assert outcome.understood.first_rows[0]["day"] == date(2024, 1, 2)
    assert visits(sqlite_engine) == []
    assert stored(sqlite_engine, "SELECT count(*) FROM runs WHERE kind = 'import visits'") == [(0,)]
    assert not (tmp_path / "visits.csv.rejects.csv").exists()


def test_a_refused_file_leaves_everything_as_it_was(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    imported(sqlite_engine, tmp_path, HEADER + "1,2024-01-02,5,A\n")
    before = visits(sqlite_engine)
    broken = HEADER.encode() + b"1,2024-01-03,5,B\n" * 300_000 + b'1,2024-01-03,5,"' + b"x" * 9_000_000
    with pytest.raises(Unreadable, match="never closed"):
        imported(sqlite_engine, tmp_path, broken, "broken.csv")
    assert visits(sqlite_engine) == before


def test_rejects_that_cannot_be_written_stop_the_import(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    with pytest.raises(Unreadable, match="say --rejects PATH"):
        imported(
            sqlite_engine,
            tmp_path,
            HEADER + "1,2024-01-02,5,A\nNobody,2024-01-02,5,B\n",
            rejects=tmp_path / "no" / "r.csv",
        )
    assert visits(sqlite_engine) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_rejects_that_fill_the_disk_stop_the_import_and_are_removed(sqlite_engine: Engine, tmp_path: Path) -> None:
    with_customers(sqlite_engine)
    (tmp_path / "r.csv.part").symlink_to("/dev/full")
    with pytest.raises(Unreadable, match=r"No space left.*say --rejects PATH"):
        imported(sqlite_engine, tmp_path, HEADER + "Nobody,2024-01-02,5,B\n", rejects=tmp_path / "r.csv")
    assert not list(tmp_path.glob("r.csv*"))
    assert visits(sqlite_engine) == []


def test_an_import_is_noted_among_the_runs(engine: Engine, tmp_path: Path) -> None:
    with_customers(engine)
    imported(engine, tmp_path, HEADER + "1,2024-01-02,5,A\nNobody,2024-01-02,5,B\n")
    ((summary,),) = stored(engine, "SELECT CAST(summary AS TEXT) FROM runs WHERE kind = 'import visits'")
    assert '"new": 1' in summary
    assert '"rejected": 1' in summary


def test_indexes_built_afterwards_are_the_ones_the_tables_define(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_customers(engine)
    before = indexes(engine)
    engine.dispose()
    monkeypatch.setattr(storing, "MANY", 2)
    rows = "".join(f"1,2024-01-02,5,{n}\n" for n in range(10))
    assert counts(imported(engine, tmp_path, HEADER + rows)) == (10, 0, 0, 0)
    assert indexes(engine) == before


@pytest.mark.parametrize("many", [0, 10_000])
def test_looking_up_and_reading_all_find_the_same(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr("storage.importing.comparing.MANY", many)
    with_customers(engine)
    chance = random.Random(7)

    def rows(count: int) -> str:
        made = (
            f"{chance.randint(1, 3)},2024-01-0{chance.randint(1, 3)},{chance.randint(1, 3)},{chance.choice(['', n])}\n"
            for n in range(count)
        )
        return HEADER + "".join(made)

    imported(engine, tmp_path, rows(60))
    again = rows(80)
    imported(engine, tmp_path, again)
    after = visits(engine)
    outcome = imported(engine, tmp_path, again)
    assert (outcome.new, outcome.updated) == (0, 0)
    assert visits(engine) == after
