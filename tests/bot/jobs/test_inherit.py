"""What somebody who has left had taken is taken by nobody again, and whoever comes next is told."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.jobs import inherit
from storage import database
from storage.alerts import life, lists
from storage.tables import Message, Person
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import BOSS, LINDA, MARIA, NOW, team, working

LATER = NOW + timedelta(hours=1)


def test_an_alert_in_the_hands_of_somebody_who_has_left_is_open_again_and_their_lead_hears_of_it(
    engine: Engine,
) -> None:
    team(engine)
    with working(engine) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        session.get_one(Person, BOSS).slack_id = "U3"
    inherit.inherit(LATER, sessions=database.sessions(engine), zone=ZoneInfo("UTC"))
    with working(engine) as session:
        assert lists.open_alerts(session).alerts[0].taken_by
        session.get_one(Person, LINDA).active = False

    for _ in range(2):
        inherit.inherit(LATER, sessions=database.sessions(engine), zone=ZoneInfo("UTC"))

    with working(engine) as session:
        [view] = lists.open_alerts(session).alerts
        told = session.scalars(select(Message).where(Message.person_id == BOSS)).one()
        assert (view.state, view.taken_by) == ("open", None)
        assert [event.kind for event in view.events] == ["found", "acknowledged", "released"]
        assert (told.kind, told.content) == ("alert", {"why": "instead", "instead_of": "Linda Mitchell"})


@on_sqlite
def test_what_a_stand_in_who_has_left_had_taken_comes_before_the_owner_who_has_read_of_it(engine: Engine) -> None:
    team(engine)
    with working(engine) as session:
        life.take(session, 1, by=MARIA, now=NOW)
        session.get_one(Person, LINDA).slack_id, session.get_one(Person, BOSS).slack_id = "U1", "U3"
        session.get_one(Person, MARIA).active = False

    inherit.inherit(LATER, sessions=database.sessions(engine), zone=ZoneInfo("UTC"))

    with working(engine) as session:
        [told] = session.scalars(select(Message).where(Message.kind == "alert", Message.state == "waiting"))
        assert (told.person_id, told.content["instead_of"]) == (LINDA, "Maria Rossi")
