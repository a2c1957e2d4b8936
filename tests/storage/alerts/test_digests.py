"""What digests are told of the data that they are made from."""

from datetime import date, timedelta

from sqlalchemy import Engine

from storage.alerts import digests
from storage.tables import Message
from tests.business import TODAY, customer, profile, remember
from tests.storage.alerts.alerts import NOW, working


def late_since(engine: Engine) -> date | None:
    """Return since when the data is late."""
    with working(engine) as session:
        return digests.late_since(session)


def test_data_that_somebody_was_told_is_late_is_so_until_a_later_visit_is_known(engine: Engine) -> None:
    remember(engine, customer(1), customer(2), profile(1, last_visit=TODAY))
    assert late_since(engine) is None

    for days in (30, 0):
        mark = f"notice:late:{TODAY - timedelta(days)}"
        remember(engine, Message(mark=mark, kind="notice", state="dropped", created_at=NOW, due_at=NOW))
    assert late_since(engine) == TODAY

    remember(engine, profile(2, last_visit=TODAY + timedelta(1)))
    assert late_since(engine) is None
