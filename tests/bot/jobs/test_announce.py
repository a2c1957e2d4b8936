"""Announcing what was found."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bot.jobs.announce import OLD, announce
from storage import database
from storage.handovers import life
from storage.handovers.proposal import propose
from storage.tables import Message
from tests.bot.house import CHEN, JOE, MARIA, NOON, furnish
from tests.business import remember
from tests.storage.alerts.alerts import alert

FOUND = 99


def test_an_alert_goes_to_the_owner_of_that_moment_though_the_account_moved_just_now(postgres_engine: Engine) -> None:
    furnish(postgres_engine, alert(FOUND, customer_id=2, as_of=NOON.date(), found_at=NOON, announced_at=None))
    with Session(postgres_engine) as session, session.begin():
        number = propose(session, {2: CHEN}, by=MARIA, now=NOON).id
    moving = [number]

    def quickly(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        """Hand the account over as the alert is about to be taken."""
        if moving and statement.startswith("UPDATE alerts"):
            with Session(postgres_engine) as other, other.begin():
                life.confirm(other, moving.pop(), by=MARIA, now=NOON)

    event.listen(postgres_engine, "before_cursor_execute", quickly)
    try:
        announce(NOON, sessions=database.sessions(postgres_engine), zone=ZoneInfo("UTC"))
    finally:
        event.remove(postgres_engine, "before_cursor_execute", quickly)

    with Session(postgres_engine) as session:
        told = set(session.scalars(select(Message.person_id).where(Message.alert_id == FOUND, Message.kind == "alert")))
    assert not moving
    assert CHEN in told
    assert JOE not in told


def test_what_has_waited_for_somebody_who_is_not_to_hear_it_any_more_is_told_however_old_it_is(
    sqlite_engine: Engine,
) -> None:
    old = {"as_of": (NOON - 2 * OLD).date(), "announced_at": None}
    furnish(sqlite_engine, alert(FOUND, **old), alert(FOUND + 1, **old))
    dropped = {"kind": "alert", "state": "dropped", "person_id": CHEN, "created_at": NOON, "due_at": NOON}
    remember(sqlite_engine, Message(mark="before", alert_id=FOUND, **dropped))

    announce(NOON, sessions=database.sessions(sqlite_engine), zone=ZoneInfo("UTC"))

    with Session(sqlite_engine) as session:
        told = session.scalars(select(Message).where(Message.state != "dropped", Message.person_id == JOE)).all()
        assert [one.alert_id for one in told] == [FOUND]
