"""`/alerts`: who sees what, what people do, and what they are told who come too late or may not."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import answering
from bot.answering import Outcome
from bot.commands import COMMANDS
from bot.commands.alerts import HELP
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Asker, Question, Reply
from storage import database
from storage.tables import Absence, Alert, AlertEvent, Contact, Customer, Hearing, Message, RuleChoice
from tests.bot.views.limits import breaches
from tests.business import TODAY, classification, customer, person, profile, remember
from tests.databases import on_sqlite

NOON = datetime(2025, 11, 28, 12, tzinfo=UTC)
"""A Friday."""

GRACE, MARIA, JOE, TOM, BEN = range(1, 6)
ROLES = {GRACE: "manager", MARIA: "lead", JOE: "salesperson", TOM: "salesperson", BEN: "salesperson"}

SLIPPING = {
    "usual_month": 4.1,
    "visits_30d": 1,
    "days_since_last_visit": 30,
    "longest_before": 9,
    "like_this": 0.7,
    "value_at_risk": 12_400_0000,
}


def alert(alert_id: int, customer_id: int, **values: object) -> Alert:
    """Return an alert about a VIP who is slipping."""
    usual = {
        "rule": "vip_slipping",
        "as_of": TODAY,
        "found_at": NOON - timedelta(hours=6),
        "announced_at": NOON - timedelta(hours=1),
        "value_at_risk": Decimal(12_400),
        "evidence": SLIPPING,
        "state": "open",
        "version": 0,
        "escalated": 0,
    }
    return Alert(**{"id": alert_id, "customer_id": customer_id, **usual, **values})


@pytest.fixture
def team(engine: Engine) -> Engine:
    """Joe and Tom report to Maria, she to Grace; Ben has left. Joe owns Acme, Tom Bolt, nobody Cask."""
    leads: Mapping[int, int | None] = {GRACE: None, MARIA: GRACE, JOE: MARIA, TOM: MARIA, BEN: MARIA}
    names = {GRACE: "Grace", MARIA: "Maria", JOE: "Joe", TOM: "Tom", BEN: "Ben"}
    remember(
        engine,
        *(
            person(number, name, role=ROLES[number], manager_id=lead, slack_id=f"U{number}", active=number != BEN)
            for (number, name), lead in zip(names.items(), leads.values(), strict=True)
        ),
        classification(),
        customer(1, "Acme", owner_id=JOE),
        customer(2, "Bolt", owner_id=TOM),
        customer(3, "Cask"),
        *(profile(number, tier="MVC") for number in (1, 2, 3)),
        alert(17, 1),
        alert(18, 1, rule="vip_stage_worse", evidence={"activity": "dormant"}, value_at_risk=Decimal(500)),
        alert(20, 2),
        alert(30, 3, rule="vip_unowned", evidence={}),
    )
    return engine


def asked(engine: Engine, line: str, *, by: int | None, language: Language = ENGLISH, now: datetime = NOON) -> Reply:
    """Return what somebody is answered who types a line."""
    return outcome(engine, line, by=by, language=language, now=now)[0]


def outcome(
    engine: Engine, line: str, *, by: int | None, language: Language = ENGLISH, now: datetime = NOON
) -> tuple[Reply, Outcome]:
    """Return what somebody is answered who types a line, and whether it was an answer."""
    asker = Asker(by, f"P{by}", f"U{by}", ROLES.get(by or 0, "salesperson"))
    question = Question(
        words=line,
        asker=asker,
        today=now.date(),
        now=now,
        language=language,
        sessions=database.sessions(engine),
        time_zone=ZoneInfo("UTC"),
        business_day=now.date() - timedelta(days=1),
    )
    return answering.answer(question, COMMANDS, prefix="")


def state(engine: Engine, alert_id: int) -> Alert:
    """Return an alert as it is stored."""
    with Session(engine) as session:
        return session.get_one(Alert, alert_id)


def test_everybody_lists_what_they_look_after_and_nothing_else(team: Engine) -> None:
    assert asked(team, "/alerts", by=JOE).text.startswith("2 alerts are open. 17: Acme")
    assert asked(team, "/alerts", by=MARIA).text.startswith("3 alerts are open.")
    assert asked(team, "/alerts", by=GRACE).text.startswith("4 alerts are open.")
    assert asked(team, "/alerts all", by=JOE).text.startswith("Only managers see all alerts")
    assert asked(team, "/alerts team", by=JOE).text.startswith("Nobody of the sales team reports to you")
    assert asked(team, "/alerts all rule vip_unowned", by=GRACE).text.startswith("1 alert is open. 30: Cask")


@on_sqlite
@pytest.mark.parametrize("line", ["/alerts", "/alerts show 17", "/alerts take 17", "/alerts stats", "/alerts settings"])
def test_strangers_and_those_who_left_learn_what_to_do_and_no_name(team: Engine, line: str) -> None:
    for by in (None, BEN):
        reply, came = outcome(team, line, by=by)
        assert came is Outcome.REFUSED
        assert reply.text == "I answer the sales team, and I do not know you as one of it."
        assert reply.blocks[-1]["elements"][0]["value"] == "/people ask"
        assert not any(name in reply.text for name in ("Grace", "Joe", "Acme"))


@pytest.mark.parametrize("order", ["take", "show", "history", "reassign"])
def test_an_alert_that_is_none_of_ones_business_is_as_if_there_were_none(team: Engine, order: str) -> None:
    theirs, none = (asked(team, f"/alerts {order} {number}", by=JOE).text for number in (20, 99))
    assert theirs.startswith("There is no alert 20.")
    assert theirs.replace("20", "99", 1) == none
    assert state(team, 20).state == "open"


def test_whoever_was_told_of_an_alert_may_act_on_it_but_not_give_the_customer_away(team: Engine) -> None:
    moment = {"created_at": NOON, "due_at": NOON, "content": {"why": "instead"}}
    remember(team, Message(mark="alert:20:3", kind="alert", alert_id=20, person_id=JOE, **moment))
    assert asked(team, "/alerts take 20", by=JOE).text == "Yours now: Bolt (20)."
    refused = asked(team, "/alerts reassign 20 Joe", by=JOE).text
    assert refused.startswith("Alert 20 is not about a customer of yours. Ask Tom, Maria.")


def test_an_alert_says_what_changed_who_and_why_you_first(team: Engine) -> None:
    reply = asked(team, "/alerts show 17", by=JOE)
    first, shown, buttons, last = reply.blocks
    assert first["text"]["text"] == "*Acme* is coming less often. You are its owner."
    assert shown["text"]["text"].startswith(
        "Usually 4.1 visits a month, 1 in the last 30 days; away 3 weeks longer than ever; 7 of 10 like this dropped; "
        "$12,400 a year at risk."
    )
    assert [each["type"] for each in buttons["elements"]] == ["button", "button", "static_select", "button"]
    assert last["elements"][-1]["text"] == "Data as of Nov 30, 2025."
    assert reply.text.startswith("*Acme* is coming less often. You are its owner. Usually 4.1 visits a month")


def test_taking_is_told_with_a_way_back_and_the_second_comes_too_late(team: Engine) -> None:
    mine = asked(team, "/alerts take 17 v0", by=JOE)
    assert (mine.text, mine.in_place) == ("Yours now: Acme (17).", True)
    assert [each["text"]["text"] for each in mine.blocks[-1]["elements"]] == ["Undo", "Open it", "What is open"]
    late = asked(team, "/alerts take 17 v0", by=MARIA, now=NOON + timedelta(minutes=5))
    assert late.text.startswith("Joe has had alert 17 since 12:00. Ask them")
    assert not late.in_place
    again = asked(team, "/alerts take 17 v0", by=JOE)
    assert again.text == "It was so already: Acme (17)."
    assert state(team, 17).taken_by == JOE


@pytest.mark.parametrize("number", ["999999999999999999999", "17999999999999999999", "-17", "0", "１７９", "id:17"])
def test_a_number_of_no_alert_does_nothing_to_any_other(team: Engine, number: str) -> None:
    _, came = outcome(team, f"/alerts take {number}", by=GRACE)
    assert came is Outcome.REFUSED
    assert state(team, 17).state == "open"


@on_sqlite
@pytest.mark.parametrize(
    "line",
    [
        "reassign 17 @nobody",
        "reassign 17 id:999999999999999999999",
        "reassign 17 id:-1",
        f"reassign 17 id:{BEN}",
        "reassign 17",
        "snooze 17 9999-12-31",
        "snooze 17 0001-01-01",
        "snooze 17 999m",
        "absence 17 paused until 0001-01-01",
        "settings set limit 000000000999",
        "settings set country XX",
        "settings set work 9-9",
        "settings set days none,8",
        "stats days 00000000099999999",
        "page 99999999999999999999 x",
    ],
)
def test_what_is_impossible_is_refused_in_a_sentence(team: Engine, line: str) -> None:
    _, came = outcome(team, f"/alerts {line}", by=GRACE)
    assert came is Outcome.REFUSED
    assert state(team, 17).version == 0


def test_a_note_stays_as_it_was_written_and_pings_nobody(team: Engine) -> None:
    note = "价格太高，要回访！<!channel> 5㎡ " + "x" * 4_000
    asked(team, f'/alerts log 17 call note "{note}"', by=JOE)
    with Session(team) as session:
        assert session.scalars(select(Contact.note)).one() == note
    shown = asked(team, "/alerts show 17", by=JOE)
    assert "价格太高，要回访！&lt;!channel&gt;" in str(shown.blocks)
    assert "<!channel>" not in shown.text + str(shown.blocks)
    assert breaches(shown) == []


def test_undo_brings_back_what_was(team: Engine) -> None:
    asked(team, "/alerts take 17", by=JOE)
    assert asked(team, "/alerts undo 17", by=JOE).text == "Taken back: Acme (17)."
    assert state(team, 17).taken_by is None
    assert asked(team, "/alerts undo 17", by=JOE).text.startswith("You have done nothing to alert 17")


def test_several_are_taken_at_once_and_those_that_cannot_be_are_named(team: Engine) -> None:
    asked(team, "/alerts take 18", by=MARIA)
    reply = asked(team, "/alerts take 17 18 20 99", by=JOE)
    assert reply.text.startswith("Yours now: Acme (17). Maria has had alert 18 since 12:00.")
    assert "There is no alert 20." in reply.text
    assert "There is no alert 99." in reply.text
    assert reply.blocks[-1]["elements"][0]["value"] == "/alerts undo 17"


@on_sqlite
@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("today", datetime(2025, 12, 1, 9, tzinfo=UTC)),
        ("until friday", datetime(2025, 12, 1, 9, tzinfo=UTC)),
        ("3d", datetime(2025, 12, 3, 9, tzinfo=UTC)),
        ("1w", datetime(2025, 12, 5, 9, tzinfo=UTC)),
        ("1m", datetime(2025, 12, 29, 9, tzinfo=UTC)),
        ("2025-12-24", datetime(2025, 12, 24, 9, tzinfo=UTC)),
        ("until next week", datetime(2025, 12, 1, 9, tzinfo=UTC)),
    ],
)
def test_a_snooze_ends_when_work_begins(team: Engine, words: str, until: datetime) -> None:
    assert asked(team, f"/alerts snooze 17 v0 {words}", by=JOE).text == "Snoozed: Acme (17)."
    assert state(team, 17).snoozed_until == until
    assert "snoozed this until" in asked(team, "/alerts show 17", by=JOE).blocks[2]["text"]["text"]
    assert asked(team, "/alerts wake 17", by=JOE).text == "The snooze is over: Acme (17)."


def test_a_snooze_may_last_until_they_next_visit(team: Engine) -> None:
    asked(team, "/alerts snooze 17 until they next visit", by=JOE)
    assert state(team, 17).snoozed_to_visit_after == TODAY - timedelta(days=12)


@on_sqlite
@pytest.mark.parametrize("words", ["", "soon", "0d", "2025-13-01", "2025-11-27", "2031-01-01"])
def test_a_snooze_without_an_end_ahead_is_refused(team: Engine, words: str) -> None:
    assert outcome(team, f"/alerts snooze 17 {words}", by=JOE)[1] is Outcome.REFUSED
    assert state(team, 17).version == 0


def test_a_contact_is_logged_with_its_cause_and_note(team: Engine) -> None:
    asked(team, "/alerts log 17 call cause price note “They want fish”", by=JOE)
    with Session(team) as session:
        made = session.scalars(select(Contact)).one()
    assert (made.kind, made.cause, made.note, made.day) == ("call", "price", "They want fish", NOON.date())
    assert (state(team, 17).state, state(team, 17).taken_by) == ("contacted", JOE)
    assert "Last contact: a call on Nov 28, 2025 by Joe: price" in str(asked(team, "/alerts show 17", by=JOE).blocks)


def test_a_known_absence_closes_the_alert_and_says_until_when(team: Engine) -> None:
    asked(team, '/alerts absence 17 holiday until 24 dec because "Skiing in the Alps"', by=JOE)
    with Session(team) as session:
        noted = session.scalars(select(Absence)).one()
    assert (noted.kind, noted.last_day, noted.reason) == ("holiday", date(2025, 12, 24), "Skiing in the Alps")
    assert noted.told_on == NOON.date() - timedelta(days=1), "as it is where the business is"
    assert state(team, 17).state == "dismissed"
    assert asked(team, "/alerts take 17", by=JOE).text.startswith("Alert 17 is closed since 12:00")


def test_a_customer_is_handed_over_to_somebody_who_is_there(team: Engine) -> None:
    assert asked(team, "/alerts reassign 30 Ben", by=GRACE).text.startswith("Ben has left the sales team.")
    assert asked(team, "/alerts reassign 30 <@U4>", by=GRACE).text == "Handed over: Cask (30)."
    assert asked(team, "/alerts reassign 30 id:4", by=GRACE).text.startswith("Tom looks after this customer already.")
    with Session(team) as session:
        assert session.get_one(Customer, 3).owner_id == TOM


def test_a_customer_goes_to_one_of_two_of_a_name_by_what_tells_them_apart(team: Engine) -> None:
    remember(team, person(8, "Tom", email="tom@example.com"))
    assert "Tom (tom@example.com)" in asked(team, "/alerts reassign 30 Tom", by=GRACE).text
    assert asked(team, "/alerts reassign 30 Tom (tom@example.com)", by=GRACE).text == "Handed over: Cask (30)."
    with Session(team) as session:
        assert session.get_one(Customer, 3).owner_id == 8


@pytest.mark.parametrize(
    ("line", "state_after"),
    [
        ("useless 17", "dismissed"),
        ("lost 17", "lost"),
        ("dismiss 17 false_alarm", "dismissed"),
        ("release 17", "open"),
        ("认领 17", "acknowledged"),
    ],
)
def test_what_else_is_done_to_an_alert(team: Engine, line: str, state_after: str) -> None:
    asked(team, f"/alerts {line}", by=JOE)
    assert state(team, 17).state == state_after


@on_sqlite
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tale 17", "Did you mean “take”?"),
        ("take", "Which alert? Add its number: `/alerts take 17`."),
        ("take 17 please", "I do not understand “please”."),
        ("log 17 pigeon", "I do not understand “pigeon”."),
        ("log 17 call because x", "I do not understand “because”."),
        ("absence 17 holiday until soon", "I do not understand “soon”."),
        ("dismiss 17 whatever", "I do not understand “whatever”."),
        ("rule nonsense", "I do not understand “nonsense”."),
        ("mute vip_sliping", "Did you mean “vip_slipping”?"),
        ("settings whatever", "Did you mean “settings set”?"),
        ("stats days many", "I do not understand “many”."),
        ("show 17 18", "Which alert? Add its number"),
        ("show 99", "There is no alert 99."),
    ],
)
def test_what_is_not_understood_is_refused_with_the_nearest(team: Engine, line: str, told: str) -> None:
    reply, came = outcome(team, f"/alerts {line}", by=JOE)
    assert came is Outcome.REFUSED
    assert told in reply.text


def test_history_names_everybody_in_order(team: Engine) -> None:
    asked(team, "/alerts take 17", by=JOE)
    asked(team, "/alerts release 17", by=JOE)
    assert asked(team, "/alerts reassign 17 Tom", by=MARIA).text.startswith("Acme changes hands with a manager's")
    asked(team, "/alerts reassign 17 Tom", by=GRACE)
    told = asked(team, "/alerts history 17", by=MARIA).blocks[1]["text"]["text"].split("\n")
    assert [line.partition(">: ")[2] for line in told] == [
        "Joe took this.",
        "Joe gave this back.",
        "Grace handed the customer over to Tom.",
    ]


def test_settings_are_changed_by_text_and_shown(team: Engine) -> None:
    line = "/alerts settings set limit 3, digest 8, vip_back off, work 8-17, days mon-thu, country de-by, quiet off"
    shown = asked(team, line, by=JOE).text
    assert "At most 3 a day" in shown
    assert "A VIP is back: *Never*" in shown
    assert "Work: 08:00 to 17:00, Mon, Tue, Wed, Thu, UTC." in shown
    with Session(team) as session:
        kept = session.get_one(Hearing, JOE)
        assert (kept.daily_limit, kept.digest_hour, kept.work_days, kept.country) == (3, 8, "1234", "DE-BY")
        assert kept.digest is None


@on_sqlite
def test_the_working_week_of_a_country_is_shown_and_another_can_be_chosen(team: Engine) -> None:
    assert "Mon, Tue, Wed, Thu, Sun, UTC." in asked(team, "/alerts settings set country sa", by=JOE).text
    assert "Mon, Tue, Wed, Thu, Fri, UTC." in asked(team, "/alerts settings set days mon-fri", by=JOE).text


def test_who_wants_no_digest_any_more_hears_what_waits_for_it_and_has_to_be_taken(team: Engine) -> None:
    waits = {"kind": "alert", "state": "folded", "person_id": JOE, "created_at": NOON, "due_at": NOON}
    remember(team, Message(mark="a", alert_id=17, content={"why": "owner"}, **waits))
    remember(team, Message(mark="b", alert_id=18, content={"why": "team"}, **waits))
    asked(team, "/alerts settings set digest off", by=JOE)
    with Session(team) as session:
        assert dict(session.execute(select(Message.mark, Message.state)).all()) == {"a": "waiting", "b": "folded"}


@on_sqlite
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("limit many", "“many” is no number from 0 to 100."),
        ("limit 101", "“101” is no number from 0 to 100."),
        ("work 18-9", "Work must end after it begins"),
        ("work 9", "“9” is no number"),
        ("work 9:30-17:00", "“9:30-17:00” is no number from 0 to 24."),
        ("digest 8:45", "“8:45” is no number from 0 to 23."),
        ("days someday", "“someday” are no days of the week"),
        ("country Atlantis", "I know no public holidays of “Atlantis”"),
        ("vip_back maybe", "“maybe” is none of now, digest, off."),
        ("scope all", "You hear of your own customers"),
        ("scope nobody", "“nobody” is none of mine, team, all."),
        ("channel <#C123|team>", "You hear of your own customers"),
        ("quiet perhaps", "“perhaps” is none of"),
        ("volume 11", "I do not understand “volume”."),
        ("", "I do not understand “set”."),
    ],
)
def test_settings_that_make_no_sense_are_refused(team: Engine, words: str, told: str) -> None:
    reply, came = outcome(team, f"/alerts settings set {words}", by=JOE)
    assert came is Outcome.REFUSED
    assert told in reply.text


def test_a_kind_is_muted_for_whoever_mutes_it_and_comes_back(team: Engine) -> None:
    assert asked(team, "/alerts mute vip_slipping", by=JOE).text.startswith("You hear no more of this kind")
    with Session(team) as session:
        assert [(one.person_id, one.mode) for one in session.scalars(select(RuleChoice))] == [(JOE, "off")]
    asked(team, "/alerts unmute vip_slipping", by=JOE)
    with Session(team) as session:
        assert session.scalars(select(RuleChoice)).all() == []


def test_stats_say_what_came_of_it(team: Engine) -> None:
    asked(team, "/alerts take 17", by=JOE)
    reply = asked(team, "/alerts stats", by=MARIA)
    assert reply.text.startswith("3 alerts in 90 days: 1 acted on, 0 back to usual, worth $0 since.")
    assert asked(team, "/alerts stats days 1 all", by=JOE).text.startswith("Only managers see all alerts")


@on_sqlite
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@pytest.mark.parametrize("usage", [*HELP, "/alerts help", "/alerts state lost", "/alerts 17", "/alerts page 9"])
def test_slack_takes_every_answer_to_what_help_tells_people_to_type(
    team: Engine, usage: str, language: Language
) -> None:
    if "backtest" in usage:
        pytest.skip("takes a process of its own")
    reply = asked(team, usage.replace("@name", "Tom"), by=GRACE, language=language)
    assert breaches(reply) == []


def test_a_backtest_runs_in_a_process_of_its_own_on_the_same_database(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, person(GRACE, "Grace", role="manager", slack_id="U1"), classification())
    reply = asked(sqlite_engine, "/alerts backtest vip_slipping", by=GRACE)
    assert "There are no visits in that time: nothing to look back on." in reply.text


def test_who_did_it_is_kept(team: Engine) -> None:
    asked(team, "/alerts take 17", by=JOE)
    with Session(team) as session:
        [event] = session.scalars(select(AlertEvent))
    assert (event.person_id, event.kind, event.at) == (JOE, "acknowledged", NOON)
