"""A handover of many accounts that is killed on its way has moved all of them or none."""

import os
import signal
from multiprocessing.context import ForkServerContext
from typing import Any

from sqlalchemy import Engine, event, func, insert, select
from sqlalchemy.orm import Session

from storage import audit, database
from storage.handovers import life, words
from storage.handovers.proposal import propose
from storage.tables import Alert, AuditEntry, Customer, Message
from tests.business import person, remember
from tests.storage.alerts.alerts import NOW, alert, found, working

JOE, MARIA = 1, 2
ACCOUNTS = 2_000
MOMENTS = ("INSERT INTO alert_events", "INSERT INTO audit ", "COMMIT")
"""What has just been done, or is about to be, when it is killed."""


def confirm(url: str, number: int, moment: str) -> None:
    """Confirm a handover, and kill this process in the middle, without warning."""
    engine = database.connect(url)

    def kill(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(moment):
            kill()

    event.listen(engine, "after_cursor_execute", look)
    if moment == "COMMIT":
        event.listen(engine, "commit", kill)
    with Session(engine) as session, session.begin():
        life.confirm(session, number, by=JOE, now=NOW)


def how_it_stands(engine: Engine) -> tuple[int, int, int, int]:
    """Return how many accounts are Joe's and Maria's, and how many notes and entries of the record there are."""
    with Session(engine) as session:
        assert audit.verify(session).broken is None
        owned = dict(session.execute(select(Customer.owner_id, func.count()).group_by(Customer.owner_id)).all())
        notes = session.scalar(select(func.count()).where(Message.kind == words.NOTE)) or 0
        entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        return owned.get(JOE, 0), owned.get(MARIA, 0), notes, entries


def test_a_handover_that_is_killed_has_moved_nothing_and_can_be_done(
    engine: Engine, other_processes: ForkServerContext
) -> None:
    remember(engine, person(JOE, "Joe"), person(MARIA, "Maria", slack_id="U2"))
    with working(engine) as session:
        rows = [{"id": one, "name": str(one), "owner_id": JOE, "attributes": {}} for one in range(1, ACCOUNTS + 1)]
        session.execute(insert(Customer), rows)
        session.add_all(alert(one, customer_id=one) for one in range(1, 21))
        session.flush()
        session.add_all(found(one) for one in range(1, 21))
        number = propose(session, dict.fromkeys(range(1, ACCOUNTS + 1), MARIA), by=JOE, now=NOW).id
    engine.dispose()

    url = engine.url.render_as_string(hide_password=False)
    killed = [other_processes.Process(target=confirm, args=(url, number, moment)) for moment in MOMENTS]
    for process in killed:
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        assert how_it_stands(engine) == (ACCOUNTS, 0, 0, 0)

    with working(engine) as session:
        assert life.confirm(session, number, by=JOE, now=NOW).state == words.DONE
        assert session.scalar(select(func.count()).where(Alert.version == 1)) == 20
    assert how_it_stands(engine) == (0, ACCOUNTS, 1, 1)
