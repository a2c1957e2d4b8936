"""Who is of the team, as it is in Slack: strangers ask, administrators decide, people leave, user groups change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import clock
from bot.commands import COMMANDS
from bot.jobs import departures, roster
from bot.settings import Settings
from bot.slack.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.slack.pace import Patience
from bot.worker import Worker, tasks
from playground.clock import Clock
from playground.testing import LocalSlack
from storage import database
from storage.tables import AuditEntry, Person, SlackMember
from tests.bot.at_work import AtWork
from tests.bot.slack.installed import installed
from tests.business import classification, customer, person, profile, remember

FRIDAY_NOON = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)
HASTE = Patience(call=5, claim=60, settle=0.3, channel=0.0, workspace=0.0, longest=0.1)

MEMBERS = (
    {"id": "U0GRACE", "name": "grace"},
    {"id": "U0ADA", "name": "ada"},
    {"id": "U0MARIA", "name": "maria"},
    {"id": "U0JOE", "name": "joe"},
    {"id": "U0CHEN", "name": "chen", "locale": "zh-CN"},
    {"id": "U0LEE", "name": "lee", "real_name": "Lee Fox"},
    {"id": "U0GUS", "name": "gus", "is_guest": True},
    {"id": "U0DANA", "name": "dana", "is_stranger": True},
)
GROUPS = ({"id": "S0EAST", "handle": "east-sales", "name": "East", "members": ["lee"]},)


@dataclass(frozen=True)
class Office:
    """The workspace, the bot's database, and its settings."""

    slack: LocalSlack
    engine: Engine
    settings: Settings

    def reads_the_roster(self) -> None:
        """Have the job read who is in the workspace, if that is due."""
        self.slack.waits_for_quiet()
        sessions = database.sessions(self.engine)
        roster.refresh(
            clock.now(), sessions=sessions, settings=self.settings, started=FRIDAY_NOON, pause=lambda _: None
        )
        departures.tell(clock.now(), sessions=sessions, zone=self.settings.time_zone)

    def says(self, name: str, line: str) -> Any:
        """Return what somebody hears who types a line."""
        actor = self.slack.as_(name)
        actor.types(line)
        return actor.hears()[-1]

    def person(self, name: str) -> Person:
        """Return somebody of the team."""
        with Session(self.engine) as session:
            return session.scalars(select(Person).where(Person.name == name)).one()

    def recorded(self) -> list[tuple[str, str, int | None]]:
        """Return what is on the record: what, of whom, by whom."""
        with Session(self.engine) as session:
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(one.action, one.subject, one.person_id) for one in entries]


def connected(workspace: LocalSlack, **chosen: Any) -> Settings:
    """Return the settings of a bot in a workspace."""
    return Settings(slack_bot_token=workspace.bot_token, slack_api_url=workspace.api_url.rstrip("/"), **chosen)


@pytest.fixture
def office(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Office]:
    """Grace manages, Maria leads Joe, Ada administers; nobody knows Lee, Gus is a guest, Dana of another company."""
    time = Clock(FRIDAY_NOON, file=tmp_path / "clock")
    clock.follow(tmp_path / "clock")
    remember(
        sqlite_engine,
        classification(as_of=FRIDAY_NOON.date()),
        person(1, "Grace Whitfield", role="manager", slack_id="U0GRACE", matched_by="file"),
        person(2, "Maria Santos", role="lead", manager_id=1, slack_id="U0MARIA", matched_by="file"),
        person(3, "Joe Marsh", manager_id=2, slack_id="U0JOE", matched_by="file"),
        person(4, "Amara Okafor", manager_id=2, email="chen@example.com"),
        customer(1, "中成大酒店", owner_id=3),
        customer(2, "Acme", owner_id=3),
        *(profile(number, tier="MVC") for number in (1, 2)),
    )
    chosen: dict[str, Any] = {"admins": frozenset({"U0ADA", "U0GUS"}), "match_people_by_email": True}
    office: dict[str, Any] = {"people": MEMBERS, "groups": GROUPS, "clock": time}
    with installed(sqlite_engine, COMMANDS, at_work=AtWork(), chosen=chosen, **office) as running:
        settings = connected(running, **chosen)
        working = Worker(tasks(database.sessions(sqlite_engine), settings, HASTE))
        found = Office(running, sqlite_engine, settings)
        found.reads_the_roster()
        working.start()
        yield found
        working.stop()
    clock.follow(None)


def test_a_stranger_asks_once_a_day_an_administrator_decides_and_all_see_it(office: Office) -> None:
    refused = office.says("lee", "/customer Acme")
    assert refused.text.startswith("I answer the sales team, and I do not know you as one of it.")
    refused.button("Ask for access").click()
    assert office.slack.heard_by("lee")[-1].text == "I have asked Ada to let you in. You will hear from me."
    assert office.says("lee", "/people ask").text.startswith("You have asked already.")

    [request] = office.slack.heard_by("ada")
    assert request.words.startswith("*Lee Fox* (@lee, lee@example.com) asks to be let in.")
    assert request.buttons == ["Let in as salesperson", "Refuse"]
    request.button("Let in as salesperson").click()
    [shown] = office.slack.heard_by("ada")
    assert shown.is_update
    assert shown.words.startswith("*Lee Fox* (@lee, lee@example.com) was let in by Ada")
    assert office.slack.heard_by("lee")[-1].text == "Ada has let you in. Type `/customer help` to begin."
    assert "*Acme*" in office.says("lee", "/customer Acme").words

    assert office.says("ada", "/people refuse U0LEE").text.startswith("Ada has let Lee Fox in already.")
    assert [what for what, *_ in office.recorded() if what.startswith("access")] == ["access.asked", "access.granted"]


def test_who_is_refused_may_ask_again_on_another_day(office: Office) -> None:
    office.says("lee", "/people ask")
    office.slack.heard_by("ada")[0].button("Refuse").click()
    assert office.slack.heard_by("lee")[-1].text == "Ada has not let you in. Ask them if that is a mistake."
    assert office.says("lee", "/people ask").text.startswith("You have asked already.")
    office.slack.clock.on("+1 day")
    assert office.says("lee", "/people ask").text.startswith("I have asked Ada")


@pytest.mark.parametrize("name", ["gus", "dana"])
def test_a_guest_or_somebody_of_another_workspace_is_never_let_in(office: Office, name: str) -> None:
    assert office.says(name, "/people ask").text.startswith(("I answer the people of one sales team", "Slack has not"))
    slack_id = office.slack.as_(name).id
    assert office.says("ada", f"/people add <@{slack_id}|{name}>").text.startswith(f"{name.capitalize()} cannot be of")
    with Session(office.engine) as session:
        assert session.scalar(select(Person).where(Person.slack_id == slack_id)) is None


def test_who_becomes_a_guest_or_is_deactivated_is_locked_out_within_the_event(office: Office) -> None:
    assert office.says("joe", "/customer Acme").text.startswith("*Acme*")
    office.slack.changes("joe", is_guest=True)
    office.slack.waits_for_quiet()

    assert office.says("joe", "/customer Acme").text.startswith("I answer the sales team")
    assert office.person("Joe Marsh").slack_id is None


def test_a_departure_is_noticed_and_the_lead_hears_of_it_once_with_a_proposal(office: Office) -> None:
    office.slack.deactivates("joe")
    for _ in range(3):
        office.reads_the_roster()
    [told] = office.slack.heard_by("maria")
    assert told.words.startswith("*Joe Marsh has left: their Slack account is closed.*")
    assert "They look after 2 accounts" in told.words
    assert told.buttons == ["Look at a proposal", "Their book"]
    told.button("Look at a proposal").click()
    preview = office.slack.heard_by("maria")[-1]
    assert "2 accounts" in preview.words
    assert "Amara Okafor" in preview.words
    told.button("Their book").click()
    assert "Joe Marsh" in office.slack.heard_by("maria")[-1].words
    joe = office.person("Joe Marsh")
    assert (joe.active, joe.left_by) == (False, "slack")

    office.slack.reactivates("joe")
    office.slack.waits_for_quiet()
    assert office.person("Joe Marsh").active
    assert ("person.left", "person:3", None) in office.recorded()
    assert ("person.returned", "person:3", None) in office.recorded()


def test_a_user_group_gives_a_role_and_a_team_and_takes_them_away(office: Office) -> None:
    office.says("ada", "/people team East")
    assert "within a minute" in office.says("ada", "/people group @east-sales role lead team East").text
    office.reads_the_roster()
    lee = office.person("Lee Fox")
    assert (lee.role, lee.team_group, lee.matched_by) == ("lead", "S0EAST", "group")
    assert office.says("ada", "/people set @lee role salesperson").text.startswith("The user group @east-sales says")

    office.slack.regroups("east-sales", "joe")
    office.reads_the_roster()
    assert office.person("Joe Marsh").role == "lead"
    lee = office.person("Lee Fox")
    assert (lee.active, lee.role, lee.left_by) == (False, "salesperson", "group")
    assert office.says("lee", "/customer Acme").text.startswith("I answer the sales team")

    office.says("ada", "/people group @east-sales none")
    office.reads_the_roster()
    joe = office.person("Joe Marsh")
    assert (joe.active, joe.role, joe.team_id) == (True, "salesperson", None)


def test_addresses_match_people_and_are_looked_at_again_when_they_change(office: Office) -> None:
    assert (office.person("Amara Okafor").slack_id, office.person("Amara Okafor").matched_by) == ("U0CHEN", "email")
    assert "Acme" in office.says("chen", "/customer Acme").text

    office.slack.changes("chen", email="someone.else@example.com")
    office.slack.waits_for_quiet()
    assert office.person("Amara Okafor").slack_id is None
    assert office.says("chen", "/customer Acme").text.startswith("I answer the sales team")

    office.slack.changes("chen", email="Chen@Example.com", is_email_confirmed=False)
    office.slack.waits_for_quiet()
    assert office.person("Amara Okafor").slack_id is None
    office.slack.changes("chen", is_email_confirmed=True)
    office.slack.waits_for_quiet()
    assert office.person("Amara Okafor").slack_id == "U0CHEN"


def test_somebody_is_added_and_changed_in_forms(office: Office) -> None:
    team = office.says("ada", "/people")
    team.button("Add somebody…").click()
    office.slack.as_("ada").modal.fill("Who?", "Lee Fox", typed="lee").fill("Role", "Salesperson").submit()
    added = office.slack.heard_by("ada")[-1]
    assert "Lee Fox is of the sales team from now on." in added.words

    office.says("ada", "/people team East")
    added.button("Change…").click()
    form = office.slack.as_("ada").modal.fill("Role", "Lead").fill("Team", "East")
    form.fill("Reports to", "Grace Whitfield", typed="").fill("E-mail", "lee@example.org").submit()
    assert "Lee Fox is changed." in office.slack.heard_by("ada")[-1].words
    lee = office.person("Lee Fox")
    assert (lee.role, lee.manager_id, lee.email, lee.matched_by) == ("lead", 1, "lee@example.org", "hand")


def test_ten_thousand_members_are_read_page_by_page_at_the_pace_that_slack_allows(sqlite_engine: Engine) -> None:
    crowd = [{"id": f"U{number:05}", "name": f"p{number}"} for number in range(10_000)]
    with installed(sqlite_engine, COMMANDS, people=crowd, scopes=(*NEEDED_SCOPES, *OPTIONAL_SCOPES)) as running:
        running.slack.rates.is_on = True
        pauses: list[float] = []
        settings = connected(running)

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            running.clock.on(f"+{seconds:.0f} seconds")

        roster.refresh(
            clock.now(),
            sessions=database.sessions(sqlite_engine),
            settings=settings,
            started=clock.now() - timedelta(days=1),
            pause=pause,
        )
        refused = [one for one in running.exchanges("users.list") if one.refused]
    with Session(sqlite_engine) as session:
        assert len(session.scalars(select(SlackMember.slack_id)).all()) == 10_002
    assert (len(pauses), refused) == (20, [])
