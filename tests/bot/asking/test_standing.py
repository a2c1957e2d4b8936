"""Whose an alert is: theirs who look after its customer, and for a time theirs to whom it was told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import answering
from bot.commands import COMMANDS
from bot.locale import ENGLISH
from bot.question import Asker, Place
from bot.telling.messages import Occasion, told
from segmentation.profile import Policy
from storage import choices
from storage.alerts.who import who
from storage.handovers import life
from storage.handovers.proposal import propose
from storage.tables import Alert, Cover, Hearing, Message, Person
from tests.bot.commands.test_alerts import alert
from tests.business import TODAY, classification, customer, person, profile, question, remember

GRACE, MARIA, JOE, TOM, LENA, LI = range(1, 7)
NOON = datetime(2025, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Maria leads Joe, Lena leads Li, Grace manages both and Tom; an alert, 17, is about a customer of Joe's."""
    remember(
        sqlite_engine,
        classification(),
        person(GRACE, "Grace", role="manager", slack_id="U1"),
        *(person(one, name, role="lead", manager_id=GRACE, slack_id=f"U{one}") for one, name in LEADS.items()),
        person(JOE, "Joe", manager_id=MARIA, slack_id="U3"),
        person(TOM, "Tom", manager_id=GRACE, slack_id="U4"),
        person(LI, "Li", manager_id=LENA, slack_id="U6"),
        customer(1, "Acme", owner_id=JOE),
        profile(1),
        alert(17, 1),
    )
    return sqlite_engine


LEADS = {MARIA: "Maria", LENA: "Lena"}
NONE = "There is no alert 17."


def asks(engine: Engine, line: str, by: int, *, channel: str | None = None) -> str:
    """Return what somebody is answered."""
    asked = question(engine, line, asker=Asker(by, slack_id=f"U{by}"))
    where = Place.PUBLIC if channel else Place.DIRECT
    return answering.answer(replace(asked, channel_id=channel, place=where), COMMANDS, prefix="")[0].text


def reads(engine: Engine, by: int | None, kind: str = "alert", channel: str | None = None, **content: Any) -> str:
    """Return what a message about the alert says to somebody, or in a channel; nothing where it says nothing."""
    with Session(engine) as session:
        hearer = who(session.get(Person, by)) if by else None
        reply = told(session, Occasion(kind, 17, content, hearer, ENGLISH, Policy(), TODAY, NOON, channel))
        return f"{reply.text} {reply.blocks}" if reply else ""


def tells(engine: Engine, by: int, why: str, *, kind: str = "alert", channel: str | None = None) -> None:
    """Tell somebody of the alert, or a channel of theirs."""
    content: Mapping[str, str] = {"why": why}
    where = {"person_id": by, "to_channel": channel, "content": content, "created_at": NOON, "due_at": NOON}
    remember(engine, Message(mark=f"{kind}:17:{channel or by}", kind=kind, alert_id=17, **where))


def moves(engine: Engine, to: int, by: int = GRACE) -> None:
    """Give the customer to somebody."""
    with Session(engine) as session, session.begin():
        now = NOON + timedelta(seconds=1)
        life.confirm(session, propose(session, {1: to}, by=by, now=now).id, by=by, now=now)


def test_who_was_told_knows_an_alert_no_more_once_the_customer_has_changed_hands(engine: Engine) -> None:
    for by, why, kind in (
        (JOE, "owner", "alert"),
        (MARIA, "untaken", "escalation"),
        (LENA, "instead", "alert"),
        (TOM, "snoozed", "reminder"),
    ):
        tells(engine, by, why, kind=kind)
        assert asks(engine, "/alerts show 17", by).startswith("*Acme* is coming less often."), by
        assert "coming less often" in reads(engine, by, kind, why=why), by
    moves(engine, LI)
    for by, why, kind in ((JOE, "owner", "alert"), (MARIA, "untaken", "escalation"), (TOM, "snoozed", "reminder")):
        for line in ("show", "take", "history", "snooze", "log"):
            assert asks(engine, f"/alerts {line} 17", by).startswith(NONE), (by, line)
        assert reads(engine, by, kind, why=why) == ""
        shown = reads(engine, by, "update", why=why)
        assert shown.startswith("Acme: this alert is not shown here any more.")
        assert "Li" not in shown
    assert asks(engine, "/alerts take 17", LENA) == "Yours now: Acme (17).", "she leads Li"


def test_who_has_given_a_customer_away_may_take_that_back_as_long_as_they_could_give_it(engine: Engine) -> None:
    assert asks(engine, "/alerts reassign 17 Li", JOE) == "Handed over: Acme (17)."
    assert asks(engine, "/alerts take 17", JOE).startswith(NONE)
    assert "/alerts undo 17" in reads(engine, JOE, "update", why="owner"), "with the button that takes it back"
    assert asks(engine, "/alerts undo 17", JOE) == "Taken back: Acme (17)."
    assert asks(engine, "/alerts reassign 17 Li", MARIA) == "Handed over: Acme (17)."
    with Session(engine) as session, session.begin():
        session.get_one(Person, JOE).manager_id = LENA
    assert asks(engine, "/alerts undo 17", MARIA).startswith(NONE)
    assert asks(engine, "/assign undo 2", MARIA).startswith("Accounts of Joe are not yours to give away.")
    assert asks(engine, "/alerts undo 17", LENA).startswith("You have done nothing to alert 17")


def test_what_came_to_a_stand_in_is_theirs_for_as_long_as_that_lasts(engine: Engine) -> None:
    tells(engine, TOM, "cover")
    assert asks(engine, "/alerts show 17", TOM).startswith(NONE)
    assert reads(engine, TOM, why="cover") == ""
    times = {"begins_at": NOON - HOUR, "ends_at": NOON + HOUR, "made_by": GRACE, "made_at": NOON}
    remember(engine, Cover(person_id=GRACE, stand_in_id=TOM, **times))
    assert asks(engine, "/alerts take 17", TOM) == "Yours now: Acme (17)."
    assert "coming less often" in reads(engine, TOM, why="cover")


def test_in_a_channel_an_alert_is_for_all_there_while_its_lead_looks_after_it_and_colleagues_may_see(
    engine: Engine,
) -> None:
    tells(engine, MARIA, "team", channel="C1")
    assert asks(engine, "/alerts show 17", LI, channel="C2").startswith(NONE)
    assert asks(engine, "/alerts show 17", LI, channel="C1").startswith("*Acme* is coming less often.")
    assert "coming less often" in reads(engine, None, channel="C1", why="team")
    with Session(engine) as session, session.begin():
        choices.choose(session, "colleagues", "names", by=GRACE, now=NOON)
    assert asks(engine, "/alerts take 17", LI, channel="C1").startswith(NONE)
    assert reads(engine, None, channel="C1", why="team") == ""
    with Session(engine) as session, session.begin():
        choices.choose(session, "colleagues", "yes", by=GRACE, now=NOON)
        session.get_one(Person, JOE).manager_id = GRACE
    assert asks(engine, "/alerts take 17", LI, channel="C1").startswith(NONE)
    assert reads(engine, None, "update", channel="C1", why="team").startswith("Acme: this alert is not shown")


def test_a_lead_looks_at_what_the_team_has_taken_of_others(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Alert, 17).taken_by = LI
    assert asks(engine, "/alerts team", LENA).startswith("1 alert is open. 17: Acme")
    assert "Acme" in asks(engine, "/alerts show 17", LENA)
    assert asks(engine, "/alerts reassign 17 Li", LENA).startswith("Alert 17 is not about a customer of yours.")


def test_a_digest_told_to_a_manager_is_none_of_theirs_once_they_are_none(engine: Engine) -> None:
    told: dict[str, Any] = {"alert_ids": [17], "as_of": "2025-11-30", "since": None, "asleep": False, "of": None}
    sent = {"created_at": NOON, "due_at": NOON, "sent_at": NOON, "state": "sent", "content": told}
    remember(engine, Message(mark="digest:1", kind="digest", person_id=GRACE, **sent))
    assert "Acme" in asks(engine, "/alerts digest", GRACE)
    assert "Acme" in reads(engine, GRACE, "digest", **told)
    with Session(engine) as session, session.begin():
        session.get_one(Person, GRACE).role = "salesperson"
        for one in (MARIA, LENA, TOM):
            session.get_one(Person, one).manager_id = None
    assert "Acme" not in asks(engine, "/alerts digest", GRACE)
    assert reads(engine, GRACE, "digest", **told) == ""


def test_a_lead_names_no_channel_while_colleagues_may_not_be_seen(engine: Engine) -> None:
    assert "<#C1>" in asks(engine, "/alerts settings set channel <#C1|east>", MARIA)
    with Session(engine) as session, session.begin():
        choices.choose(session, "colleagues", "no", by=GRACE, now=NOON)
    assert asks(engine, "/alerts settings set channel <#C1|east>", MARIA).startswith("No channel hears alerts while")
    assert "<#C1>" not in asks(engine, "/alerts settings", MARIA)
    with Session(engine) as session:
        assert session.get_one(Hearing, MARIA).channel == "C1"


def test_the_digest_of_all_vips_is_for_whoever_looks_after_them_when_it_is_read(engine: Engine) -> None:
    about: dict[str, Any] = {"asleep": True, "as_of": TODAY.isoformat(), "since": None, "of": None, "alert_ids": []}
    readers = [one for one in (GRACE, MARIA, JOE) if reads(engine, one, "digest", **about)]
    times = {"begins_at": NOON, "ends_at": NOON + HOUR, "made_by": GRACE, "made_at": NOON}
    remember(engine, Cover(person_id=GRACE, stand_in_id=JOE, **times))
    assert (readers, bool(reads(engine, JOE, "digest", **about))) == ([GRACE], True)
    with Session(engine) as session, session.begin():
        session.get_one(Person, GRACE).role = "salesperson"
    assert [one for one in (GRACE, JOE) if reads(engine, one, "digest", **about)] == []


def test_a_message_says_of_a_cover_or_a_team_only_what_is_so_still(engine: Engine) -> None:
    times = {"begins_at": NOON - HOUR, "ends_at": NOON + HOUR, "made_by": GRACE, "made_at": NOON}
    remember(engine, Cover(person_id=JOE, stand_in_id=TOM, **times))
    with Session(engine) as session, session.begin():
        session.get_one(Alert, 17).taken_by = TOM
    stands_in = {"why": "cover", "instead_of": "Joe"}
    assert "You stand in for Joe." in reads(engine, TOM, kind="update", **stands_in)
    assert "Joe of your team is its owner." in reads(engine, MARIA, kind="update", why="team")

    with Session(engine) as session, session.begin():
        session.get_one(Cover, 1).ended_at = NOON
    moves(engine, LI, by=MARIA)

    assert "You stood in for Joe." in reads(engine, TOM, kind="update", **stands_in)
    assert "Li is its owner." in (gave := reads(engine, MARIA, kind="update", why="team"))
    assert "of your team" not in gave
