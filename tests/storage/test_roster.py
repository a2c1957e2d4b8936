"""What Slack tells, kept; and the team brought in line with it, on the record."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.commands.people import people as people_command
from bot.commands.people.refusals import PartOfItself
from bot.question import Asker
from storage import audit, groups, people, roster, staff, teams
from storage.groups import Group
from storage.roster import Member, Terms
from storage.staff import Deed
from storage.tables import AuditEntry, Person, SlackGroup, SlackMember, Team
from tests.business import customer, person, question, remember

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)
DEED: Deed = {"by": None, "now": NOW, "place": "slack"}

JOE = Member("U1", "T1", "joe", "Joe Marsh", "joe@example.com", "Europe/London", "en")
LEE = replace(JOE, slack_id="U2", handle="lee", name="Lee Fox", email="lee@example.com")


def settled(engine: Engine, *members: Member, terms: Terms | None = None) -> dict[str, Person]:
    """Return everybody, by name, after Slack has told of some members."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        roster.keep(session, members, seen_at=NOW)
        roster.settle(session, terms or Terms(by_email=True), DEED)
    return everybody(engine)


def everybody(engine: Engine) -> dict[str, Person]:
    """Return everybody, by name."""
    with Session(engine) as session:
        return {one.name: one for one in session.scalars(select(Person))}


def recorded(engine: Engine) -> list[tuple[str, str]]:
    """Return what is on the record: each action with its subject."""
    with Session(engine) as session:
        return [(one.action, one.subject) for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_somebody_is_matched_by_address_leaves_and_is_back_each_time_on_the_record(engine: Engine) -> None:
    remember(engine, person(1, "Joe", email="JOE@example.com"), customer(1, owner_id=1))

    assert settled(engine, JOE)["Joe"].slack_id == "U1"
    left = settled(engine, replace(JOE, is_deleted=True))["Joe"]
    assert (left.active, left.left_at, left.left_by) == (False, NOW, "slack")
    with Session(engine) as session:
        assert people.departed(session, since=NOW) == {1: NOW}
        assert people.departed(session, since=NOW + timedelta(days=1)) == {}
    back = settled(engine, JOE)["Joe"]
    assert (back.active, back.left_at, back.left_by) == (True, None, None)
    assert settled(engine, replace(JOE, email="joseph@example.com"))["Joe"].slack_id is None
    assert recorded(engine) == [(f"person.{done}", "person:1") for done in ("changed", "left", "returned", "changed")]


def test_the_time_zone_and_language_that_no_file_gives_are_those_of_slack_also_where_somebody_moves(
    sqlite_engine: Engine,
) -> None:
    at_home = {"time_zone": "Europe/Berlin", "language": None}
    remember(sqlite_engine, person(1, "Joe", slack_id="U1", **at_home), person(2, "Lee Fox", slack_id="U2"))
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Person, 2).source = "slack"
    settled(sqlite_engine, JOE, LEE)
    found = settled(sqlite_engine, *(replace(one, time_zone="Asia/Tokyo", language="zh") for one in (JOE, LEE)))
    assert [(one.time_zone, one.language) for one in found.values()] == [("Europe/Berlin", "en"), ("Asia/Tokyo", "zh")]


def test_an_event_that_is_older_than_what_is_known_or_no_news_is_left_alone(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session:
        assert roster.notice(session, JOE, told_at=NOW)
        assert not roster.notice(session, JOE, told_at=NOW + timedelta(hours=1))
        assert not roster.notice(session, replace(JOE, is_deleted=True), told_at=NOW - timedelta(hours=1))
        assert roster.notice(session, replace(JOE, is_guest=True), told_at=NOW + timedelta(hours=1))
        assert session.get_one(SlackMember, "U1").is_guest


def test_an_event_that_tells_no_workspace_makes_nobody_a_stranger_nor_one_of_us(sqlite_engine: Engine) -> None:
    lee = replace(LEE, workspace="T9", is_foreign=True)
    with Session(sqlite_engine) as session:
        for one in (JOE, lee):
            roster.notice(session, one, told_at=NOW)
        for one in (replace(JOE, name="Joseph", is_foreign=True), replace(lee, name="Leo", is_foreign=False)):
            assert roster.notice(session, replace(one, workspace=""), told_at=NOW + timedelta(hours=1))
        known = {one.name: (one.workspace, one.is_foreign) for one in session.scalars(select(SlackMember))}
        assert known == {"Joseph": (JOE.workspace, False), "Leo": ("T9", True)}


def test_whom_the_settings_name_is_an_administrator_unless_a_guest(sqlite_engine: Engine) -> None:
    guest = replace(LEE, is_guest=True)
    found = settled(sqlite_engine, JOE, guest, terms=Terms(admins=frozenset({"U1", "U2", "U404"})))

    assert {name: one.role for name, one in found.items()} == {"Joe Marsh": "admin"}
    assert (found["Joe Marsh"].language, found["Joe Marsh"].time_zone) == ("en", "Europe/London")
    settled(sqlite_engine, JOE, guest, terms=Terms(admins=frozenset({"U1"})))
    assert recorded(sqlite_engine) == [("person.added", "person:1"), ("person.changed", "person:1")]


def test_a_group_brings_people_in_moves_them_and_lets_them_go(engine: Engine) -> None:
    remember(engine, person(50, "Ann", slack_id="U3"))
    settled(engine, JOE, replace(LEE, is_guest=True))
    with Session(engine) as session, session.begin():
        east = teams.place(session, "East", DEED).id
        groups.keep(session, [Group("S1", "east"), Group("S2", "leads"), Group("S3", "all")], read_at=NOW)
        session.get_one(SlackGroup, "S1").role, session.get_one(SlackGroup, "S1").team_id = "salesperson", east
        session.get_one(SlackGroup, "S2").role = "lead"

    def are_in(**members: str) -> dict[str, tuple[bool, str, int | None]]:
        with Session(engine) as session, session.begin():
            groups.settle(session, {group: slack_ids.split() for group, slack_ids in members.items()}, DEED)
        return {name: (one.active, one.role, one.team_id) for name, one in everybody(engine).items()}

    both = {"Ann": (True, "salesperson", east), "Joe Marsh": (True, "salesperson", east)}
    assert are_in(S1="U1 U2 U3", S3="U1 U2 U3") == both
    assert are_in(S1="U1 U3", S2="U1") == both | {"Joe Marsh": (True, "lead", east)}
    assert are_in(S2="U3") == {"Ann": (True, "lead", None), "Joe Marsh": (False, "salesperson", None)}
    assert are_in(S1="U1") == {"Ann": (True, "salesperson", None), "Joe Marsh": (True, "salesperson", east)}
    with Session(engine) as session, session.begin():
        groups.notice(session, "S4", "news", at=NOW + timedelta(seconds=1))
        groups.keep(session, [Group("S1", "east-sales")], read_at=NOW)
        assert {one.handle for one in session.scalars(select(SlackGroup))} == {"east-sales", "news"}
        groups.mark_read(session, at=NOW)
        assert not groups.unread(session)
        groups.mark_unread(session, "S1")
        assert groups.unread(session)


def test_who_was_a_lead_before_a_group_made_them_more_is_one_again_without_it(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, person(1, "Ann", slack_id="U3"))
    with Session(sqlite_engine) as session, session.begin():
        staff.change(session, session.get_one(Person, 1), DEED, {"role": "lead"})
        groups.keep(session, [Group("S1", "everybody"), Group("S2", "managers")], read_at=NOW)
        session.get_one(SlackGroup, "S1").role, session.get_one(SlackGroup, "S2").role = "salesperson", "manager"

    def are_in(**members: list[str]) -> str:
        with Session(sqlite_engine) as session, session.begin():
            groups.settle(session, members, DEED)
        return everybody(sqlite_engine)["Ann"].role

    assert [are_in(S2=["U3"]), are_in(), are_in(S2=["U3"]), are_in(S1=["U3"])] == ["manager", "lead"] * 2


def test_two_who_read_slack_and_two_who_change_people_at_once_wait_for_one_another(engine: Engine) -> None:
    remember(
        engine,
        person(1, "Ada", role="admin"),
        *(person(number, f"P{number}", email=f"p{number}@example.com") for number in range(2, 12)),
    )
    members = [replace(JOE, slack_id=f"U{n}", name=f"P{n}", email=f"p{n}@example.com") for n in range(2, 12)]
    start = Barrier(4)

    def read(left: int) -> None:
        start.wait()
        for turn in range(3):
            with Session(engine) as session, session.begin():
                roster.wait_for_turn(session)
                told = [replace(one, is_deleted=(number + turn) % 2 == left) for number, one in enumerate(members)]
                roster.keep(session, told, seen_at=NOW)
                roster.settle(session, Terms(by_email=True), DEED)

    def change(role: str) -> None:
        start.wait()
        for number in range(11, 1, -1):
            people_command(question(engine, f"set P{number} role {role}", asker=Asker(1, "Ada", role="admin")))

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(read, 0), pool.submit(read, 1), pool.submit(change, "lead"), pool.submit(change, "manager")]
    assert [one.exception() for one in done] == [None] * 4
    with Session(engine) as session:
        assert audit.verify(session).broken is None


def test_two_who_decide_for_everybody_and_put_teams_under_one_another_at_once_wait_for_one_another(
    engine: Engine,
) -> None:
    remember(engine, person(1, "Ada", role="admin"), Team(id=1, name="East"), Team(id=2, name="West"))
    start = Barrier(2)

    def decide(*orders: str) -> None:
        start.wait()
        for order in orders:
            with suppress(PartOfItself):
                people_command(question(engine, order, asker=Asker(1, "Ada", role="admin")))

    def told(*names: str) -> list[str]:
        return [f"policy {' '.join(f'{name} {number}' for name in names)}" for number in range(1, 9)]

    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(decide, "team East under West", *told("accounts", "hours", "digest")),
            pool.submit(decide, "team West under East", *told("digest", "hours", "accounts")),
        ]
    assert [one.exception() for one in done] == [None] * 2
    with Session(engine) as session:
        assert len(list(teams.tree(teams.every(session)))) == 2
        choices = session.scalars(select(AuditEntry).where(AuditEntry.action == "choice.made").order_by(AuditEntry.id))
        held: dict[str, object] = {}
        for one in choices:
            assert one.before == {name: held.get(name) for name in one.after}
            held |= one.after
