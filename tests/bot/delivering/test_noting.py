"""What is for somebody who is away goes to whoever stands in for them."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.delivering.noting import is_stood_in_for
from storage import covers
from storage.tables import Message
from tests.business import customer, person, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, alert, message, working

PETRA, JOE, MARIA = 1, 2, 3
ZONE = ZoneInfo("UTC")


@on_sqlite
def test_alerts_go_to_the_stand_in_and_what_is_personal_stays(engine: Engine) -> None:
    people = [person(number, name, slack_id=f"U{number}") for number, name in enumerate(("Petra", "Joe", "Maria"), 1)]
    unsent: dict[str, Any] = {"state": "waiting", "channel": None, "ts": None, "person_id": JOE}
    mine = [
        message(mark="alert:1:2", **unsent),
        message(mark="digest:2:x", kind="digest", **unsent | {"alert_id": None}),
        message(mark="handover:1:done:2", kind="handover_note", **unsent | {"alert_id": None}),
        message(mark="alert:1:C1", **unsent | {"to_channel": "C1"}),
        message(mark="alert:1:tried", first_tried_at=NOW, **unsent),
    ]
    remember(engine, *people, customer(1, owner_id=JOE), alert(), *mine)
    with working(engine) as session:
        his = session.scalars(select(Message).order_by(Message.id)).all()
        assert not any(is_stood_in_for(session, one, now=NOW, zone=ZONE) for one in his)
        covers.make(session, JOE, MARIA, begins_at=NOW, ends_at=NOW + timedelta(days=1), by=PETRA, now=NOW)
        passed = [is_stood_in_for(session, one, now=NOW, zone=ZONE) for one in his]
        session.expire_all()
        hers = session.scalars(select(Message).where(Message.person_id == MARIA, Message.kind == "alert")).one()
        states = [one.state for one in his]
    assert passed == [True, True, False, False, False]
    assert states == ["dropped", "dropped", "waiting", "waiting", "waiting"]
    assert (hers.mark, hers.content["why"], hers.content["instead_of"]) == ("alert:1:3", "cover", "Joe")
