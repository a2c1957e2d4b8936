"""What SQLite does for the questions that are asked most: none reads a table from end to end that grows for years."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from storage import dormant, outbox
from storage.alerts import digests
from storage.alerts.lists import stats
from storage.alerts.sleepers import sleepers
from storage.dormant import Scope
from storage.handovers import moving
from storage.handovers.moving import Occasion
from storage.holdings import holdings
from storage.home.accounts import accounts
from storage.home.asleep import asleep
from storage.home.moves import movers
from storage.home.occasions import occasions
from storage.home.pressing import pressing
from storage.sight import Sight
from tests.business import TODAY

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)

GROWING = "customers|profiles|visits|alert_events|outbox|audit|profile_changes|customer_names|handover_items"
"""The tables in which a business has as many rows as it has customers, or more every day."""

WHOLE = re.compile(rf"SCAN ({GROWING})(_\d+)?\b|.* INDEX ix_outbox_state_due_at \(state=\?\)$|.*AUTOMATIC")
"""How SQLite says that it reads one from end to end, or all that was ever sent, which comes to the same."""

ASKED: dict[str, Callable[[Session], object]] = {
    "alerts on Home": lambda session: pressing(session, of={1, 2}, unowned=True, since=NOW, limit=5),
    "changes of tier": lambda session: movers(session, of={1, 2}, as_of=TODAY, limit=5),
    "accounts on Home": lambda session: accounts(session, {1, 2}, as_of=TODAY, limit=5),
    "who is asleep": lambda session: asleep(session, of={1, 2}, as_of=TODAY, limit=5),
    "birthdays": lambda session: occasions(session, of={1, 2}, today=TODAY, ahead=7, limit=5),
    "the best of a region": lambda session: dormant.top(session, 50, Scope(regions=("East",))),
    "regions in sight": lambda session: dormant.regions(session, Sight(frozenset({1, 2}), unowned=True)),
    "loads": lambda session: holdings(session, [1, 2]),
    "VIPs asleep": lambda session: sleepers(session, of={1}, as_of=TODAY, since=TODAY - timedelta(1), limit=5),
    "what waits for a digest": lambda session: digests.waiting(session, 1),
    "the last digest": lambda session: digests.latest(session, 1),
    "what came of alerts": lambda session: stats(session, since=NOW - timedelta(90), until=NOW),
    "alerts of a handover": lambda session: session.execute(outbox.updates(Occasion(1, 1, NOW).alerts, now=NOW)),
    "a handover": lambda session: moving.move(session, [], Occasion(1, 1, NOW)),
}


@pytest.mark.parametrize("question", ASKED)
def test_no_question_reads_a_growing_table_from_end_to_end(sqlite_engine: Engine, question: str) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(sqlite_engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    with Session(sqlite_engine) as session:
        ASKED[question](session)
        plan = [step for each in tuple(asked) for step in _plan(session, *each)]
    assert plan
    assert not [step for step in plan if WHOLE.match(step)]


def test_who_was_given_up_is_looked_for_customer_by_customer(sqlite_engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(sqlite_engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    with Session(sqlite_engine) as session:
        sleepers(session, of=None, as_of=TODAY, since=None, limit=0)
        plan = _plan(session, *asked[0])
    assert "SEARCH alerts USING INDEX ix_alerts_customer_id (customer_id=?)" in plan


def _plan(session: Session, statement: str, values: Any) -> list[str]:
    """Return what SQLite does for a statement; of rows that are written, how it finds them."""
    found = re.sub(r"^INSERT INTO \w+ \([^)]*\) (?=SELECT)", "", statement)
    return [step[3] for step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {found}", values)]
