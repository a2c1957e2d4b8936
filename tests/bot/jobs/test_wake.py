"""Snoozes end, and say so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.jobs import wake
from storage import database
from storage.alerts import finding, life, overdue
from storage.alerts.store import InSession
from storage.tables import Alert, AlertEvent, Customer, Message, Person
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import BOSS, LINDA, MARIA, NOW, alert, found, message, team, working

FRIDAY = datetime(2025, 12, 5, 9, tzinfo=UTC)


def woken(engine: Engine, *moments: datetime) -> list[tuple[str, int | None, datetime]]:
    """Wake at these moments; return what is to be sent then."""
    for moment in moments:
        wake.wake(moment, sessions=database.sessions(engine), zone=ZoneInfo("UTC"))
    with working(engine) as session:
        ahead = select(Message.kind, Message.person_id, Message.due_at).where(Message.state == "waiting")
        return [(row[0], row[1], row[2]) for row in session.execute(ahead.order_by(Message.id))]


def snoozed(engine: Engine, until: datetime) -> None:
    """Store an alert that Linda has snoozed, the update that says so being sent."""
    team(engine)
    with working(engine) as session:
        life.snooze(session, 1, until=until, by=LINDA, now=NOW)
        session.scalars(select(Message).where(Message.kind == "update")).one().state = "sent"


def test_a_snooze_ends_on_time_and_whoever_snoozed_is_reminded_once(engine: Engine) -> None:
    snoozed(engine, FRIDAY)

    assert woken(engine, FRIDAY - timedelta(minutes=1)) == []
    sent = woken(engine, FRIDAY, FRIDAY + timedelta(minutes=1))

    assert [(kind, person) for kind, person, _ in sent] == [("update", LINDA), ("reminder", LINDA)]
    with working(engine) as session:
        assert session.get_one(Alert, 1).snoozed_until is None


@on_sqlite
def test_where_whoever_snoozed_has_left_their_lead_is_told_instead_who_has_read_of_it_before(engine: Engine) -> None:
    team(engine, message(mark=f"alert:1:{BOSS}", person_id=BOSS))
    with working(engine) as session:
        life.snooze(session, 1, to_visit_after=NOW.date(), by=LINDA, now=NOW)
        finding.end(InSession(session), [1], "woken", reason="visit", now=FRIDAY)
        session.get_one(Person, LINDA).active = False
        session.get_one(Person, BOSS).slack_id = "U3"

    sent = woken(engine, FRIDAY)

    assert [person for kind, person, _ in sent if kind == "alert"] == [BOSS]
    with working(engine) as session:
        assert not overdue.visited(session)
        told = session.scalars(select(Message).where(Message.kind == "alert", Message.state == "waiting")).one()
        assert told.content == {"why": "instead", "instead_of": "Linda Mitchell"}


@on_sqlite
def test_who_snoozed_as_a_stand_in_and_is_none_any_more_leaves_it_to_the_owner(engine: Engine) -> None:
    team(engine, alert(2), found(2))
    with working(engine) as session:
        session.get_one(Person, LINDA).slack_id, session.get_one(Person, MARIA).slack_id = "U1", "U2"
        life.snooze(session, 1, until=FRIDAY, by=MARIA, now=NOW)
        life.take(session, 2, by=MARIA, now=NOW)
        life.snooze(session, 2, until=FRIDAY, by=MARIA, now=NOW)

    sent = woken(engine, FRIDAY)

    assert [person for kind, person, _ in sent if kind == "reminder"] == [LINDA, MARIA]
    with working(engine) as session:
        message = session.scalars(select(Message).where(Message.kind == "reminder", Message.alert_id == 1)).one()
        assert message.content == {"why": "owner"}


def test_who_has_got_the_customer_since_is_not_told_that_they_had_snoozed_it(engine: Engine) -> None:
    team(engine)
    with working(engine) as session:
        session.get_one(Person, MARIA).slack_id = "U2"
        life.snooze(session, 1, until=FRIDAY, by=LINDA, now=NOW)
    with working(engine) as session:
        life.reassign(session, 1, to=MARIA, by=LINDA, now=NOW)

    woken(engine, FRIDAY)

    with working(engine) as session:
        reminder = session.scalars(select(Message).where(Message.kind == "reminder")).one()
        assert (reminder.person_id, reminder.content) == (MARIA, {"why": "owner"})


@on_sqlite
def test_where_the_customer_went_back_to_nobody_whoever_snoozed_it_is_reminded(engine: Engine) -> None:
    snoozed(engine, FRIDAY)
    with working(engine) as session:
        session.get_one(Customer, 1).owner_id = None
        session.add(AlertEvent(alert_id=1, kind="reassigned", at=NOW, person_id=LINDA, detail={"undone": True}))

    assert [person for kind, person, _ in woken(engine, FRIDAY) if kind == "reminder"] == [LINDA]


def test_the_reminder_waits_for_working_hours(engine: Engine) -> None:
    snoozed(engine, FRIDAY + timedelta(hours=12))

    *_, (_, _, due_at) = woken(engine, FRIDAY + timedelta(hours=12))

    assert due_at == FRIDAY + timedelta(days=3)


def test_what_was_closed_while_it_slept_stays_asleep(engine: Engine) -> None:
    snoozed(engine, FRIDAY)
    with working(engine) as session:
        session.get_one(Alert, 1).state = "recovered"

    assert woken(engine, FRIDAY + timedelta(days=1)) == []


def test_an_alert_can_be_snoozed_and_reminded_of_again(engine: Engine) -> None:
    snoozed(engine, FRIDAY)
    woken(engine, FRIDAY)
    with working(engine) as session:
        life.snooze(session, 1, until=FRIDAY + timedelta(days=7), by=LINDA, now=FRIDAY)

    sent = woken(engine, FRIDAY + timedelta(days=7))

    assert [kind for kind, _, _ in sent].count("reminder") == 2


def test_who_let_it_rest_until_a_visit_is_reminded_once_when_they_have_come(engine: Engine) -> None:
    team(engine)
    with working(engine) as session:
        life.snooze(session, 1, to_visit_after=NOW.date(), by=LINDA, now=NOW)
    assert "reminder" not in {kind for kind, _, _ in woken(engine, FRIDAY)}
    with working(engine) as session:
        finding.end(InSession(session), [1], "woken", reason="visit", now=FRIDAY)

    sent = woken(engine, FRIDAY, FRIDAY + timedelta(minutes=1))

    assert [(person, due_at) for kind, person, due_at in sent if kind == "reminder"] == [(LINDA, FRIDAY)]
    with working(engine) as session:
        message = session.scalars(select(Message).where(Message.kind == "reminder")).one()
        assert message.content == {"why": "visited"}
