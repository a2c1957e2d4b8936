"""Owners in customers files are one person each, however they are written, and whoever they turn out to be."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import audit, importing
from storage.importing import Outcome
from storage.tables import AuditEntry, Customer, Person
from tests.storage.importing.files import OPTIONS, stored, written

WRITTEN = ("Bob Lee", "bob lee", "Bob  Lee", '"Lee, Bob"', "BOB@x.example", "bob@X.example", "a7B", "a7b")


def customers(engine: Engine, folder: Path, *owners: str) -> Outcome:
    """Import customers of these owners, numbered from 1."""
    rows = "".join(f"{number},{owner}\n" for number, owner in enumerate(owners, 1))
    return importing.customers(engine, written(folder, f"id,owner\n{rows}", "customers.csv"), OPTIONS)


def people(engine: Engine, folder: Path, content: str, source: str = OPTIONS.source) -> Outcome:
    """Import people from the content of a file."""
    return importing.people(engine, written(folder, content, "people.csv"), replace(OPTIONS, source=source))


def owned(engine: Engine) -> list[str | None]:
    """Return the name of each customer's owner."""
    names = "SELECT p.name FROM customers c LEFT JOIN people p ON p.id = c.owner_id ORDER BY c.id"
    return [name for (name,) in stored(engine, names)]


def test_names_and_addresses_are_folded_and_ids_are_not(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, *WRITTEN)
    assert owned(sqlite_engine) == [*["Bob Lee"] * 4, *["BOB@x.example"] * 2, "a7B", "a7b"]
    customers(sqlite_engine, tmp_path, *WRITTEN, "BOB LEE")
    assert stored(sqlite_engine, "SELECT count(*) FROM people") == [(4,)]


def test_everybody_known_only_as_an_owner_becomes_who_they_are(engine: Engine, tmp_path: Path) -> None:
    customers(engine, tmp_path, "BOB@x.example", "Cy Fox", "7")
    with Session(engine) as session, session.begin():
        seven = session.scalars(select(Person).where(Person.source_id == "7")).one()
        known_twice = Person(source="crm", source_id="bob lee", name="bob lee", active=True)
        session.add_all([known_twice, Person(source="main", source_id="x", name="X", manager_id=seven.id)])
        session.flush()
        session.get_one(Customer, 2).owner_id = known_twice.id
    outcome = people(engine, tmp_path, "id,name,email\n7,Bob Lee,bob@x.example\n")

    told = "2 people known only as owners are people of the file, who have their customers now"
    assert (outcome.new, outcome.updated, outcome.notes) == (0, 1, (told,))
    assert stored(engine, "SELECT source_id, name FROM people ORDER BY id") == [
        ("7", "Bob Lee"), ("Cy Fox", "Cy Fox"), ("x", "X"),
    ]  # fmt: skip
    assert owned(engine) == ["Bob Lee"] * 3
    assert customers(engine, tmp_path, "bob@x.example", "Cy Fox", "Lee, Bob").updated == 0
    with Session(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [one.action for one in entries] == ["person.merged", "accounts.imported", "person.changed"]
        assert audit.owners(session) == dict.fromkeys((1, 2), entries[1].after["1"])
        assert audit.verify(session).broken is None


def test_an_address_that_two_people_share_is_neithers(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "bob@x.example")
    people(sqlite_engine, tmp_path, "id,name,email\n7,Bob Lee,bob@x.example\n8,Rob,bob@x.example\n")
    assert owned(sqlite_engine) == ["bob@x.example"]


def test_whoever_has_an_address_for_an_id_stays_who_they_are(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "bob@x.example")
    people(sqlite_engine, tmp_path, "id,name,email\n7,Bob Lee,bob@x.example\n,Rob,bob@x.example\n")
    found = stored(sqlite_engine, "SELECT source_id, name FROM people ORDER BY id")
    assert found == [("bob@x.example", "Rob"), ("7", "Bob Lee")]


def test_a_name_in_another_system_is_somebody_else(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, "name,role,slack id\nWei Chen,admin,U0111AAAA\n", source="hr")
    people(sqlite_engine, tmp_path, "id,name,role\n7,Wei Chen,salesperson\n", source="shop")
    found = stored(sqlite_engine, "SELECT source, role, slack_id FROM people ORDER BY id")
    assert found == [("hr", "admin", "U0111AAAA"), ("shop", "salesperson", None)]


def test_of_two_people_of_one_name_nobody_is_guessed(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers(sqlite_engine, tmp_path, "Eve Tan", "2")
    people(sqlite_engine, tmp_path, "id,name\n1,Eve Tan\n2,Eve Tan\n3,Al\n")
    assert stored(sqlite_engine, "SELECT count(*) FROM people") == [(4,)]
    outcome = customers(sqlite_engine, tmp_path, "3", "eve tan", "eve tan")
    assert outcome.notes == (
        "2 rows have an owner who may be one of several people: “eve tan”; the owner stays who it was, or nobody",
    )
    assert owned(sqlite_engine) == ["Al", "Eve Tan", None]
    outcome = people(sqlite_engine, tmp_path, "id,manager\n3,EVE TAN\n")
    assert outcome.notes == ("managers who may be one of several people are left out: “EVE TAN”",)
