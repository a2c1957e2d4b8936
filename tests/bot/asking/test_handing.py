"""Who may know of a handover, and what of the accounts in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import answering
from bot.commands import COMMANDS
from bot.question import Asker, Reply
from storage import choices
from storage.handovers import life, words
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import Message, Person, Profile
from tests.business import classification, customer, person, profile, question, remember

GRACE, MARIA, JOE, TOM, PRIYA = range(1, 6)
NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Grace manages Maria, who leads Joe and Tom; salespeople see nothing of colleagues' customers."""
    remember(
        sqlite_engine,
        classification(),
        person(GRACE, "Grace", role="manager", slack_id="U1"),
        person(MARIA, "Maria", role="lead", manager_id=GRACE, slack_id="U2"),
        person(JOE, "Joe", manager_id=MARIA, slack_id="U3"),
        person(TOM, "Tom", manager_id=MARIA, slack_id="U4"),
        customer(1, "Acme", owner_id=JOE, region="Zyxland"),
        profile(1, value_365d=Decimal(1_234)),
    )
    with Session(sqlite_engine) as session, session.begin():
        choices.choose(session, "colleagues", "no", by=GRACE, now=NOW)
    return sqlite_engine


def asks(engine: Engine, line: str, by: int, **values: Any) -> Reply:
    """Return what somebody is answered."""
    asked = replace(question(engine, line, asker=Asker(by, slack_id=f"U{by}")), now=NOW, **values)
    return answering.answer(asked, COMMANDS, prefix="")[0]


@pytest.mark.parametrize("word", ["show", "note", "confirm", "approve", "refuse", "cancel", "undo", "renew"])
def test_who_would_give_or_get_accounts_does_not_learn_of_it_before_it_is_done(engine: Engine, word: str) -> None:
    with Session(engine) as session, session.begin():
        made = propose(session, {1: TOM}, by=MARIA, now=NOW).id
        life.confirm(session, made, approval=Approval((GRACE,), NOW), by=MARIA, now=NOW)
    for one in (JOE, TOM):
        assert str(asks(engine, f"/assign {word} 1", one)) == str(asks(engine, f"/assign {word} 99", one)).replace(
            "handover 99", "handover 1"
        )


def test_who_has_given_an_account_away_is_told_nothing_new_of_it(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        life.confirm(session, propose(session, {1: TOM}, by=JOE, now=NOW).id, by=JOE, now=NOW)
    his, hers = asks(engine, "/assign note 1 csv", JOE), asks(engine, "/assign note 1 csv", TOM)
    assert his.text.startswith("Acme is with Tom now.")
    assert not any(secret in str(his) for secret in ("1,234", "1234", "Zyxland"))
    assert his.file is None
    assert "$1,234" in str(hers.blocks)
    assert hers.file is not None
    assert b"Zyxland" in hers.file.content


def test_whoever_approves_is_told_that_who_asked_has_left_and_may_give_the_accounts_themselves(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        made = propose(session, {1: TOM}, by=MARIA, now=NOW).id
        life.confirm(session, made, approval=Approval((GRACE,), NOW + DAY), by=MARIA, now=NOW)
        session.get_one(Person, MARIA).active = False
    told = "Maria asked for this, and has left the sales team. Only somebody who may give them away can approve it."
    assert told in str(asks(engine, "/assign show 1", GRACE).blocks)
    assert asks(engine, "/assign approve 1", GRACE).text.startswith("Handed over: Acme of Joe to Tom.")


def test_what_would_go_to_whoever_has_left_can_only_be_declined_or_called_off(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        asked, planned = (propose(session, {1: TOM}, by=MARIA, now=NOW, due_at=due).id for due in (None, NOW + DAY))
        life.confirm(session, asked, approval=Approval((GRACE,), NOW + 2 * DAY), by=MARIA, now=NOW)
        life.confirm(session, planned, by=MARIA, now=NOW)
        session.get_one(Person, TOM).active = False
        life.fail(session, planned, because="gone", now=NOW + DAY)
    shown = str(asks(engine, f"/assign show {asked}", GRACE).blocks)
    assert "Tom has left the team: these accounts need somebody else." in shown
    assert f"/assign refuse {asked}" in shown
    assert "/assign approve" not in shown
    assert "/assign renew" not in str(asks(engine, f"/assign show {planned}", MARIA).blocks)


@pytest.mark.parametrize("said", ["because: too many", "because too many", "too many"])
def test_why_something_is_declined_is_told_as_it_was_said(engine: Engine, said: str) -> None:
    with Session(engine) as session, session.begin():
        made = propose(session, {1: TOM}, by=MARIA, now=NOW).id
        life.confirm(session, made, approval=Approval((GRACE,), NOW + DAY), by=MARIA, now=NOW)
    asks(engine, f"/assign refuse {made} {said}", GRACE)
    with Session(engine) as session:
        told = session.scalars(select(Message.content).where(Message.kind == words.NEWS)).one()
        assert told["reason"] == "too many"


def test_what_failed_since_who_asked_has_left_says_how_somebody_else_goes_on(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        made = propose(session, {1: TOM}, by=MARIA, now=NOW, due_at=NOW + DAY).id
        life.confirm(session, made, by=MARIA, now=NOW)
        session.get_one(Person, MARIA).active = False
        life.fail(session, made, because="left", now=NOW + DAY, instead=[GRACE])
    assert "asks for it anew: *All accounts as a file*" in str(asks(engine, "/assign show 1", GRACE).blocks)
    file = asks(engine, "/assign note 1 csv", GRACE).file
    assert file is not None
    assert asks(engine, "/assign file", GRACE, attached=lambda: file).text.startswith("Hand over Acme of Joe to Tom?")


def test_what_expired_or_changed_meanwhile_was_decided_by_nobody(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        first, second = (propose(session, {1: to}, by=MARIA, now=NOW).id for to in (TOM, MARIA))
        life.confirm(session, first, approval=Approval((GRACE,), NOW), by=MARIA, now=NOW)
        life.confirm(session, second, approval=Approval((GRACE,), NOW + DAY), by=MARIA, now=NOW)
        life.expire(session, now=NOW)
    assert "nobody approved this in time; it expired <!date^" in asks(engine, "/assign approve 1 v1", GRACE).text
    asks(engine, "/assign renew 2", GRACE)
    assert "this has changed since it was shown" in asks(engine, "/assign approve 2 v1", GRACE).text


def test_of_accounts_that_went_out_of_sight_nothing_is_told_to_whoever_would_give_them_away(engine: Engine) -> None:
    remember(engine, person(PRIYA, "Priya", slack_id="U5"), customer(2, "Beta", owner_id=JOE), profile(2))
    asks(engine, "/assign Acme, Beta to Tom", MARIA)
    asks(engine, "/assign Acme to Priya", GRACE)
    asks(engine, "/assign confirm 2", GRACE)
    shown = asks(engine, "/assign show 1", MARIA)
    assert "1 of these accounts is out of your sight." in str(shown.blocks)
    assert "/assign renew" not in str(shown.blocks)
    for told in (shown, asks(engine, "/assign confirm 1", MARIA)):
        assert "Acme has moved on." in str(told.blocks)
        assert not any(secret in str(told) for secret in ("Priya", "1,234", "13,234"))

    assert "have moved on, and are not yours to give away" in asks(engine, "/assign renew 1", MARIA).text
    assert "/assign confirm" not in str(asks(engine, "/assign show 1", MARIA))


def test_what_has_changed_since_it_was_shown_is_said_whatever_it_is(engine: Engine) -> None:
    remember(engine, customer(2, "Beta", owner_id=JOE), profile(2, tier="MVC"))
    asks(engine, "/assign Acme, Beta to Tom", MARIA)
    with Session(engine) as session, session.begin():
        session.get_one(Profile, 1).tier = "MGC"
    assert "MGC 0 → 1, standard 1 → 0" in str(asks(engine, "/assign confirm 1 v0", MARIA).blocks)
    with Session(engine) as session, session.begin():
        session.get_one(Profile, 1).tier, session.get_one(Profile, 2).tier = "MVC", "MGC"
    assert "other VIPs than before" in str(asks(engine, "/assign confirm 1 v1", MARIA).blocks)


def test_whoever_asked_does_not_learn_whose_the_accounts_are_by_now_from_a_manager_who_looks_again(
    engine: Engine,
) -> None:
    remember(engine, person(PRIYA, "Priya", slack_id="U5"))
    with Session(engine) as session, session.begin():
        session.get_one(Profile, 1).tier = "MVC"
    for line, by in (
        ("/assign Acme to Tom from tomorrow", MARIA),
        ("/assign confirm 1", MARIA),
        ("/assign Acme to Priya", GRACE),
        ("/assign confirm 2", GRACE),
    ):
        asks(engine, line, by)
    waits = asks(engine, "/assign pending", MARIA).text
    assert "Asked for by Maria (<!date^1764504000^" in waits
    assert "The accounts move <!date^1764547200^" in waits
    assert "or once this is approved, if that is later." in waits

    assert "customers Maria may not see. Decline this" in asks(engine, "/assign renew 1", GRACE).text
    assert "Priya" not in str(asks(engine, "/assign show 1", MARIA))


def test_a_note_of_what_went_back_says_who_took_it_back(engine: Engine) -> None:
    for line in ("/assign Acme to Tom because he asked", "/assign confirm 1"):
        asks(engine, line, MARIA)
    asks(engine, "/assign undo 1", GRACE)
    told = asks(engine, "/assign note 1", TOM).text
    assert told.startswith("Acme is back with Joe. Grace took it back (<!date^")
    assert "Maria" not in told
