"""What moves along with an account: its alerts, what waits to be told of them, and who is asked next."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage.alerts import digests, life, overdue
from storage.handovers import life as handovers
from storage.handovers.proposal import propose
from storage.tables import Alert, AlertEvent, Message
from tests.business import customer, person, profile, remember
from tests.storage.alerts.alerts import NOW, alert, found, message, ongoing, working

PETRA, JOE, MARIA, LINDA = 1, 2, 3, 4
LATER = NOW + timedelta(days=1)


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Joe's customer with three alerts: one he was told of, one that waits for his digest, one for the morning."""
    names = {PETRA: "Petra", JOE: "Joe", MARIA: "Maria", LINDA: "Linda"}
    people = [person(number, name, slack_id=f"U{number}") for number, name in names.items()]
    people[0].role = "manager"
    unsent: dict[str, Any] = {"person_id": JOE, "channel": None, "ts": None}
    messages = [
        message(1, person_id=JOE, mark=f"alert:1:{JOE}", content={"why": "owner"}, sent_at=NOW),
        message(2, mark=f"alert:2:{JOE}", state="folded", **unsent),
        message(3, mark=f"alert:3:{JOE}", state="waiting", **unsent),
        message(1, mark="escalation:1:1", kind="escalation", state="waiting", **unsent | {"person_id": PETRA}),
    ]
    alerts = [alert(number) for number in (1, 2, 3)]
    remember(engine, *people, customer(1, owner_id=JOE), profile(1), *alerts, *(found(one.id) for one in alerts))
    remember(engine, *messages, ongoing())
    return engine


def move(session: Session, to: int) -> int:
    """Hand the customer over, and return the number of the handover."""
    number = propose(session, {1: to}, by=PETRA, now=LATER).id
    handovers.confirm(session, number, by=PETRA, now=LATER)
    return number


def states(session: Session) -> dict[str, str]:
    """Return the state of each message that tells of an alert, by its mark."""
    rows = select(Message.mark, Message.state).where(Message.kind.in_(("alert", "escalation")))
    return {row[0]: row[1] for row in session.execute(rows)}


def test_what_the_old_owner_has_not_heard_waits_for_the_new_ones_digest_and_comes_back_with_the_account(
    business: Engine,
) -> None:
    with working(business) as session:
        number = move(session, MARIA)
        told = {f"alert:1:{JOE}": "sent", "escalation:1:1": "dropped"}
        assert states(session) == told | {
            f"alert:2:{JOE}": "dropped",
            f"alert:3:{JOE}": "dropped",
            f"alert:2:{MARIA}": "folded",
            f"alert:3:{MARIA}": "folded",
        }
        assert (digests.waiting(session, JOE), digests.waiting(session, MARIA)) == ([], [2, 3])
        handovers.undo(session, number, by=PETRA, now=LATER)
        assert (digests.waiting(session, JOE), digests.waiting(session, MARIA)) == ([2, 3], [])
        assert states(session)[f"alert:1:{JOE}"] == "sent"


def test_what_a_third_person_has_taken_stays_with_them_and_what_rests_goes_on_resting(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        life.snooze(session, 2, until=LATER, by=JOE, now=NOW)
        life.take(session, 3, by=JOE, now=NOW)
        life.log_contact(session, 3, kind="call", day=NOW.date(), by=JOE, now=NOW)
        move(session, MARIA)
        taken, resting, contacted = (session.get_one(Alert, number) for number in (1, 2, 3))
    assert (taken.state, taken.taken_by) == ("acknowledged", LINDA)
    assert resting.snoozed_until == LATER
    assert (contacted.state, contacted.taken_by) == ("contacted", None)


def test_undo_leaves_alone_what_somebody_did_to_an_alert_meanwhile(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=JOE, now=NOW)
        life.take(session, 2, by=JOE, now=NOW)
        number = move(session, MARIA)
        life.log_contact(session, 1, kind="call", day=NOW.date(), by=MARIA, now=LATER)
        handovers.undo(session, number, by=PETRA, now=LATER)
        touched, untouched = session.get_one(Alert, 1), session.get_one(Alert, 2)
        events = session.scalars(select(AlertEvent.kind).where(AlertEvent.alert_id == 1).order_by(AlertEvent.id)).all()
    assert (touched.state, touched.taken_by) == ("contacted", None)
    assert (untouched.state, untouched.taken_by) == ("acknowledged", JOE)
    assert events == ["found", "acknowledged", "reassigned", "contacted", "reassigned"]


def test_when_a_snooze_ends_the_new_owner_is_reminded(business: Engine) -> None:
    with working(business) as session:
        for number in (1, 2):
            life.snooze(session, number, until=LATER, by=JOE, now=NOW)
        move(session, MARIA)
        life.snooze(session, 2, until=LATER - timedelta(hours=1), by=LINDA, now=LATER)
        over = overdue.snoozes_over(session, now=LATER)
        assert [(one.alert_id, one.snoozed_by) for one in over] == [(1, MARIA), (2, LINDA)]


def test_the_new_owner_has_all_the_time_there_is(business: Engine) -> None:
    def untaken(session: Session) -> list[tuple[int, int, object]]:
        return [(one.alert_id, one.person_id, one.asked_at) for one in overdue.untaken(session, rules=RULES, levels=2)]

    with working(business) as session:
        assert untaken(session) == [(1, JOE, NOW)]
        life.escalate(session, 1, level=1, to=PETRA, now=NOW)
        move(session, MARIA)
        assert session.get_one(Alert, 1).escalated == 0
        assert untaken(session) == [(number, MARIA, LATER) for number in (1, 2, 3)]


RULES = ["vip_slipping"]
