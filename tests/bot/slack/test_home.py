"""Home as people open it in Slack: each role its own, anew after whatever is done on it, and nothing for strangers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.commands import COMMANDS
from bot.slack.home import publish
from playground.clock import Clock
from playground.testing import LocalSlack
from playground.testing.views import Home
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import AccessRequest, Alert, Choice, Contact, Customer, Person
from tests.bot.house import CHEN, JOE, MARIA, NOON, PEOPLE, PRIYA, asks, furnish, member, stands_in
from tests.bot.slack.installed import installed


@pytest.fixture
def workspace(sqlite_engine: Engine, tmp_path: Path) -> Iterator[LocalSlack]:
    """Joe stands in for Chen; Lee, whom nobody knows, has asked to be let in."""
    time = Clock(NOON, file=tmp_path / "clock")
    clock.follow(tmp_path / "clock")
    furnish(sqlite_engine, stands_in(CHEN, JOE), member("U0LEE", "lee"), asks())
    with installed(sqlite_engine, COMMANDS, people=PEOPLE, clock=time) as running:
        yield running
    clock.follow(None)


def headings(workspace: LocalSlack, name: str) -> list[str]:
    """Return what somebody's Home is headed by, from above."""
    return [block["text"]["text"] for block in workspace.as_(name).home.blocks if block["type"] == "header"]


def test_each_role_sees_what_matters_to_it_most_important_first(workspace: LocalSlack) -> None:
    assert headings(workspace, "joe") == [
        "First: 中成大酒店",
        "Call with congratulations",
        "3 customers are falling asleep · $36,000 a year at risk",
        "Changed tier this week",
        "My accounts",
    ]
    assert headings(workspace, "maria") == [
        "First: Orphan Trading",
        "Call with congratulations",
        "3 customers are falling asleep · $36,000 a year at risk",
        "Changed tier this week",
        "The team's load",
        "The team's accounts",
    ]
    assert headings(workspace, "priya") == [
        "Between tiers this week",
        "First: Orphan Trading",
        "1 VIP is falling asleep · $18,000 a year at risk",
        "What you hear",
    ]
    assert headings(workspace, "grace") == [
        "Asking to be let in",
        "The data",
        "The rules of the house",
        "Between tiers this week",
        "First: Orphan Trading",
        "What you hear",
    ]


def test_a_stand_in_sees_what_is_the_absent_colleagues_marked_so(workspace: LocalSlack) -> None:
    joe, chen = workspace.as_("joe").home, workspace.as_("chen").home
    assert "You stand in for *陈志远* until" in joe.words
    assert "*Bell Tower*: birthday today · last seen 12 days ago · $24,000 a year · standing in for 陈志远" in joe.words
    assert "*Joe Marsh*" in chen.words.splitlines()[0]
    assert "Harbour Hotel" not in chen.words
    assert "Castle Rooms" not in joe.words


def test_what_is_done_on_home_shows_on_home(workspace: LocalSlack, sqlite_engine: Engine) -> None:
    home = workspace.as_("joe").home
    press(workspace, home, "ask_1")
    assert home.words.startswith("Yours now: 中成大酒店 (20).")
    assert "First: Harbour Hotel" in home.words
    assert "$52,000 a year · standing in for 陈志远 · you have it" in home.words

    home.button(block_of(home, "form_log_contact 20")).click()
    modal = workspace.as_("joe").modal.fill("Note", "Back after the holidays")
    changed(workspace, home, modal.submit)
    assert home.words.startswith("Contact logged: 中成大酒店 (20).")
    assert "you were in touch" in home.words
    with Session(sqlite_engine) as session:
        assert session.get_one(Alert, 20).taken_by == JOE
        assert session.scalars(select(Contact.note)).all() == ["Back after the holidays"]
    workspace.as_("joe").hears_nothing()


def test_what_is_looked_up_takes_the_place_of_home_until_somebody_goes_back(workspace: LocalSlack) -> None:
    home = workspace.as_("joe").home
    before = home.words
    changed(workspace, home, lambda: home.select("Ask…").choose("Who is falling asleep"))
    assert home.buttons[0] == "← Back to Home"
    assert "resting or worse" in home.words
    assert "First:" not in home.words
    press(workspace, home, "Back to Home")
    assert home.words == before


def test_who_comes_too_late_is_told_on_home(workspace: LocalSlack) -> None:
    chen, joe = workspace.as_("chen").home, workspace.as_("joe").home
    press(workspace, joe, "ask_1")
    press(workspace, chen, "ask_1")
    assert "Joe Marsh" in chen.words.splitlines()[0]
    assert "20" in chen.words.splitlines()[0]
    assert "First:" in joe.words


def test_a_stranger_a_guest_and_who_has_left_learn_what_this_is_and_nothing_more(
    workspace: LocalSlack, sqlite_engine: Engine
) -> None:
    home = workspace.as_("lee").home
    assert home.buttons == ["Ask for access"]
    with Session(sqlite_engine) as session, session.begin():
        names = session.scalars(select(Customer.name)).all()
        session.get_one(Person, JOE).active = False
        session.add(member("U0CHEN", "chen", is_guest=True))
        session.execute(delete(AccessRequest))
    left, guest = workspace.as_("joe").home, workspace.as_("chen").home
    assert left.words == home.words
    assert guest.buttons == ["申请使用权限"]
    assert not [name for name in names if name in left.words + guest.words]

    press(workspace, home, "Ask for access")
    with Session(sqlite_engine) as session:
        assert [one.slack_id for one in session.scalars(select(AccessRequest))] == ["U0LEE"]


def test_whoever_lost_sight_of_a_customer_cannot_act_on_what_home_still_shows(
    workspace: LocalSlack, sqlite_engine: Engine
) -> None:
    home = workspace.as_("joe").home
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Customer, 1).owner_id = CHEN
        session.get_one(Alert, 17).announced_at = None
    press(workspace, home, block_of(home, "/alerts take 17 v0"))
    with Session(sqlite_engine) as session:
        assert session.get_one(Alert, 17).taken_by in {None, JOE}


def test_an_administrator_lets_somebody_in_and_changes_the_rules_from_home(
    workspace: LocalSlack, sqlite_engine: Engine
) -> None:
    home = workspace.as_("grace").home
    press(workspace, home, "Let in as salesperson")
    with Session(sqlite_engine) as session:
        assert session.scalar(select(Person.role).where(Person.slack_id == "U0LEE")) == "salesperson"

    home.button(block_of(home, "form_policy ")).click()
    modal = workspace.as_("grace").modal
    modal.fill("Or of more value in 365 days than", "many").submit()
    assert list(modal.errors) == ["Or of more value in 365 days than"]
    modal.fill("Or of more value in 365 days than", "75,000")
    modal.fill("What may salespeople see of colleagues' customers?", "Name and owner only")
    changed(workspace, home, modal.submit)
    assert "Of colleagues' customers salespeople see name and owner only." in workspace.as_("grace").home.words
    with Session(sqlite_engine) as session:
        made = {one.name: one.value["is"] for one in session.scalars(select(Choice))}
    assert made == {"colleagues": "names", "approve_value": "75000"}


def test_a_manager_looks_at_a_handover_and_approves_it_on_home(workspace: LocalSlack, sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session, session.begin():
        number = propose(session, {1: CHEN}, by=MARIA, now=NOON).id
        life.confirm(session, number, approval=Approval((PRIYA,), NOON + timedelta(days=2)), by=MARIA, now=NOON)
    assert (
        "*Maria Santos* asks to move 1 account, $3,000 a year, from Joe Marsh to 陈志远."
        in workspace.as_("maria").home.words
    )
    home = workspace.as_("priya").home
    assert home.words.startswith("Waiting for approval")
    press(workspace, home, block_of(home, f"/assign show {number}"))
    press(workspace, home, "Approve")
    with Session(sqlite_engine) as session:
        assert session.get_one(Customer, 1).owner_id == CHEN


def test_two_openings_at_once_and_one_that_slack_repeats_leave_one_home(workspace: LocalSlack) -> None:
    for tab in ("home", "home", "messages"):
        workspace.tells({"type": "app_home_opened", "user": "U0JOE", "channel": "D1", "tab": tab})
    workspace.until(lambda: workspace.workspace.homes.get("U0JOE"))
    workspace.waits_for_quiet()
    assert 1 <= len(workspace.exchanges("views.publish")) <= 2
    assert headings(workspace, "joe")[0] == "First: 中成大酒店"


def test_what_slack_does_not_take_arrives_in_plain_text(workspace: LocalSlack) -> None:
    home = workspace.as_("joe").home
    publish(workspace.client, "U0JOE", [*home.blocks, {"type": "hologram"}])
    assert {block["type"] for block in home.blocks} == {"section"}
    assert "Harbour Hotel" in home.words


def press(workspace: LocalSlack, home: Home, button: str) -> None:
    """Press a button on Home, and wait until Home is another one."""
    changed(workspace, home, home.button(button).click)


def changed(workspace: LocalSlack, home: Home, act: Callable[[], object]) -> None:
    """Do something, and wait until Home is another one."""
    view = home.view
    before = view.hash
    act()
    workspace.until(lambda: view.hash != before, "Home stays as it is")
    workspace.waits_for_quiet()


def block_of(home: Home, line: str) -> str:
    """Return the id of the block whose one button asks a line."""
    return next(str(block["block_id"]) for block in home.blocks if (block.get("accessory") or {}).get("value") == line)


def test_who_is_no_manager_any_more_sees_no_handover_that_they_were_to_approve(
    workspace: LocalSlack, sqlite_engine: Engine
) -> None:
    with Session(sqlite_engine) as session, session.begin():
        number = propose(session, {10: CHEN}, by=MARIA, now=NOON).id
        session.get_one(Person, PRIYA).role = "lead"
        session.get_one(Person, MARIA).manager_id = None
        life.confirm(session, number, approval=Approval((PRIYA,), NOON + timedelta(days=2)), by=MARIA, now=NOON)
    assert "Waiting for approval" not in workspace.as_("priya").home.words
    assert "Waiting for approval" in workspace.as_("maria").home.words
