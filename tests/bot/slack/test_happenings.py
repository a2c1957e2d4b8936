"""What happens in the workspace is taken in, however much happens at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from slack_bolt import Ack
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.slack.happenings import Happenings
from storage import database
from storage.tables import SlackGroup

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
