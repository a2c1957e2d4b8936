"""`/cover`: whose days count, and that there is always somebody who is there."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.commands.cover import CannotBe, Covered, NothingToEnd, cover
from bot.locale import ENGLISH
from bot.question import Asker
from storage.tables import Cover
from tests.business import person, question, remember

LINDA, JOE, MARIA, CHEN = range(1, 5)


@pytest.fixture
def team(sqlite_engine: Engine) -> Engine:
    """Linda in New York leads Joe in Shanghai, Maria in Berlin, and Chen."""
    zones = {JOE: "Asia/Shanghai", MARIA: "Europe/Berlin", CHEN: None}
    names = {JOE: "Joe", MARIA: "Maria", CHEN: "Chen"}
    remember(
        sqlite_engine,
        person(LINDA, "Linda", role="lead", slack_id="U1"),
        *(person(one, names[one], slack_id=f"U{one}", manager_id=LINDA, time_zone=zone) for one, zone in zones.items()),
    )
    return sqlite_engine


def ask(engine: Engine, words: str) -> str:
    """Return what Linda is answered, at seven on a Sunday morning in New York."""
    asked = question(engine, words, asker=Asker(LINDA, "Linda", "U1", "lead"))
    return cover(replace(asked, time_zone=ZoneInfo("America/New_York"))).text


def test_an_end_without_its_number_offers_what_can_end(team: Engine) -> None:
    with pytest.raises(NothingToEnd):
        ask(team, "end")
    ask(team, "Joe by Maria until friday")
    assert ask(team, "end").startswith("You gave no number: is it this one?\nMaria stands in for Joe")
    ask(team, "Chen by Maria until friday")
    assert ask(team, "结束").startswith("Which one? Add its number, as in `/cover end 1`.")


def times(engine: Engine) -> list[tuple[datetime, datetime]]:
    """Return from when until when somebody stands in."""
    with Session(engine) as session:
        return [(one.begins_at, one.ends_at) for one in session.scalars(select(Cover).order_by(Cover.id))]


def test_the_days_are_those_of_whoever_is_away_an_hour_shorter_where_the_clocks_go_forward(team: Engine) -> None:
    ask(team, "Joe by Chen from monday to friday")
    ask(team, "Maria by Chen from 2026-03-29 to 2026-03-29")
    ask(team, "me by Maria until sunday")
    assert times(team) == [
        (datetime(2025, 11, 30, 16, tzinfo=UTC), datetime(2025, 12, 5, 16, tzinfo=UTC)),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2025, 11, 30, 12, tzinfo=UTC), datetime(2025, 12, 1, 5, tzinfo=UTC)),
    ]
    with pytest.raises(Covered) as refused:
        ask(team, "Joe by Maria until friday")
    assert "Chen stands in then already, until 2025-12-05" in refused.value.told(ENGLISH)


def test_of_those_who_stand_in_for_one_another_somebody_is_always_there(team: Engine) -> None:
    ask(team, "Joe by Maria until friday")
    ask(team, "Maria by Chen until wednesday")
    with pytest.raises(CannotBe, match="at the same time"):
        ask(team, "Chen by Joe from tuesday until friday")
    assert ask(team, "Chen by Joe from thursday until friday")


def test_a_last_day_before_the_first_is_said_to_be_just_that(team: Engine) -> None:
    with pytest.raises(CannotBe, match="over before it begins"):
        ask(team, "Joe by Maria from 2025-12-20 until 2025-12-10")
    assert "2025-12-08" in ask(team, "Joe by Maria from friday until monday")
