"""Teams: found by name, nested, never part of themselves."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import teams
from storage.staff import Deed
from storage.tables import AuditEntry, Person, Team
from tests.business import person, remember

DEED: Deed = {"by": None, "now": datetime(2025, 11, 28, 12, tzinfo=UTC), "place": "terminal"}


def test_teams_are_made_nested_and_found_whatever_their_capitals(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        north = teams.place(session, "North", DEED)
        east = teams.place(session, " East  Coast ", DEED, under=north)
        boston = teams.place(session, "Boston", DEED, under=east)
        assert teams.named(session, "ｅａｓｔ coast") is east
        assert teams.place(session, "EAST COAST", DEED) is east
        assert east.parent_id == north.id
        for inner in (north, east, boston):
            with pytest.raises(teams.Circular):
                teams.move(session, north, inner, DEED)
        assert teams.within(teams.every(session), north.id) == {north.id, east.id, boston.id}
        assert [(depth, one.name) for depth, one in teams.tree(teams.every(session))] == [
            (0, "North"),
            (1, "East Coast"),
            (2, "Boston"),
        ]
        assert teams.move(session, boston, None, DEED)
        assert not teams.move(session, boston, None, DEED)
        told = [(one.action, one.after) for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert told[-1] == ("team.changed", {"parent_id": None})
    assert [action for action, _ in told] == ["team.made", "team.made", "team.made", "team.changed"]


def test_a_team_is_led_by_its_leads_and_by_those_of_the_teams_around_it(sqlite_engine: Engine) -> None:
    remember(
        sqlite_engine,
        Team(id=1, name="North"),
        Team(id=2, name="East", parent_id=1),
        person(1, role="lead", team_id=1),
        person(2, role="lead", team_id=2),
        person(3, role="lead", team_id=2, active=False),
        person(4, team_id=2),
        person(5),
    )
    with Session(sqlite_engine) as session:
        people = session.scalars(select(Person)).all()
        led = teams.leads(people, teams.every(session))
        assert [led.get(one, ()) for one in (4, 2, 1, 5)] == [(2, 1), (1,), (), ()]
