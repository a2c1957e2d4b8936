"""What waits for the approval of somebody who has gone is brought before another."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.jobs.ask_others import ask_others
from storage import database
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import Message, Person
from tests.bot.house import CHEN, GRACE, MARIA, NOON, PRIYA, furnish


def asked(engine: Engine) -> list[tuple[int | None, str]]:
    """Return who was asked to approve."""
    for _ in range(2):
        ask_others(NOON, sessions=database.sessions(engine), zone=ZoneInfo("UTC"))
    with Session(engine) as session:
        found = session.scalars(select(Message).where(Message.kind == "approval").order_by(Message.id))
        return [(one.person_id, one.state) for one in found]


def test_another_is_asked_once_whoever_was_has_left_and_has_as_much_time(sqlite_engine: Engine) -> None:
    furnish(sqlite_engine)
    with Session(sqlite_engine) as session, session.begin():
        number = propose(session, {1: CHEN}, by=MARIA, now=NOON).id
        life.confirm(session, number, approval=Approval((PRIYA,), NOON + timedelta(hours=1)), by=MARIA, now=NOON)
    assert asked(sqlite_engine) == [(PRIYA, "waiting")]
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Person, PRIYA).active = False
    assert asked(sqlite_engine) == [(PRIYA, "waiting"), (GRACE, "waiting")]
    in_time = NOON + timedelta(days=2)
    with Session(sqlite_engine) as session, session.begin():
        life.approve(session, number, by=GRACE, now=in_time)
    assert asked(sqlite_engine)[1:] == [(GRACE, "dropped")]
