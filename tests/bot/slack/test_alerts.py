"""Alerts in Slack as people have them on their screens: messages that change in place, forms, boxes to tick."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import clock
from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Worker, tasks
from playground.clock import Clock
from playground.testing import LocalSlack
from playground.testing.hearing import Heard
from storage import database
from storage.tables import Absence, Alert, Choice, Contact, Customer, Hearing, Message, RuleChoice
from tests.bot.slack.installed import installed
from tests.business import classification, customer, person, profile, remember

FRIDAY_NOON = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)
HASTE = Patience(call=5, claim=60, settle=0.3, channel=0.0, workspace=0.0, longest=0.1)

PEOPLE = (
    {"id": "U0GRACE", "name": "grace"},
    {"id": "U0MARIA", "name": "maria"},
    {"id": "U0JOE", "name": "joe"},
    {"id": "U0CHEN", "name": "chen"},
    {"id": "U0LEE", "name": "lee"},
)

SLIPPING = {
    "usual_month": 4.1,
    "visits_30d": 1,
    "days_since_last_visit": 30,
    "longest_before": 9,
    "like_this": 0.7,
    "value_at_risk": 12_400_0000,
}


def alert(alert_id: int, customer_id: int, *, announced_at: datetime | None = None) -> Alert:
    """Return an alert that a VIP comes less often; it is still to be announced."""
    return Alert(
        id=alert_id,
        rule="vip_slipping",
        customer_id=customer_id,
        as_of=FRIDAY_NOON.date(),
        found_at=FRIDAY_NOON,
        announced_at=announced_at,
        value_at_risk=Decimal(12_400),
        evidence=SLIPPING,
        state="open",
        version=0,
        escalated=0,
    )


@pytest.fixture
def workspace(sqlite_engine: Engine, tmp_path: Path) -> Iterator[LocalSlack]:
    """Joe and Chen report to Maria, she to Grace; Joe has a customer, Chen has one, and nobody knows Lee."""
    time = Clock(FRIDAY_NOON, file=tmp_path / "clock")
    clock.follow(tmp_path / "clock")
    remember(
        sqlite_engine,
        classification(as_of=FRIDAY_NOON.date()),
        person(1, "Grace Whitfield", role="manager", slack_id="U0GRACE"),
        person(2, "Maria Santos", role="lead", manager_id=1, slack_id="U0MARIA"),
        person(3, "Joe Marsh", manager_id=2, slack_id="U0JOE"),
        person(4, "陈志远", manager_id=2, slack_id="U0CHEN", language="zh"),
        customer(1, "中成大酒店", owner_id=3),
        customer(2, "Acme", owner_id=4),
        *(profile(number, tier="MVC") for number in (1, 2)),
        RuleChoice(person_id=1, rule="vip_slipping", mode="off"),
        Hearing(person_id=2, scope="team"),
    )
    with installed(sqlite_engine, COMMANDS, people=PEOPLE, clock=time) as running:
        yield running
    clock.follow(None)


@pytest.fixture
def worker(sqlite_engine: Engine, workspace: LocalSlack) -> Iterator[Worker]:
    """The worker."""
    settings = Settings(slack_bot_token=workspace.bot_token, slack_api_url=workspace.api_url.rstrip("/"))
    working = Worker(tasks(database.sessions(sqlite_engine), settings, HASTE))
    yield working
    working.stop()


@pytest.fixture
def told(sqlite_engine: Engine, workspace: LocalSlack, worker: Worker) -> dict[str, Heard]:
    """What Joe and Maria are told of Joe's customer, in their direct messages."""
    remember(sqlite_engine, alert(17, 1))
    worker.start()
    return {name: workspace.heard_by(name)[-1] for name in ("joe", "maria")}


def test_an_alert_is_taken_where_it_stands_and_everybody_sees_who_has_it(
    workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    assert told["joe"].words.startswith("*中成大酒店* is coming less often. You are its owner.")
    assert told["maria"].words.startswith("*中成大酒店* is coming less often. Joe Marsh of your team is its owner.")
    assert told["joe"].buttons == ["I'll take it", "Log contact", "Settings"]

    told["joe"].button("I'll take it").click()
    [mine], [theirs] = workspace.heard_by("joe"), workspace.heard_by("maria")
    for seen in (mine, theirs):
        assert seen.is_update
        assert "Joe Marsh has had this since" in seen.words
        assert seen.buttons == ["Log contact", "Give it back", "Settings"]


def test_whoever_presses_a_button_that_somebody_was_quicker_with_is_told_beside_it(
    workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    workspace.fault("ratelimited", of="chat.update", times=9, seconds=60)
    told["joe"].button("I'll take it").click()
    workspace.until(lambda: workspace.exchanges("chat.update"))
    told["maria"].button("I'll take it").click()
    [late] = workspace.heard_by("maria")
    assert (late.is_ephemeral, late.is_update) == (True, False)
    assert late.words.startswith("Joe Marsh has had alert 17 since 12:00.")


def test_a_double_click_does_it_once_and_says_nothing(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    take = told["joe"].button("I'll take it")
    take.click()
    take.click()
    [seen] = workspace.heard_by("joe")
    assert seen.is_update
    workspace.as_("joe").hears_nothing()
    with Session(sqlite_engine) as session:
        assert session.get_one(Alert, 17).version == 1


def test_a_contact_is_logged_in_a_form_and_taken_back(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    joe = workspace.as_("joe")
    told["joe"].button("Log contact").click()
    form = joe.modal.fill("How?", "A visit").fill("What is the cause?", "Price")
    form.fill("Note", 'They said "too dear",\nand left').submit()
    [seen] = joe.hears()
    assert "Last contact: a visit on Nov 28, 2025 by Joe Marsh: price, “They said 'too dear', and left”." in seen.words
    assert seen.buttons == ["Log contact", "Undo", "Settings"]

    seen.button("Undo").click()
    assert "No contact has been logged." in joe.hears()[0].words
    with Session(sqlite_engine) as session:
        assert session.scalars(select(Contact)).all() == []


def test_a_form_that_is_sent_twice_counts_once(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    joe = workspace.as_("joe")
    told["joe"].button("Log contact").click()
    sent = joe.modal.fill("Note", "once")
    sent.submit()
    joe.hears()
    [submission] = workspace.exchanges("view_submission")
    again = urlencode({"payload": json.dumps(submission.request), "try": 2})
    assert workspace.sends_raw(again).status == 200
    joe.hears_nothing()
    with Session(sqlite_engine) as session:
        assert len(session.scalars(select(Contact)).all()) == 1


def test_a_contact_is_logged_whoever_has_taken_the_alert_meanwhile(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    told["joe"].button("Log contact").click()
    told["maria"].button("I'll take it").click()
    assert "Maria Santos has had this since" in workspace.heard_by("joe")[0].words
    workspace.as_("joe").modal.fill("Note", "not lost").submit()
    assert "“not lost”" in workspace.heard_by("joe")[0].words
    with Session(sqlite_engine) as session:
        assert session.scalars(select(Contact.note)).one() == "not lost"
        assert session.get_one(Alert, 17).taken_by == 2


def test_a_snooze_is_chosen_from_the_menu_or_until_a_day_and_shows(
    workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    joe = workspace.as_("joe")
    told["joe"].select("Snooze").choose("Until a day…")
    joe.modal.fill("Until which day?", "2025-11-27").submit()
    assert joe.modal.errors == {"Until which day?": "That day is not ahead."}
    joe.modal.fill("Until which day?", "2025-12-24").submit()
    [seen] = joe.hears()
    work_begins = int(datetime(2025, 12, 24, 9, tzinfo=UTC).timestamp())
    assert f"Joe Marsh snoozed this until <!date^{work_begins}^" in seen.words
    assert seen.buttons == ["I'll take it", "Log contact", "End the snooze", "Undo", "Settings"]

    seen.button("End the snooze").click()
    [awake] = joe.hears()
    awake.select("Snooze").choose("3 working days")
    assert "snoozed this until" in joe.hears()[0].words


def test_a_known_absence_closes_the_alert_with_history_and_undo_left(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    joe = workspace.as_("joe")
    told["joe"].select("ask_kept_0").choose("Known absence…")
    joe.modal.fill("Why do they not come?", "They are on holiday").fill("Last day away", "2025-12-31")
    joe.modal.fill("Reason", "Skiing").submit()
    [closed] = joe.hears()
    assert "Joe Marsh closed this: they are on holiday." in closed.words
    assert closed.buttons == ["Undo", "History"]
    with Session(sqlite_engine) as session:
        assert session.scalars(select(Absence.reason)).one() == "Skiing"

    closed.button("History").click()
    [history] = joe.hears()
    assert history.is_ephemeral
    assert "Joe Marsh closed this: they are on holiday." in history.words


def test_a_customer_is_handed_over_to_somebody_picked_by_name(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    maria = workspace.as_("maria")

    def hand_over() -> None:
        told["maria"].select("ask_kept_0").choose("Reassign…")
        team = maria.modal.field("Who looks after")
        assert team.value["value"] == "id:2", "the lead is suggested"
        assert team.options("") == ["Grace Whitfield", "Joe Marsh", "Maria Santos", "陈志远"]
        maria.modal.fill("Who looks after", "陈志远", typed="").submit()

    hand_over()
    assert maria.hears()[-1].words.startswith("中成大酒店 changes hands with a manager's approval")
    large = {"approve_vips": False, "approve_value": "1000000"}
    at = datetime(2025, 11, 28, tzinfo=UTC)
    remember(sqlite_engine, *(Choice(name=name, value={"is": value}, at=at) for name, value in large.items()))
    hand_over()
    maria.hears()
    with Session(sqlite_engine) as session:
        assert session.get_one(Customer, 1).owner_id == 4
        note = session.scalars(select(Message).where(Message.kind == "handover_note", Message.person_id == 4)).one()
    assert note.content["event"] == "done"


def test_settings_are_changed_in_a_form_that_says_what_is_impossible(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    joe = workspace.as_("joe")
    told["joe"].button("Settings").click()
    form = joe.modal
    assert form.title == "Alert settings"
    form.fill("A VIP is back", "Never").fill("Alerts a day, at most", "3").fill("Work ends", "08:00").submit()
    assert joe.modal.errors == {"Work ends": "Work must end after it begins: `work 9-18`."}
    form.fill("Work ends", "17:00").fill("Public holidays of", "Atlantis").submit()
    assert list(joe.modal.errors) == ["Public holidays of"]
    form.fill("Public holidays of", "GB").submit()
    [saved] = joe.hears()
    assert saved.words.startswith("*Saved. This is how you hear of alerts from now on*")
    assert "At most 3 a day" in saved.words
    with Session(sqlite_engine) as session:
        kept = session.get_one(Hearing, 3)
        assert (kept.daily_limit, kept.work_from, kept.work_to, kept.country) == (3, None, 17, "GB")
        chosen = session.scalars(select(RuleChoice).where(RuleChoice.person_id == 3))
        assert [(one.rule, one.mode) for one in chosen] == [("vip_back", "off")]


def test_a_lead_names_the_channel_of_the_team(
    sqlite_engine: Engine, workspace: LocalSlack, told: dict[str, Heard]
) -> None:
    maria = workspace.as_("maria")
    told["maria"].button("Settings").click()
    workspace.joins("bot", "random")
    workspace.leaves("lee", "random")
    maria.modal.fill("Channel of the team", "random").submit()
    maria.hears(at_least=2)
    remember(sqlite_engine, alert(18, 2))
    assert [one.channel for one in maria.hears()] == ["random"]
    workspace.joins("lee", "random")
    [warned] = maria.hears()
    assert "hears no alerts as long as somebody in it is not of the sales team" in warned.text
    named, posted = workspace.heard_by("lee")
    assert named.text == "Maria Santos has the alerts of their team posted here from now on."
    assert posted.words.startswith("*Acme* is coming less often. 陈志远 is its owner.")

    posted.button("I'll take it").click()
    [refused] = workspace.heard_by("lee")
    assert refused.is_ephemeral
    assert refused.words.startswith("I answer the sales team, and I do not know you")

    posted.button("Log contact").click()
    posted.select("ask_kept_0").choose("Reassign…")
    for refused in workspace.as_("lee").hears(at_least=2):
        assert refused.words.startswith("I answer the sales team, and I do not know you")
    assert workspace.as_("lee").modals == []


def test_several_are_ticked_in_a_list_and_taken_at_once(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    remember(sqlite_engine, *(alert(number, 1, announced_at=FRIDAY_NOON) for number in (17, 18, 19)))
    maria = workspace.as_("maria")
    maria.types("/alerts")
    [listed] = maria.hears()
    assert listed.is_ephemeral
    listed.button("Take ticked").click()
    [asked] = maria.hears()
    assert asked.words.startswith("Which alert? Add its number")
    assert not asked.is_update, "what was listed is still there"

    maria.types("/alerts team")
    [listed] = maria.hears()
    listed.select("ticked_1").choose(["17", "19"])
    listed.button("Take ticked").click()
    [done] = maria.hears()
    assert done.is_update
    assert done.words.startswith("Yours now: 中成大酒店 (17), 中成大酒店 (19).")
    done.button("Undo").click()
    assert maria.hears()[0].words.startswith("Taken back: 中成大酒店 (17), 中成大酒店 (19).")


def test_slack_takes_all_that_was_sent(workspace: LocalSlack, told: dict[str, Heard]) -> None:
    joe = workspace.as_("joe")
    for line in ("/alerts", "/alerts help", "/alerts rules", "/alerts settings", "/alerts stats", "/alerts show 17"):
        joe.types(line)
        assert joe.hears()[0].author == "regulars"
    told["joe"].select("ask_kept_0").choose("Mute this kind")
    [muted] = joe.hears()
    assert muted.words.startswith("You hear no more of this kind: A VIP is coming less often.")
    assert [exchange for exchange in workspace.traffic if exchange.refused] == []
