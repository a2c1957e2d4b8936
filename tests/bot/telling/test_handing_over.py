"""Messages about handovers and covers say nothing to whom they are not for, or not any more."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.locale import ENGLISH
from bot.question import Reply
from bot.telling.messages import Occasion, told
from segmentation.profile import Policy
from storage import covers
from storage.alerts.who import who
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import Person
from tests.bot.house import CHEN, GRACE, JOE, MARIA, NOON, PRIYA, furnish
from tests.business import TODAY


def hears(engine: Engine, kind: str, by: int, content: Mapping[str, Any]) -> Reply | None:
    """Return what a message says to somebody."""
    with Session(engine) as session:
        hearer = who(session.get_one(Person, by))
        return told(session, Occasion(kind, None, content, hearer, ENGLISH, Policy(), TODAY, NOON))


def test_an_approval_is_asked_of_whoever_may_give_it_when_the_message_goes_out(sqlite_engine: Engine) -> None:
    furnish(sqlite_engine)
    with Session(sqlite_engine) as session, session.begin():
        number = propose(session, {1: CHEN}, by=MARIA, now=NOON).id
        life.confirm(session, number, approval=Approval((PRIYA,), NOON + timedelta(days=2)), by=MARIA, now=NOON)
    about = {"handover_id": number}
    assert "asks for your approval" in str(hears(sqlite_engine, "approval", PRIYA, about))
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Person, PRIYA).role = "lead"
    assert hears(sqlite_engine, "approval", PRIYA, about) is None
    assert hears(sqlite_engine, "update", PRIYA, about) is None
    assert "Waiting for approval" in str(hears(sqlite_engine, "handover_news", MARIA, about))


def test_what_is_told_of_a_cover_or_of_accounts_is_for_those_whom_it_concerns(sqlite_engine: Engine) -> None:
    furnish(sqlite_engine)
    with Session(sqlite_engine) as session, session.begin():
        made = covers.make(session, JOE, CHEN, begins_at=NOON, ends_at=NOON + timedelta(days=1), by=JOE, now=NOON)
        moved = propose(session, {1: CHEN}, by=JOE, now=NOON).id
        life.confirm(session, moved, by=JOE, now=NOON)
        cover, handover = {"cover_id": made.id, "role": covers.STAND_IN}, {"handover_id": moved, "event": "done"}
    for kind, content in (("cover_begins", cover), ("cover_ends", cover), ("handover_note", handover)):
        assert hears(sqlite_engine, kind, CHEN, content) is not None
        assert hears(sqlite_engine, kind, GRACE, content) is None, f"{kind} passed on to whoever hears for the other"
    assert "陈志远 cannot stand in for you until" in str(hears(sqlite_engine, "cover_fails", JOE, cover))
    assert "陈志远 cannot stand in for Joe Marsh until" in str(hears(sqlite_engine, "cover_fails", MARIA, cover))
