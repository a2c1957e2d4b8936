"""People go in once, complete those known only as owners, and find their managers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import importing, roster
from storage.importing import Outcome, managers
from storage.roster import Member
from storage.tables import AuditEntry, Person
from tests.storage.importing.files import OPTIONS, stored, written


def people(engine: Engine, folder: Path, content: str, **options: Any) -> Outcome:
    """Import people from the content of a file."""
    return importing.people(engine, written(folder, content, "people.csv"), replace(OPTIONS, **options))


def known(engine: Engine) -> dict[str, Person]:
    """Return everybody by their id in the source."""
    with Session(engine) as session:
        found = {person.source_id: person for person in session.scalars(select(Person))}
        session.expunge_all()
    return found


FILE = (
    "id,First Name,Last Name,email,slack_id,role,manager,time_zone,language,active\n"
    "1,Ann,Lee,ann@x.com,U01,Sales Manager,,Europe/Berlin,English,yes\n"
    "2,Bo,Wu,bo@x.com,U02,,ann@x.com,Asia/Shanghai,中文,yes\n"
    "3,Cy,Fox,cy@x.com,,lead,Bo Wu,,,离职\n"
)


def test_everything_about_a_person_is_stored(engine: Engine, tmp_path: Path) -> None:
    outcome = people(engine, tmp_path, FILE)
    assert (outcome.new, outcome.updated, outcome.unchanged, outcome.rejected) == (3, 0, 0, 0)
    ann, bo, cy = (known(engine)[key] for key in "123")
    assert (ann.name, ann.email, ann.slack_id, ann.role, ann.time_zone, ann.language, ann.active) == (
        "Ann Lee", "ann@x.com", "U01", "manager", "Europe/Berlin", "en", True,
    )  # fmt: skip
    assert (bo.role, bo.manager_id, bo.language) == ("salesperson", ann.id, "zh")
    assert (cy.role, cy.manager_id, cy.active) == ("lead", bo.id, False)


def test_the_same_file_twice_changes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, FILE)
    outcome = people(sqlite_engine, tmp_path, FILE)
    assert (outcome.new, outcome.updated, outcome.unchanged) == (0, 0, 3)


def test_fields_the_file_does_not_have_stay(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, FILE)
    people(sqlite_engine, tmp_path, "id,email\n1,new@x.com\n")
    ann = known(sqlite_engine)["1"]
    assert (ann.name, ann.email, ann.role, ann.slack_id) == ("Ann Lee", "new@x.com", "manager", "U01")


def test_people_known_only_as_owners_are_completed(sqlite_engine: Engine, tmp_path: Path) -> None:
    owned = written(tmp_path, "id,name,owner\n1,A,2\n2,B,ann@x.com\n3,C,cy fox\n", "c.csv")
    importing.customers(sqlite_engine, owned, OPTIONS)
    outcome = people(sqlite_engine, tmp_path, FILE)
    assert (outcome.new, outcome.updated) == (0, 3)
    owners = stored(sqlite_engine, "SELECT c.name, p.name FROM customers c JOIN people p ON p.id = owner_id ORDER BY 1")
    assert owners == [("A", "Bo Wu"), ("B", "Ann Lee"), ("C", "Cy Fox")]


def test_what_cannot_be_true_is_set_aside(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, FILE)
    outcome = people(sqlite_engine, tmp_path, "id,name,slack_id,time_zone\n8,Di,U01,\n,,,UTC\n")
    assert outcome.reasons == {"no id, e-mail or name": 1, "the Slack id belongs to somebody else": 1}
    assert set(known(sqlite_engine)) == {"1", "2", "3"}


def test_what_is_not_understood_is_told_and_changes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, FILE)
    content = (
        "id,email,slack_id,role,time_zone,language\n1,not-an-email,@ann,Office Manager,Mars/Base,Klingon\n"
        "2,,,,,\n7,g@x.com,,Office Manager,europe/berlin,en-AU\n"
    )
    outcome = people(sqlite_engine, tmp_path, content)
    assert outcome.notes == (
        "1 rows have an e-mail address that is none: “not-an-email”; what is known stays",
        "1 rows have a Slack id that is none, such as U012AB3CD: “@ann”; what is known stays",
        "2 rows have a title that is no role: “Office Manager”; who is new is a salesperson, others keep their role",
        "1 rows have a time zone that is none, such as Europe/Berlin: “Mars/Base”; what is known stays",
        "1 rows have a language that is not spoken here: “Klingon”; what is known stays",
    )
    assert people(sqlite_engine, tmp_path, content, dry_run=True).notes == outcome.notes
    found = [
        (one.email, one.slack_id, one.role, one.time_zone, one.language)
        for one in (known(sqlite_engine)[key] for key in "127")
    ]
    assert found == [
        ("ann@x.com", "U01", "manager", "Europe/Berlin", "en"),
        (None, "U02", "salesperson", "Asia/Shanghai", "zh"),
        ("g@x.com", None, "salesperson", "Europe/Berlin", "en"),
    ]


def test_nobody_comes_to_report_to_themselves(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, "id,name,manager\n1,Ann,\n2,Bo,1\n3,Cy,1\n4,Di,2\n")
    outcome = people(sqlite_engine, tmp_path, "id,name,manager\n4,Di,3\n1,Ann,4\n3,Cy,\n")
    assert outcome.notes == ()
    outcome = people(sqlite_engine, tmp_path, "id,name,manager\n2,Bo,1\n3,Cy,2\n4,Di,3\n")
    assert outcome.notes == ("people would report to themselves, and keep the manager they had, by line 3",)
    found = known(sqlite_engine)
    names = {one.id: one.name for one in found.values()}
    heads = {one.name: names.get(one.manager_id or 0) for one in found.values()}
    assert heads == {"Ann": "Di", "Bo": "Ann", "Cy": None, "Di": "Cy"}


heads = st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6))


@given(before=heads, wanted=heads)
def test_no_ring_comes_of_any_managers(before: dict[int, int | None], wanted: dict[int, int | None]) -> None:
    start, _ = managers.decide(dict.fromkeys(range(1, 7)), before)
    after, refused = managers.decide(start, wanted)
    for one in after:
        above, chain = after[one], {one}
        while above is not None:
            assert above not in chain
            chain.add(above)
            above = after[above]
    assert {one: after[one] for one in wanted if one not in refused} == {
        one: head for one, head in wanted.items() if one not in refused
    }


def test_no_file_takes_away_the_only_administrator_or_manager(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, "id,name,role\n1,Ann,admin\n2,Bo,manager\n3,Cy,manager\n")
    for _ in range(2):
        outcome = people(sqlite_engine, tmp_path, "id,name,role,active\n1,Ann,sales,yes\n2,Bo,manager,no\n3,Cy,,yes\n")
        assert outcome.notes == ("Ann stays admin: nobody else would be one",)
        assert [(one.role, one.active) for one in known(sqlite_engine).values()] == [
            ("admin", True), ("manager", False), ("manager", True),
        ]  # fmt: skip
    outcome = people(sqlite_engine, tmp_path, "id,role\n1,sales\n3,sales\n4,admin\n")
    assert outcome.notes == ("Cy stays manager: nobody else would be one",)
    assert {key: one.role for key, one in known(sqlite_engine).items()} == {
        "1": "salesperson", "2": "manager", "3": "manager", "4": "admin",
    }  # fmt: skip


def test_what_was_set_in_chat_stays_until_the_file_says_something_else(engine: Engine, tmp_path: Path) -> None:
    people(engine, tmp_path, FILE)
    with Session(engine) as session, session.begin():
        ann, bo, cy = session.scalars(select(Person).order_by(Person.id))
        bo.role, bo.manager_id, bo.slack_id, bo.email = "lead", None, "U77", "bo@y.com"
        session.flush()
        ann.slack_id, cy.active = "U02", True
    outcome = people(engine, tmp_path, FILE)
    assert (outcome.new, outcome.updated, outcome.unchanged, outcome.rejected) == (0, 0, 3, 0)
    bo, cy = known(engine)["2"], known(engine)["3"]
    assert (bo.role, bo.manager_id, bo.slack_id, bo.email, cy.active) == ("lead", None, "U77", "bo@y.com", True)

    people(engine, tmp_path, "id,name,email,role,manager\n2,,bo@z.com,Sales Manager,Di Ng\n4,Di Ng,,,\n")
    bo, di = known(engine)["2"], known(engine)["4"]
    assert (bo.role, bo.manager_id, bo.slack_id, bo.email) == ("manager", di.id, "U77", "bo@z.com")


def test_a_name_left_empty_stays(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, FILE)
    people(sqlite_engine, tmp_path, "id,name,email\n1,,new@x.com\n7,,\n")
    assert [(known(sqlite_engine)[key].name, known(sqlite_engine)[key].email) for key in "17"] == [
        ("Ann Lee", "new@x.com"),
        ("7", None),
    ]


def test_a_slack_id_goes_from_one_to_another(engine: Engine, tmp_path: Path) -> None:
    people(engine, tmp_path, FILE)
    outcome = people(engine, tmp_path, "id,slack_id\n2,U09\n1,U02\n8,U01\n9,U01\n9,U10\n")
    assert [known(engine)[key].slack_id for key in "1289"] == ["U02", "U09", "U01", "U10"]
    assert (outcome.new, outcome.updated, outcome.rejected, outcome.notes) == (2, 2, 1, ())


def test_a_manager_nobody_knows_is_said_and_left_out(sqlite_engine: Engine, tmp_path: Path) -> None:
    outcome = people(sqlite_engine, tmp_path, "id,name,manager\n1,Ann,Nobody\n2,Bo,Bo\n")
    assert outcome.notes == ("1 managers are nobody in the file or among the people known, and are left out",)
    assert [person.manager_id for person in known(sqlite_engine).values()] == [None, None]


def test_a_dry_run_writes_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert people(sqlite_engine, tmp_path, FILE, dry_run=True).new == 3
    assert known(sqlite_engine) == {}


def test_teams_come_with_their_people_and_what_has_changed_is_on_the_record(engine: Engine, tmp_path: Path) -> None:
    people(engine, tmp_path, "id,name,team,active\n1,Ann,East,yes\n2,Bo,east,yes\n3,Cy,,yes\n")
    first = known(engine)
    assert first["1"].team_id == first["2"].team_id is not None
    assert first["3"].team_id is None

    people(engine, tmp_path, "id,name,team,active\n1,Ann,West,yes\n2,Bo,East,no\n3,Cy,,yes\n")
    assert (known(engine)["2"].left_by, known(engine)["2"].left_at) == ("file", OPTIONS.now())
    people(engine, tmp_path, "id,active\n2,yes\n")
    assert known(engine)["2"].active
    with Session(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        told = [(one.action, one.subject.partition(":")[0], one.place) for one in entries]
    assert told == [
        (action, subject, "import")
        for action, subject in (
            ("team.made", "team"),
            ("person.added", "import"),
            ("team.made", "team"),
            ("person.changed", "person"),
            ("person.left", "person"),
            ("person.returned", "person"),
        )
    ]


def test_no_file_undoes_what_slack_or_an_administrator_has_said(sqlite_engine: Engine, tmp_path: Path) -> None:
    people(sqlite_engine, tmp_path, "id,name,slack_id\n1,Ann,U01\n2,Bo,U02\n3,Cy,\n")
    with Session(sqlite_engine) as session, session.begin():
        roster.keep(session, [Member("U03", "T1", "gus", "Gus", is_guest=True)], seen_at=OPTIONS.now())
        ann, bo, cy = session.scalars(select(Person).order_by(Person.id))
        ann.active, ann.left_by = False, "slack"
        bo.role, bo.role_group = "lead", "S1"
        cy.slack_id, cy.matched_by = "U04", "hand"
    content = "id,name,slack_id,role,active\n1,Ann,U01,,yes\n2,Bo,U02,manager,yes\n3,Cy,,,yes\n4,Gus,U03,,yes\n"
    outcome = people(sqlite_engine, tmp_path, content)

    assert outcome.reasons == {"the Slack id is a guest's, a bot's, or of another workspace": 1}
    found = known(sqlite_engine)
    assert (found["1"].active, found["1"].left_by) == (False, "slack")
    assert (found["2"].role, found["2"].matched_by) == ("lead", "file")
    assert (found["3"].slack_id, found["3"].matched_by) == ("U04", "hand")
