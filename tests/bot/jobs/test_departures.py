"""Whoever leads somebody who has left hears of it, once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.jobs import departures
from bot.locale import ENGLISH
from bot.telling import staff
from storage import database
from storage.alerts.who import who
from storage.tables import Cover, Message, Person, Team
from tests.business import customer, person, remember

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)
LEFT: dict[str, Any] = {"active": False, "left_at": NOW, "left_by": "slack"}


def told(engine: Engine, now: datetime = NOW) -> list[int | None]:
    """Return who is told, after the job has looked twice."""
    for _ in range(2):
        departures.tell(now, sessions=database.sessions(engine), zone=ZoneInfo("Asia/Shanghai"))
    with Session(engine) as session:
        found = select(Message.person_id).where(Message.kind == departures.KIND).order_by(Message.id)
        return list(session.scalars(found))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Grace manages, Maria leads the team in which Joe was, and Amara stands in for him."""
    remember(
        sqlite_engine,
        Team(id=1, name="East"),
        person(1, "Grace", role="manager", slack_id="U1"),
        person(2, "Maria", role="lead", team_id=1, slack_id="U2"),
        person(3, "Joe", team_id=1, slack_id="U3", **LEFT),
        person(4, "Amara", team_id=1, slack_id="U4"),
        customer(1, owner_id=3),
        Cover(id=1, person_id=3, stand_in_id=4, begins_at=NOW, ends_at=NOW + timedelta(days=9), made_by=2, made_at=NOW),
    )
    return sqlite_engine


def test_the_lead_of_the_team_hears_and_no_stand_in(engine: Engine) -> None:
    assert told(engine) == [2]


def test_the_lead_is_told_to_whom_the_alerts_go(engine: Engine) -> None:
    with Session(engine) as session:
        maria = who(session.get_one(Person, 2))
        while_amara, afterwards = (
            str(staff.gone(session, ENGLISH, {"person_id": 3}, maria, now=NOW + timedelta(days=days)))
            for days in (0, 9)
        )
    assert "Their alerts go to Amara as long as Amara stands in for them; then they come to you." in while_amara
    assert "Their alerts come to you until somebody takes over." in afterwards


def test_whom_somebody_reported_to_comes_before_the_lead_of_the_team(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Person, 3).manager_id = 1
    assert told(engine) == [1]


def test_while_nobody_can_hear_it_nothing_is_lost(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for number in (1, 2):
            session.get_one(Person, number).slack_id = None
    assert told(engine) == []
    with Session(engine) as session, session.begin():
        session.get_one(Person, 1).slack_id = "U1"
    assert told(engine, NOW + timedelta(days=1)) == [1]


def test_who_leaves_nothing_behind_or_left_long_ago_is_no_news(engine: Engine) -> None:
    remember(engine, person(5, "Ben", **LEFT), person(6, "Lee", **LEFT | {"left_at": NOW - timedelta(days=99)}))
    remember(engine, customer(2, "Closed", owner_id=5, status="closed"), customer(3, "Old", owner_id=6))
    assert told(engine) == [2]


def test_who_comes_back_and_leaves_again_is_news_again(engine: Engine) -> None:
    assert told(engine) == [2]
    with Session(engine) as session, session.begin():
        session.get_one(Person, 3).left_at = NOW + timedelta(days=3)
    assert told(engine, NOW + timedelta(days=3)) == [2, 2]
