"""What happens in the workspace is taken in, however much happens at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from slack_bolt import Ack
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import clock
from bot.settings import Settings
from bot.slack.happenings import Happenings
from storage import database
from storage.tables import Choice, Hearing, Message, SlackGroup
from tests.business import person, remember

GROUPS = [f"S{number}" for number in range(20)]


def test_two_who_tell_of_a_new_user_group_at_once_wait_for_one_another(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Happenings(database.sessions(engine), Settings(), perform=lambda take_in, *told: take_in(*told))
    both, done = Barrier(2), Ack()  # type: ignore[no-untyped-call]

    def tell(kind: str) -> None:
        for group in GROUPS:
            both.wait()
            heard.group(done, {"event": {"type": kind, "subteam": {"id": group, "handle": f"{group}-{kind}"}}})

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(tell, ("subteam_created", "subteam_updated")))
    assert not caplog.records
    with Session(engine) as session:
        assert sorted(session.scalars(select(SlackGroup.slack_id))) == sorted(GROUPS)


@pytest.mark.parametrize(("is_there", "colleagues", "warned"), [(True, "yes", 1), (False, "yes", 0), (True, "no", 0)])
def test_who_named_a_channel_is_told_once_a_day_that_strangers_join_it_where_it_would_hear_alerts(
    sqlite_engine: Engine, is_there: bool, colleagues: str, warned: int
) -> None:
    remember(sqlite_engine, person(1, active=is_there), person(2, slack_id="U2"), Hearing(person_id=1, channel="C1"))
    remember(sqlite_engine, Choice(name="colleagues", value={"is": colleagues}, at=clock.now()))
    heard = Happenings(database.sessions(sqlite_engine), Settings(), perform=lambda take_in, *told: take_in(*told))
    for user in ("U2", "U8", "U9"):
        heard.joined(Ack(), {"event": {"channel": "C1", "user": user}})  # type: ignore[no-untyped-call]
    with Session(sqlite_engine) as session:
        assert [one.person_id for one in session.scalars(select(Message))] == [1] * warned
