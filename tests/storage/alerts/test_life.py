"""Who does what to an alert, once, and how it is taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import audit
from storage.alerts import finding, life, words
from storage.alerts.life import NothingToUndo
from storage.alerts.steps import Conflict, Outcome, Unknown
from storage.alerts.store import InSession
from storage.handovers import life as handovers
from storage.handovers.proposal import propose
from storage.handovers.refusals import Refused
from storage.tables import Absence, Alert, AlertEvent, AuditEntry, Contact, Customer, Message, Person
from tests.business import TODAY
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import BOSS, LINDA, MARIA, NOW, alert, found, team, working

Acting = Callable[[Session], Outcome]

ACTS: dict[str, Callable[..., Outcome]] = {
    "take": life.take,
    "release": life.release,
    "snooze": lambda session, number, **act: life.snooze(session, number, until=NOW + timedelta(days=7), **act),
    "to visit": lambda session, number, **act: life.snooze(session, number, to_visit_after=TODAY, **act),
    "wake": life.wake,
    "call": lambda session, number, **act: life.log_contact(session, number, kind="call", day=TODAY, **act),
    "dismiss": lambda session, number, **act: life.dismiss(session, number, outcome="false_alarm", day=TODAY, **act),
    "closed": lambda session, number, **act: life.dismiss(session, number, outcome="closed", day=TODAY, **act),
    "lose": life.lose,
    "useless": life.useless,
    "absence": lambda session, number, **act: life.add_absence(session, number, kind="seasonal", day=TODAY, **act),
    "reassign": lambda session, number, **act: life.reassign(session, number, to=MARIA, **act),
}


@pytest.fixture
def business(engine: Engine) -> Engine:
    """A team with an alert."""
    team(engine)
    return engine


def columns(session: Session) -> dict[str, Any]:
    """Return all that an act may change, but for the version."""
    stored = session.execute(select(Alert.__table__).where(Alert.id == 1)).mappings().one()
    owner = session.scalar(select(Customer.owner_id).where(Customer.id == 1))
    beside = [session.scalars(select(table.id)).all() for table in (Contact, Absence)]
    return {**{name: value for name, value in stored.items() if name != "version"}, "owner": owner, "beside": beside}


def test_whoever_takes_an_alert_has_it_and_its_messages_are_made_anew(business: Engine) -> None:
    with working(business) as session:
        outcome = life.take(session, 1, by=LINDA, now=NOW, version=0)
    assert (outcome.state, outcome.version, outcome.changed) == ("acknowledged", 1, True)
    with Session(business) as session:
        assert session.get_one(Alert, 1).taken_by == LINDA
        update = session.scalars(select(Message).where(Message.kind == "update")).one()
        event = session.scalars(select(AlertEvent).where(AlertEvent.kind == "acknowledged")).one()
    assert (update.alert_id, update.person_id) == (1, LINDA)
    assert (event.person_id, event.at, event.before) == (LINDA, NOW, {"state": "open", "taken_by": None, "version": 0})


def test_what_people_do_is_on_the_record_once_and_what_the_bot_does_is_not(business: Engine) -> None:
    click: dict[str, Any] = {"by": LINDA, "place": "C1", "request": "click"}
    for _ in range(2):
        with working(business) as session:
            life.log_contact(session, 1, kind="call", day=TODAY, note="牛", now=NOW, **click)
    with working(business) as session:
        life.snooze(session, 1, until=NOW + timedelta(days=1), by=LINDA, now=NOW)
    with working(business) as session:
        assert life.end_snooze(session, 1, now=NOW + timedelta(days=1))
    with working(business) as session:
        life.undo(session, 1, by=LINDA, now=NOW + timedelta(days=1), place="D1")
    with Session(business) as session:
        called, snoozed, undone = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        assert audit.verify(session).broken is None
    assert (called.action, called.subject, called.about) == ("alert.contacted", "alert:1", ["customer:1"])
    assert (called.person_id, called.at, called.place, called.request) == (LINDA, NOW, "C1", "click")
    assert called.before == {"state": "open", "taken_by": None}
    assert called.after.items() >= {"state": "contacted", "taken_by": LINDA, "kind": "call", "note": "牛"}.items()
    assert snoozed.after["snoozed_until"] == "2025-12-02T09:30:00.000000+00:00"
    assert (undone.action, undone.place, undone.after["kind"]) == ("alert.undone", "D1", "snoozed")


def test_who_is_too_late_learns_who_has_it_since_when(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=MARIA, now=NOW, version=0)
        life.log_contact(session, 1, kind="call", day=TODAY, by=MARIA, now=NOW + timedelta(hours=1))
    with working(business) as session, pytest.raises(Conflict) as refused:
        life.take(session, 1, by=LINDA, now=NOW + timedelta(hours=2))
    assert (refused.value.holder, refused.value.since, refused.value.kind) == ("Maria Rossi", NOW, "acknowledged")


def test_a_button_of_an_older_version_changes_nothing_if_somebody_else_was_quicker(business: Engine) -> None:
    with working(business) as session:
        life.snooze(session, 1, until=NOW + timedelta(days=1), by=MARIA, now=NOW, version=0)
    with working(business) as session, pytest.raises(Conflict) as refused:
        life.dismiss(session, 1, outcome="false_alarm", day=TODAY, by=LINDA, now=NOW, version=0)
    assert (refused.value.holder, refused.value.kind) == ("Maria Rossi", "snoozed")
    with Session(business) as session:
        assert session.get_one(Alert, 1).state == "open"


def test_ones_own_last_act_and_the_bots_stand_in_nobodys_way(business: Engine) -> None:
    with working(business) as session:
        life.escalate(session, 1, level=1, to=BOSS, now=NOW)
        life.take(session, 1, by=LINDA, now=NOW, version=0)
        outcome = life.log_contact(session, 1, kind="visit", day=TODAY, by=LINDA, now=NOW, version=0)
    assert (outcome.state, outcome.version) == ("contacted", 3)


def test_a_double_click_is_one(business: Engine) -> None:
    with working(business) as session:
        first = life.log_contact(session, 1, kind="call", day=TODAY, by=LINDA, now=NOW, request="click 1")
        again = life.log_contact(session, 1, kind="call", day=TODAY, by=LINDA, now=NOW, request="click 1")
        assert len(session.scalars(select(Contact)).all()) == 1
    assert (first.changed, again.changed, again.version) == (True, False, 1)


def test_of_many_who_take_it_at_once_one_has_it(postgres_engine: Engine) -> None:
    team(postgres_engine)

    def taken(person: int) -> bool:
        try:
            with working(postgres_engine) as session:
                return life.take(session, 1, by=person, now=NOW, version=0).changed
        except Conflict:
            return False

    with ThreadPoolExecutor() as pool:
        assert sum(pool.map(taken, [LINDA, MARIA, BOSS] * 3)) == 1


def test_nothing_is_done_to_an_alert_that_is_over_but_contacts_and_opinions_are_kept(business: Engine) -> None:
    with working(business) as session:
        life.lose(session, 1, by=LINDA, now=NOW)
        for act in ("take", "release", "snooze", "wake", "dismiss", "lose", "absence", "reassign"):
            with pytest.raises(Conflict):
                ACTS[act](session, 1, by=LINDA, now=NOW)
        assert life.log_contact(session, 1, kind="call", day=TODAY, by=LINDA, now=NOW).state == "lost"
        assert life.useless(session, 1, by=LINDA, now=NOW).state == "lost"
        assert session.get_one(Alert, 1).outcome == "useless"


def test_an_unknown_alert_is_said_to_be_unknown(business: Engine) -> None:
    with working(business) as session, pytest.raises(Unknown):
        life.take(session, 17, by=LINDA, now=NOW)


@on_sqlite
@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"release", "wake"}])
def test_every_act_can_be_undone_once(business: Engine, act: str) -> None:
    with Session(business) as session:
        before = columns(session)
    with working(business) as session:
        assert ACTS[act](session, 1, by=LINDA, now=NOW).changed
        assert columns(session) != before
        outcome = life.undo(session, 1, by=LINDA, now=NOW)
        assert (columns(session), outcome.version) == (before, 2)
        with pytest.raises(NothingToUndo):
            life.undo(session, 1, by=LINDA, now=NOW)


def test_what_others_did_since_is_not_undone(business: Engine) -> None:
    with working(business) as session:
        life.snooze(session, 1, until=NOW + timedelta(days=1), by=LINDA, now=NOW)
        life.take(session, 1, by=MARIA, now=NOW)
        with pytest.raises(Conflict) as refused:
            life.undo(session, 1, by=LINDA, now=NOW)
    assert refused.value.holder == "Maria Rossi"


@on_sqlite
def test_what_others_did_and_took_back_hinders_no_undo(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        life.useless(session, 1, by=BOSS, now=NOW)
        life.undo(session, 1, by=BOSS, now=NOW)
        life.undo(session, 1, by=LINDA, now=NOW)
        stored = session.get_one(Alert, 1)
    assert (stored.state, stored.taken_by) == ("open", None)


@on_sqlite
@pytest.mark.parametrize(
    "act", [life.undo, lambda session, number, **act: life.useless(session, number, version=1, **act)]
)
def test_nobody_is_told_that_they_stand_in_their_own_way(business: Engine, act: Callable[..., Outcome]) -> None:
    with working(business) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        life.snooze(session, 1, until=NOW + timedelta(days=1), by=BOSS, now=NOW)
        with pytest.raises(Conflict) as refused:
            act(session, 1, by=LINDA, now=NOW)
    assert (refused.value.holder_id, refused.value.has_it) == (BOSS, False)


def test_what_the_bot_did_since_hinders_no_undo_unless_it_closed_the_alert(business: Engine) -> None:
    tomorrow = NOW + timedelta(days=1)
    with working(business) as session:
        life.snooze(session, 1, until=tomorrow, by=LINDA, now=NOW)
        life.escalate(session, 1, level=1, to=BOSS, now=NOW)
        assert life.end_snooze(session, 1, now=tomorrow) == tomorrow
        assert life.undo(session, 1, by=LINDA, now=tomorrow).changed
        stored = session.get_one(Alert, 1)
        assert (stored.snoozed_until, stored.escalated, stored.state) == (None, 1, "open")
        life.take(session, 1, by=MARIA, now=tomorrow)
        finding.end(InSession(session), [1], words.RECOVERED, reason="", now=tomorrow)
        with pytest.raises(Conflict) as refused:
            life.undo(session, 1, by=MARIA, now=tomorrow)
    assert (refused.value.holder, refused.value.kind) == (None, "recovered")


def test_a_closed_business_is_known_to_be_absent_since_the_alert_noticed(business: Engine) -> None:
    with working(business) as session:
        life.dismiss(session, 1, outcome="closed", day=date(2025, 12, 1), by=LINDA, now=NOW)
        absence = session.scalars(select(Absence)).one()
        stored = session.get_one(Alert, 1)
    assert (absence.kind, absence.first_day, absence.last_day) == ("closed", TODAY, None)
    assert absence.told_on == date(2025, 12, 1)
    assert (stored.state, stored.outcome, stored.closed_at) == ("dismissed", "closed", NOW)


def test_a_new_owner_is_told_once_and_not_of_each_alert(business: Engine) -> None:
    with working(business) as session:
        session.get_one(Person, MARIA).slack_id = "U2"
        life.take(session, 1, by=LINDA, now=NOW)
        assert life.reassign(session, 1, to=MARIA, by=LINDA, now=NOW, request="click").changed
        assert not life.reassign(session, 1, to=MARIA, by=LINDA, now=NOW, request="click").changed
        stored = session.get_one(Alert, 1)
        told = session.scalars(select(Message).where(Message.person_id == MARIA)).one()
        assert session.get_one(Customer, 1).owner_id == MARIA
    assert (stored.state, stored.taken_by, stored.announced_at is None) == ("open", None, False)
    assert told.kind == "handover_note"


def test_what_was_handed_over_together_is_not_taken_back_by_one_of_its_alerts(small: Engine) -> None:
    with working(small) as session:
        session.add(Customer(id=2, name="Beta", owner_id=LINDA, attributes={}))
        session.flush()
        both = propose(session, {1: MARIA, 2: MARIA}, by=BOSS, now=NOW)
        handovers.confirm(session, both.id, by=BOSS, now=NOW)
        with pytest.raises(NothingToUndo):
            life.undo(session, 1, by=BOSS, now=NOW)


def test_many_alerts_are_acted_on_in_one_transaction_by_one_click(business: Engine) -> None:
    with working(business) as session:
        session.add_all([alert(2), alert(3)])
        session.flush()
        session.add_all([found(2), found(3)])
        outcomes = [life.take(session, number, by=LINDA, now=NOW, request="click") for number in (1, 2, 3)]
    assert [outcome.changed for outcome in outcomes] == [True, True, True]


@pytest.fixture
def small(sqlite_engine: Engine) -> Engine:
    """A team in a file."""
    team(sqlite_engine)
    return sqlite_engine


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from([*ACTS, "undo"]), st.sampled_from([LINDA, MARIA])), max_size=8))
def test_whatever_people_do_the_version_counts_it_and_an_alert_is_live_or_closed(
    small: Engine, acts: list[tuple[str, int]]
) -> None:
    with working(small) as session:
        number = (session.scalar(select(func.max(Alert.id))) or 0) + 1
        session.add(alert(number))
        session.flush()
        stored = session.get_one(Alert, number)
        changes = 0
        for act, person in acts:
            try:
                changes += {**ACTS, "undo": life.undo}[act](session, number, by=person, now=NOW).changed
            except (Conflict, NothingToUndo, Refused):
                continue
            assert stored.version == changes
            assert (stored.closed_at is None) == (stored.state in words.LIVE)
            assert stored.state != words.ACKNOWLEDGED or stored.taken_by
