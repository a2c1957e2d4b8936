"""The outbox: each message once, and alerts that change have their messages made anew."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import bulk, dispatch, outbox, runs
from storage.tables import Alert, Hearing, Message
from tests.business import person, remember

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
HOUR = timedelta(hours=1)


def alert(alert_id: int = 7, *, rule: str = "vip_slipping") -> Alert:
    """Return an alert."""
    found = {"as_of": date(2025, 11, 30), "found_at": NOW, "value_at_risk": Decimal(5), "evidence": {}}
    return Alert(id=alert_id, rule=rule, customer_id=1, **found)


def put_out(session: Session, *, mark: str = "alert:7:1", person_id: int = 1) -> bool:
    """Put a message about the alert into the outbox."""
    return outbox.add(session, mark=mark, kind="alert", now=NOW, alert_id=7, person_id=person_id)


def states(engine: Engine) -> dict[str, str]:
    """Return the state of each message by its mark."""
    with Session(engine) as session:
        return {one.mark: one.state for one in session.scalars(select(Message))}


def test_a_message_is_put_out_once(engine: Engine) -> None:
    remember(engine, person(1), alert())
    with Session(engine) as session, session.begin():
        assert put_out(session)
        assert not put_out(session)


def test_each_change_of_an_alert_leaves_one_update_for_each_of_its_messages(engine: Engine) -> None:
    remember(engine, person(1), person(2), alert())
    with Session(engine) as session, session.begin():
        put_out(session)
        put_out(session, mark="alert:7:2", person_id=2)
        for version in (1, 1, 2):
            session.get_one(Alert, 7).version = version
            outbox.changed(session, 7, NOW)

    waiting = {mark for mark, state in states(engine).items() if state == "waiting" and mark.startswith("update")}
    assert len(waiting) == 2
    assert all(mark.endswith(":2") for mark in waiting)


def test_many_alerts_changed_at_once_have_their_messages_made_anew_too(engine: Engine) -> None:
    remember(engine, person(1), alert())
    with Session(engine) as session, session.begin():
        put_out(session)
    engine.dispose()
    with bulk.connect(engine, write=True) as connection:
        bulk.execute(connection, "UPDATE alerts SET version = 1")
        for statement in (outbox.updates(Alert.id == 7, now=NOW), outbox.overtake(Alert.id == 7)):
            bulk.execute(connection, runs.written_out(engine, statement))

    assert sorted(states(engine).values()) == ["waiting", "waiting"]
    with Session(engine) as session:
        made = session.scalars(select(Message).where(Message.kind == "update")).one()
        assert (made.due_at, made.person_id, made.content) == (NOW, 1, {})


def test_what_one_sender_holds_no_other_takes_until_it_is_abandoned(engine: Engine) -> None:
    remember(engine, person(1), person(2), alert())
    with Session(engine) as session, session.begin():
        put_out(session)
        put_out(session, mark="alert:7:2", person_id=2)

    def first(at: datetime) -> str | None:
        with Session(engine) as session, session.begin():
            dispatch.wait_for_turn(session)
            found = dispatch.first(session, now=at, machine=at, rest=timedelta(seconds=1), weights={})
            if found is not None:
                dispatch.hold(session, [found.id], machine=at, until=at + timedelta(seconds=30))
            return found.mark if found else None

    assert [first(NOW) for _ in range(3)] == ["alert:7:1", "alert:7:2", None]
    assert first(LATER) == "alert:7:1"


def test_one_destination_gets_one_message_at_a_time_and_one_a_second(engine: Engine) -> None:
    remember(engine, person(1), alert())
    with Session(engine) as session, session.begin():
        put_out(session)
        outbox.add(session, mark="other", kind="reminder", now=NOW, person_id=1)
    with Session(engine) as session, session.begin():
        found = dispatch.first(session, now=NOW, machine=NOW, rest=timedelta(seconds=1), weights={})
        assert found is not None
        dispatch.hold(session, [found.id], machine=NOW, until=LATER)
        assert dispatch.first(session, now=NOW, machine=NOW, rest=timedelta(seconds=1), weights={}) is None
        dispatch.landed(session, found.id, channel="D1", ts="1.0", now=NOW)
        assert dispatch.first(session, now=NOW, machine=NOW, rest=timedelta(seconds=1), weights={}) is None
        next_one = dispatch.first(session, now=LATER, machine=LATER, rest=timedelta(seconds=1), weights={})
        assert next_one is not None
        assert next_one.mark == "other"


def test_a_channel_that_two_leads_have_named_is_one_destination(engine: Engine) -> None:
    remember(engine, person(1), person(2), *(Hearing(person_id=one, channel="C1") for one in (1, 2)))
    with Session(engine) as session, session.begin():
        for lead in (1, 2):
            outbox.add(session, mark=f"in {lead}", kind="notice", now=NOW, person_id=lead, to_channel="C1")
        outbox.add(session, mark="directly", kind="notice", now=NOW, person_id=2)

    def next_one(at: datetime) -> Message | None:
        return dispatch.first(session, now=at, machine=at, rest=timedelta(seconds=1), weights={})

    with Session(engine) as session, session.begin():
        for mark in ("in 1", "directly"):
            found = next_one(NOW)
            assert found is not None
            assert found.mark == mark
            dispatch.hold(session, [found.id], machine=NOW, until=LATER)
            dispatch.landed(session, found.id, channel="C1", ts="1.0", now=NOW)
        assert next_one(NOW) is None
        assert (then := next_one(LATER)) is not None
        assert then.mark == "in 2"


def test_what_matters_and_has_just_happened_goes_first_and_by_turns_whatever_waits_longest(engine: Engine) -> None:
    remember(engine, *(person(one) for one in range(1, 5)))
    remember(
        engine, *(alert(number, rule=rule) for number, rule in enumerate(("notice", "weighty", "urgent"), start=1))
    )
    with Session(engine) as session, session.begin():
        outbox.add(session, mark="notice", kind="alert", now=NOW - HOUR, due_at=NOW, alert_id=1, person_id=1)
        outbox.add(session, mark="waited", kind="alert", now=NOW - HOUR, due_at=NOW, alert_id=3, person_id=2)
        outbox.add(session, mark="fresh", kind="alert", now=LATER, alert_id=2, person_id=3)
        outbox.add(session, mark="digest", kind="digest", now=NOW, person_id=4)

    def next_one(weights: Mapping[str, int]) -> str:
        with Session(engine) as session, session.begin():
            found = dispatch.first(session, now=LATER, machine=LATER, rest=timedelta(), weights=weights)
            assert found is not None
            dispatch.hold(session, [found.id], machine=LATER, until=LATER + HOUR)
            return found.mark

    by_weight = {"weighty": 2, "urgent": 3}
    assert [next_one(by_weight), next_one(by_weight), next_one({}), next_one({})] == [
        "fresh",
        "waited",
        "notice",
        "digest",
    ]
