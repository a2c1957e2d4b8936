"""What becomes of an update whose message is somewhere on its way, or nowhere."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.delivering.taking import Taking, take
from storage.tables import Message
from tests.business import person, remember

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)
TRIED = {"first_tried_at": NOW}


@pytest.mark.parametrize(
    ("target", "becomes"),
    [
        ({"state": "sent", "channel": "D1", "ts": "1.0"}, "sending"),
        ({"state": "sending", **TRIED}, "waiting"),
        ({"state": "waiting", **TRIED}, "waiting"),
        ({"state": "waiting"}, "dropped"),
        ({"state": "dropped", **TRIED}, "dropped"),
    ],
)
def test_an_update_waits_only_for_a_message_that_may_still_arrive(
    sqlite_engine: Engine, target: dict[str, Any], becomes: str
) -> None:
    common = {"person_id": 1, "content": {}, "created_at": NOW, "due_at": NOW}
    remember(sqlite_engine, person(1, "Joe", slack_id="U1"))
    remember(sqlite_engine, Message(id=1, mark="r", kind="reminder", **common, **target))
    remember(sqlite_engine, Message(id=2, mark="u", kind="update", target_id=1, state="waiting", **common))
    with Session(sqlite_engine) as session, session.begin():
        take(session, session.get_one(Message, 2), Taking(NOW, NOW, NOW + timedelta(minutes=1), ZoneInfo("UTC")))
        session.expire_all()
        assert session.get_one(Message, 2).state == becomes
