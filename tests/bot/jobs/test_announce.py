"""Announcing what was found."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bot.jobs.announce import announce
from storage import database
from storage.handovers import life
from storage.handovers.proposal import propose
from storage.tables import Message
from tests.bot.house import CHEN, JOE, MARIA, NOON, furnish
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
