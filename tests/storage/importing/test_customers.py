"""Customers go in once; importing again brings them up to date and takes away nothing the file does not speak of."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from storage import audit, importing
from storage.handovers import life
from storage.handovers.proposal import propose
from storage.importing import Outcome, Unreadable, entries, staging, storing
from storage.importing.columns import CUSTOMERS, recognise
from storage.importing.parsing.notation import Notation
from storage.importing.reading import Batch
from storage.tables import AuditEntry, Customer, CustomerName, CustomerSource, Person
from tests.business import remember
from tests.storage.importing.files import OPTIONS, stored, written


def customers(engine: Engine, folder: Path, content: str, **options: Any) -> Outcome:
    """Import customers from the content of a file."""
    return importing.customers(engine, written(folder, content), replace(OPTIONS, **options))


def known(engine: Engine) -> dict[str, Customer]:
    """Return every customer by its id in the source."""
    with Session(engine) as session:
        pairs = session.execute(
            select(CustomerSource.source_id, Customer).join(Customer, Customer.id == CustomerSource.customer_id)
        )
        found = {row.source_id: row.Customer for row in pairs}
        for customer in found.values():
            _ = customer.owner
        session.expunge_all()
    return found


def defined(engine: Engine) -> list[object]:
    """Return the indexes and keys of the tables of customers as the database has them."""
    tables = inspect(engine)
    return [
        sorted(map(str, described)) if isinstance(described, list) else described
        for table in ("customers", "customer_sources", "customer_names")
        for described in (tables.get_pk_constraint(table), tables.get_foreign_keys(table), tables.get_indexes(table))
    ]


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Return how many were new, updated, unchanged and rejected."""
    return outcome.new, outcome.updated, outcome.unchanged, outcome.rejected


def test_typed_columns_attributes_and_owner_are_stored(engine: Engine, tmp_path: Path) -> None:
    table = {
        "customer_id": [7.0, 8.0],
        "name": ["Acme", "中成大酒店"],
        "owner": [280, 281],
        "Status": ["active", "已关闭"],
        "City": ["Paris", None],
        "Size": [12.0, None],
        "Vip": [True, None],
    }
    parquet.write_table(pa.table(table), tmp_path / "c.parquet")
    assert counts(importing.customers(engine, tmp_path / "c.parquet", OPTIONS)) == (2, 0, 0, 0)
    acme, hotel = (known(engine)[key] for key in ("7", "8"))
    assert (acme.name, acme.status, acme.city, acme.attributes) == ("Acme", "open", "Paris", {"Size": 12, "Vip": True})
    assert (hotel.status, hotel.city, hotel.attributes) == ("closed", None, {})
    assert acme.owner is not None
    assert (acme.owner.source_id, acme.owner.name) == ("280", "280")


def test_the_same_file_twice_changes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "id,name,city,alias,Size,Beta\n1,Acme,Paris,Ac; The A,12,x\n2,Bolt,,,,y\n"
    assert counts(customers(sqlite_engine, tmp_path, content)) == (2, 0, 0, 0)
    assert counts(customers(sqlite_engine, tmp_path, content)) == (0, 0, 2, 0)


def test_fields_the_file_does_not_have_stay(engine: Engine, tmp_path: Path) -> None:
    customers(engine, tmp_path, "id,name,owner,status,city,phone,Size,Colour\n1,Acme,jo,closed,Paris,123,12,red\n")
    assert counts(customers(engine, tmp_path, "id,city,Size\n1,Lyon,\n")) == (0, 1, 0, 0)
    acme = known(engine)["1"]
    assert (acme.name, acme.status, acme.city, acme.phone) == ("Acme", "closed", "Lyon", "123")
    assert acme.attributes == {"Colour": "red"}
    assert acme.owner is not None


def test_a_new_name_is_found_and_the_old_one_is_not(engine: Engine, tmp_path: Path) -> None:
    customers(engine, tmp_path, "id,name,alias\n1,Acme,The A; Ac\n2,Bolt,\n")
    customers(engine, tmp_path, "id,name\n1,Zenith\n2,Bolt\n")
    with Session(engine) as session:
        texts = {(row.kind, row.text) for row in session.execute(select(CustomerName.kind, CustomerName.text))}
    assert {("name", "Zenith"), ("alias", "The A"), ("alias", "Ac"), ("id", "1"), ("name", "Bolt")} <= texts
    assert ("name", "Acme") not in texts


def test_an_alias_goes_with_the_file_from_one_customer_to_another(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "id,name,alias\n1,Acme,The A; Ac\n2,Bolt,\n3,Cap,C;Ce\n")
    moved = "id,name,alias\n1,Acme,The A\n2,Bolt,Ac|AC; áç\n3,Cap,Cé; c\n"
    assert counts(customers(sqlite_engine, tmp_path, moved)) == (0, 2, 1, 0)
    assert counts(customers(sqlite_engine, tmp_path, moved)) == (0, 0, 3, 0)
    query = "SELECT customer_id, text FROM customer_names WHERE kind = 'alias' ORDER BY customer_id, text"
    assert stored(sqlite_engine, query) == [(1, "The A"), (2, "AC"), (3, "C"), (3, "Ce")]


def test_without_ids_the_name_is_the_id(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "name,city\nAcme,Paris\nBolt,Rome\n"
    assert counts(customers(sqlite_engine, tmp_path, content)) == (2, 0, 0, 0)
    assert counts(customers(sqlite_engine, tmp_path, content.replace("Rome", "Oslo"))) == (0, 1, 1, 0)
    assert set(known(sqlite_engine)) == {"Acme", "Bolt"}


def test_first_and_last_name_are_the_name_where_there_is_no_other(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "id,Last Name,First Name\n1,Lee,Ann\n2,,Bob\n4,,\n")
    customers(sqlite_engine, tmp_path, "id,Company,First Name,Last Name\n3,Acme,Ann,Lee\n")
    assert stored(sqlite_engine, "SELECT name, attributes FROM customers ORDER BY id") == [
        ("Ann Lee", "{}"), ("Bob", "{}"), ("4", "{}"), ("Acme", '{"First Name":"Ann","Last Name":"Lee"}'),
    ]  # fmt: skip


def test_whoever_says_that_there_is_no_name_is_given_none(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "id,First Name,Last Name\n1,Ann,Lee\n", mapping={"name": ""})
    assert stored(sqlite_engine, "SELECT name FROM customers") == [("1",)]


def test_without_names_the_id_is_the_name(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "customer_id,country\n17850,UK\n")
    assert known(sqlite_engine)["17850"].name == "17850"


def test_a_name_left_empty_stays(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "id,name,city\n1,Acme,Rome\n")
    assert counts(customers(sqlite_engine, tmp_path, "id,name,city\n1,,\n2,,Oslo\n")) == (1, 1, 0, 0)
    assert [(row.name, row.city) for row in known(sqlite_engine).values()] == [("Acme", None), ("2", "Oslo")]


def test_a_mended_rejects_file_leaves_no_attributes_behind(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = customers(sqlite_engine, tmp_path, "id,name,Size\n,,5\n")
    assert outcome.rejects is not None
    mended = outcome.rejects.read_text("utf-8-sig").replace(",,5", ",Acme,5")
    customers(sqlite_engine, tmp_path, mended.replace("customer id,,", "customer id,1,"))
    assert [row.attributes for row in known(sqlite_engine).values()] == [{"Size": "5"}]


def test_too_many_columns_are_refused_in_a_sentence(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "WIDE", "20MB")
    columns = [f"c{number}" for number in range(900)]
    with pytest.raises(Unreadable, match="leave out columns"):
        customers(sqlite_engine, tmp_path, "\n".join(",".join(row) for row in (["id", *columns], ["1"] * 901)))


def test_a_row_without_id_and_name_is_rejected_and_the_last_of_two_counts(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    outcome = customers(sqlite_engine, tmp_path, "id,name,city\n,,Paris\n1,Old,Rome\n1,New,Oslo\n")
    assert counts(outcome) == (1, 0, 0, 1)
    assert outcome.reasons == {"no customer id": 1}
    assert known(sqlite_engine)["1"].name == "New"


def test_what_no_index_takes_is_set_aside_and_the_rest_goes_in(engine: Engine, tmp_path: Path) -> None:
    endless = "".join(map(chr, range(0x4E00, 0x4E00 + 3_000)))
    rows = [f"{endless},A,x,East", f"2,B,{endless},East", f"3,C,x,{endless}", f"4,{endless},x,East"]
    outcome = customers(engine, tmp_path, "id,name,owner,region\n" + "\n".join(rows) + "\n")
    assert outcome.reasons == {f"{field} has more than 500 characters": 1 for field in ("id", "owner", "region")}
    assert known(engine)["4"].name == endless


def test_numbers_that_json_does_not_have_are_nothing(engine: Engine, tmp_path: Path) -> None:
    columns = {"id": ["1"], "shape": [{"size": [1.5, float("nan")], "far": float("inf")}], "a\0b": ["x"]}
    parquet.write_table(pa.table(columns), tmp_path / "c.parquet")
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(importing.customers(engine, tmp_path / "c.parquet", OPTIONS)) == expected
    shape = known(engine)["1"].attributes["shape"]
    assert (shape["size"], shape.get("far")) == ([1.5, None], None)


def test_a_line_of_totals_is_no_customer(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = customers(sqlite_engine, tmp_path, "id,name\n1,Total Energy\n合计,1\nGrand total:,\n")
    assert outcome.reasons == {"a line of totals, no customer": 2}
    assert known(sqlite_engine).keys() == {"1"}


def test_subtotals_are_no_customers_nor_one_repeated(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = customers(sqlite_engine, tmp_path, "name,city\nAcme,x\nTotal: 1\t,\nBolt,y\nTotal: 2,\n小计,\n小计,\n")
    assert outcome.reasons == {"a line of totals, no customer": 4}
    assert outcome.notes == ()


def test_who_is_known_as_total_is_a_customer(sqlite_engine: Engine, tmp_path: Path) -> None:
    known_as = [
        Customer(id=1, name="Total", attributes={}),
        CustomerSource(source="main", source_id="Total", customer_id=1),
    ]
    remember(sqlite_engine, *known_as)
    assert counts(customers(sqlite_engine, tmp_path, "name,city\nTotal,Paris\nSubtotal,\n")) == (0, 1, 0, 1)


def test_column_names_that_come_again_are_no_customer(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = customers(sqlite_engine, tmp_path, "id,name,city,\n1,Acme,x,\nid,name,city,\n2,name,city,\n")
    assert known(sqlite_engine).keys() == {"1", "2"}
    assert outcome.rejected == 0


def test_people_without_a_company_are_named_after_themselves(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "id,first name,last name,company\n1,Ann,Lee,\n2,Bo,Ng,Acme\n3,,Oz,--\n"
    customers(sqlite_engine, tmp_path, content)
    assert [customer.name for customer in known(sqlite_engine).values()] == ["Ann Lee", "Acme", "Oz"]
    assert known(sqlite_engine)["2"].attributes == {"first name": "Bo", "last name": "Ng"}
    assert counts(customers(sqlite_engine, tmp_path, content)) == (0, 0, 3, 0)


def test_an_id_that_has_become_a_decimal_number_is_the_one_known(engine: Engine, tmp_path: Path) -> None:
    customers(engine, tmp_path, "id,name\n7,Acme\n8,Bolt\n8.0,Crumb\n")
    assert counts(customers(engine, tmp_path, "id,name\n7.0,Acme Ltd\n8.0,Crumb\n9.0,New\n")) == (1, 1, 1, 0)
    assert {key: one.name for key, one in known(engine).items()} == {
        "7": "Acme Ltd", "8": "Bolt", "8.0": "Crumb", "9.0": "New",
    }  # fmt: skip


def test_files_in_traditional_characters_are_understood(sqlite_engine: Engine, tmp_path: Path) -> None:
    content = "客戶編號,客戶名稱,狀態,地區\n1,臺北大飯店,已停業,北區\n2,高雄餐廳,,\n"
    importing.customers(sqlite_engine, written(tmp_path, content.encode("big5")), OPTIONS)
    found = known(sqlite_engine)
    assert (found["1"].name, found["1"].status, found["1"].region) == ("臺北大飯店", "closed", "北區")
    assert found["2"].status == "open"


def test_the_name_of_a_contact_is_that_of_the_customer_where_nothing_else_is(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    content = "*ContactName,AccountNumber,FirstName,LastName\nAcme,A1,Ann,Lee\nBolt,,,\n"
    outcome = customers(sqlite_engine, tmp_path, content)
    assert known(sqlite_engine)["A1"].name == "Acme"
    assert outcome.reasons == {"no customer id": 1}


def test_marks_that_nobody_sees_are_no_part_of_an_id(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "id,name\n1,Acme\n\u200b1\u200e,\u202aAcme Ltd\u202c\n")
    assert [customer.name for customer in known(sqlite_engine).values()] == ["Acme Ltd"]


def test_only_a_file_that_tells_another_owner_takes_back_what_changed_hands_in_chat(
    engine: Engine, tmp_path: Path
) -> None:
    def of(*owners: str) -> dict[str, str]:
        rows = "".join(f"{number},{owner}\n" for number, owner in enumerate(owners, 1))
        customers(engine, tmp_path, f"id,owner\n{rows}")
        return {one: customer.owner.name if customer.owner else "" for one, customer in known(engine).items()}

    def entries() -> list[tuple[object, ...]]:
        with Session(engine) as session:
            told = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
            assert audit.verify(session).broken is None
            held = {row[0]: row[1] for row in session.execute(select(Customer.id, Customer.owner_id))}
            replayed = audit.owners(session)
            assert replayed == {one: held[one] for one in replayed}
            return [(one.action, one.place, sorted(one.after)) for one in told]

    assert of("joe", "joe") == {"1": "joe", "2": "joe"}
    assert entries() == []
    with Session(engine) as session, session.begin():
        joe = session.scalars(select(Person)).one()
        session.add(maria := Person(source="main", source_id="maria", name="maria", role="salesperson", active=True))
        session.flush()
        ids = {row.source_id: row.customer_id for row in session.scalars(select(CustomerSource))}
        number = propose(session, {ids["1"]: maria.id}, by=joe.id, now=OPTIONS.now()).id
        life.confirm(session, number, by=joe.id, now=OPTIONS.now())

    assert of("joe", "joe") == {"1": "maria", "2": "joe"}
    assert of("maria", "joe") == {"1": "maria", "2": "joe"}
    assert of("joe", "") == {"1": "joe", "2": ""}
    moved = ("accounts.moved", None, [str(ids["1"])])
    assert entries() == [moved, ("accounts.imported", "import", sorted(map(str, ids.values())))]


def test_owners_are_found_by_id_email_or_name(sqlite_engine: Engine, tmp_path: Path) -> None:
    importing.people(sqlite_engine, written(tmp_path, "id,name,email\n7,Jo Doe,Jo@x.com\n", "people.csv"), OPTIONS)
    customers(sqlite_engine, tmp_path, "id,name,owner\n1,A,7\n2,B,jo@x.com\n3,C,jo doe\n4,D,Somebody\n")
    assert [customer.owner.name for customer in known(sqlite_engine).values() if customer.owner] == [
        "Jo Doe", "Jo Doe", "Jo Doe", "Somebody",
    ]  # fmt: skip


def test_birthdays_and_anniversaries_are_days_in_either_language(engine: Engine, tmp_path: Path) -> None:
    english = "id,name,Date of Birth,Anniversary\n1,Acme,31/12/1980,5/6/2001\n2,Bolt,,\n3,Crumb,some day,1/2/1\n"
    chinese = "编号,名称,生日,纪念日\n1,Acme,1980年12月31日,2001-06-05\n2,Bolt,,\n3,Crumb,some day,1/2/1\n"
    assert counts(customers(engine, tmp_path, english)) == (3, 0, 0, 0)
    assert counts(customers(engine, tmp_path, chinese)) == (0, 0, 3, 0)
    customers(engine, tmp_path, "id,name\n1,Acme\n")
    found = {key: (customer.birthday, customer.anniversary) for key, customer in known(engine).items()}
    assert found["1"] == (date(1980, 12, 31), date(2001, 6, 5))
    assert found["2"] == (None, None)
    assert found["3"][0] is None


def test_closed_is_recognised_however_it_is_said() -> None:
    said: dict[tuple[str, str], str | None] = {
        ("status", "Inactive"): "closed",
        ("closed", "yes"): "closed",
        ("closed", "no"): "open",
    }
    said |= {("active", "0"): "closed", ("状态", "停业"): "closed", ("status", "Gold"): "open", ("status", ""): None}
    for (column, word), status in said.items():
        batch = Batch(pa.array([2]), {"id": pa.array(["1"]), column: pa.array([word])})
        taken = recognise(("id", column), CUSTOMERS, {}, needed=[])
        assert entries.parse(batch, taken, Notation(), OPTIONS)["status"].to_pylist() == [status]


def test_ids_continue_after_an_import(engine: Engine, tmp_path: Path) -> None:
    customers(engine, tmp_path, "id,name,owner\n1,A,x\n2,B,y\n")
    with Session(engine) as session, session.begin():
        session.add_all([Customer(name="by hand", attributes={}), Person(source="s", source_id="1", name="by hand")])
    assert counts(customers(engine, tmp_path, "id,name\n3,C\n")) == (1, 0, 0, 0)


def test_indexes_and_keys_built_afterwards_are_the_ones_the_tables_define(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = defined(engine)
    engine.dispose()
    monkeypatch.setattr(storing, "MANY", 2)
    customers(engine, tmp_path, "id,name,owner\n1,A,x\n2,B,y\n3,C,x\n4,D,\n")
    assert defined(engine) == before


def test_a_dry_run_writes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = customers(sqlite_engine, tmp_path, "id,name,owner,Size\n1,A,x,5\n", dry_run=True)
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.understood.rest == ("Size",)
    assert known(sqlite_engine) == {}


def test_a_file_without_ids_and_names_is_refused(sqlite_engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="source_id or name"):
        customers(sqlite_engine, tmp_path, "a,b\n1,2\n")


def test_any_text_survives_as_name_and_attribute(engine: Engine, tmp_path: Path) -> None:
    values = ["it's", 'say "yes"', "a\\b", "%s %(x)s :x", "中文", "line\nbreak", "{}", "true", "$.a"]
    columns = {"id": values, "name": values, **{f"The {value}": values for value in values}, "no": ["null"] * 9}
    parquet.write_table(pa.table(columns), tmp_path / "c.parquet")
    for expected in ((9, 0, 0, 0), (0, 0, 9, 0)):
        assert counts(importing.customers(engine, tmp_path / "c.parquet", OPTIONS)) == expected
    for value, customer in known(engine).items():
        assert (customer.name, customer.attributes) == (
            value,
            {f"The {other}": value for other in values} | {"no": "null"},
        )
