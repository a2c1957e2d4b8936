"""What the rules find is written once, with the change that shows it, in a run over everybody as with a live visit."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from segmentation.profile import Policy
from segmentation.rules import RULES
from storage import profiles
from storage.alerts import life, lists
from storage.tables import (
    Absence,
    Alert,
    AlertEvent,
    Customer,
    Episode,
    KnownRule,
    Message,
    Profile,
    ProfileChange,
    Run,
    Visit,
)
from tests.business import customer, person, remember, visit
from tests.storage.alerts.alerts import working

TODAY = date(2025, 11, 30)
DAY = timedelta(days=1)
CALM = 30
"""Customers who come every week, and move the lines of nobody."""

GROWING = 100


def moment(day: date, hour: int = 23) -> datetime:
    """Return an hour of a day."""
    return datetime.combine(day, time(hour), UTC)


def classify(engine: Engine, day: date) -> None:
    """Classify everybody as of the end of a day, at that time."""
    profiles.classify(engine, as_of=day, policy=Policy(), now=lambda: moment(day))


def comes(engine: Engine, customer_id: int, day: date, amount: int = 100, receipt: str = "live") -> None:
    """Let a customer come in on a day, and be labelled at once."""
    with working(engine) as session:
        session.add(visit(customer_id, day, amount, receipt=receipt))
        session.flush()
        profiles.reclassify_one(session, customer_id, as_of=day, policy=Policy(), now=moment(day, 12))


def alerts(engine: Engine, rule: str = "growth_crossing") -> list[Alert]:
    """Return the alerts of a rule, in order."""
    with Session(engine) as session:
        return list(session.scalars(select(Alert).where(Alert.rule == rule).order_by(Alert.id)))


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Weekly customers with an owner, and one who has begun to grow: an MGC who lacks little to be MVC."""
    remember(
        engine,
        person(1, "Linda Mitchell"),
        *(customer(number, f"Calm {number}", owner_id=1) for number in range(1, CALM + 1)),
        customer(GROWING, "Growing", owner_id=1),
        *(visit(number, TODAY - days * DAY) for number in range(1, CALM + 1) for days in range(number % 7, 700, 7)),
        *(visit(GROWING, TODAY - days * DAY, 2_000) for days in range(5, 150, 7)),
    )
    return engine


def test_the_first_run_is_silent_and_knows_the_rules_then(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with Session(business) as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
        assert {row.rule: row.since for row in session.scalars(select(KnownRule))} == dict.fromkeys(RULES, TODAY - DAY)
        assert session.get_one(Profile, GROWING).tier == "MGC"


def test_who_crosses_the_line_is_found_with_the_visit_that_did_it(business: Engine) -> None:
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    (alert,) = alerts(business)
    assert (alert.customer_id, alert.as_of, alert.found_at, alert.state, alert.version) == (
        *(GROWING, TODAY, moment(TODAY, 12)),
        *("open", 0),
    )
    assert alert.evidence["value_365d"] > alert.evidence["value_before"]
    with Session(business) as session:
        assert [event.kind for event in lists.history(session, alert.id)] == ["found"]
        assert session.get_one(Episode, ("growth_crossing", GROWING)).alert_id == alert.id


def test_a_crossing_seen_after_midnight_is_told_once_whatever_runs_look_at_yesterday(business: Engine) -> None:
    classify(business, TODAY - 2 * DAY)
    comes(business, GROWING, TODAY, 20_000)
    for day in (TODAY - DAY, TODAY, TODAY, TODAY - DAY, TODAY, TODAY + DAY):
        classify(business, day)
    comes(business, GROWING, TODAY + 2 * DAY)
    assert len(alerts(business)) == 1
    with Session(business) as session:
        assert session.get_one(Episode, ("growth_crossing", GROWING)).since == TODAY


def test_the_nightly_run_finds_what_came_in_files(business: Engine) -> None:
    classify(business, TODAY - DAY)
    remember(business, visit(GROWING, TODAY, 20_000, receipt="file"))
    classify(business, TODAY)
    (alert,) = alerts(business)
    assert (alert.as_of, alert.found_at, alert.announced_at) == (TODAY, moment(TODAY), None)
    assert isinstance(alert.value_at_risk, Decimal)
    comes(business, GROWING, TODAY + DAY)
    assert len(alerts(business)) == 1


def test_going_back_in_time_finds_nothing_and_ends_no_episode(business: Engine) -> None:
    classify(business, TODAY - DAY)
    remember(business, visit(GROWING, TODAY, 20_000, receipt="file"))
    classify(business, TODAY)
    before = _everything(business)
    for day in (TODAY - 10 * DAY, TODAY - 5 * DAY, TODAY):
        classify(business, day)
        assert _everything(business) == before


def test_a_day_that_is_still_to_come_silences_nothing_after_it_is_taken_back(business: Engine) -> None:
    profiles.classify(business, as_of=date(2030, 1, 1), policy=Policy(), now=lambda: moment(TODAY - DAY))
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    assert len(alerts(business)) == 1


def test_nobody_comes_and_the_admin_hears_once_while_the_rules_keep_quiet(business: Engine) -> None:
    classify(business, TODAY)
    before = _everything(business)
    for days in range(20, 60, 10):
        classify(business, TODAY + days * DAY)
    assert _everything(business) == before
    with Session(business) as session:
        (notice,) = session.scalars(select(Message))
    assert (notice.kind, notice.mark, notice.person_id) == ("notice", f"notice:late:{TODAY}", None)
    assert notice.content["reason"] == "late"


def test_a_vip_who_stays_away_is_found_and_recovers_when_they_come_as_usual(business: Engine) -> None:
    vip = _all_come_but(business, GROWING)
    stayed_away = alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")
    assert [alert.customer_id for alert in stayed_away] == [GROWING]
    with working(business) as session:
        life.snooze(session, stayed_away[0].id, to_visit_after=vip, by=1, now=moment(vip))
    comes(business, GROWING, vip + DAY, 2_000)
    with Session(business) as session:
        stored = session.get_one(Alert, stayed_away[0].id)
        assert (stored.state, stored.snoozed_to_visit_after) == ("open", None)
        assert [event.kind for event in lists.history(session, stored.id)] == ["found", "snoozed", "woken"]
    for days in (5, 9, 13):
        comes(business, GROWING, vip + days * DAY, 2_000, receipt=str(days))
    with Session(business) as session:
        stored = session.get_one(Alert, stayed_away[0].id)
        assert (stored.state, stored.closed_at is not None) == ("recovered", True)


def test_a_known_absence_silences_and_is_no_explanation_for_ever(business: Engine) -> None:
    remember(business, Absence(**_absence(first_day=TODAY, last_day=TODAY + 60 * DAY)))
    vip = _all_come_but(business, GROWING)
    assert alerts(business, "vip_stage_worse") == []
    for days in range(1, 30):
        _calm_ones_come(business, vip + days * DAY)
        if days in {7, 29}:
            classify(business, vip + days * DAY)
    told = alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")
    assert [alert.customer_id for alert in told] == [GROWING]
    assert told[0].as_of > TODAY + 60 * DAY


def test_alerts_nobody_does_anything_about_expire_and_those_of_closed_customers_too(business: Engine) -> None:
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    for days in range(1, 40):
        _calm_ones_come(business, TODAY + days * DAY)
    remember(business, visit(GROWING, TODAY + 20 * DAY), visit(GROWING, TODAY + 35 * DAY))
    classify(business, TODAY + 29 * DAY)
    assert [alert.state for alert in alerts(business)] == ["open"]
    classify(business, TODAY + 31 * DAY)
    assert [alert.state for alert in alerts(business)] == ["expired"]
    with working(business) as session:
        stored = session.scalars(select(Alert).where(Alert.rule == "growth_crossing")).one()
        stored.state, stored.closed_at = "open", None
        session.get_one(Customer, GROWING).status = "closed"
    classify(business, TODAY + 32 * DAY)
    assert [alert.state for alert in alerts(business)] == ["expired"]


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["run", "visit", "refund"]), st.integers(-3, 3), st.integers(1, 30)),
    min_size=3,
    max_size=6,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_nobody_is_spoken_of_twice_in_an_episode(
    small: Engine, steps: list[Step]
) -> None:
    _forget(small)
    classify(small, TODAY - DAY)
    today = TODAY
    for number, (step, days, thousands) in enumerate(steps):
        today = max(today, today + days * DAY)
        if step == "run":
            classify(small, min(today, today + days * DAY))
        else:
            comes(small, GROWING, today, thousands * 1000 * (1 if step == "visit" else -1), receipt=f"step {number}")
        _check(small)


@pytest.fixture
def small(sqlite_engine: Engine) -> Engine:
    """A few customers, and the one who grows."""
    remember(
        sqlite_engine,
        *(customer(number, f"Calm {number}") for number in (1, 2, 3)),
        customer(GROWING, "Growing"),
        *(visit(number, TODAY - days * DAY) for number in (1, 2, 3) for days in range(2, 400, 7)),
        *(visit(GROWING, TODAY - days * DAY, 700) for days in range(5, 150, 7)),
    )
    return sqlite_engine


def _check(engine: Engine) -> None:
    """Hold what is stored to what is promised: one event `found` for each alert, and one alert for each episode."""
    with Session(engine) as session:
        found = session.scalars(select(AlertEvent.alert_id).where(AlertEvent.kind == "found")).all()
        ids = session.scalars(select(Alert.id)).all()
        assert sorted(found) == sorted(ids)
        for rule, customer_id in session.execute(select(Alert.rule, Alert.customer_id).distinct()):
            of_both = select(Alert.as_of).where(Alert.rule == rule, Alert.customer_id == customer_id)
            days = session.scalars(of_both.order_by(Alert.id)).all()
            assert len(set(days)) == len(days)
            assert days == sorted(days)
        for episode in session.scalars(select(Episode).where(Episode.alert_id.is_not(None))):
            alert = session.get_one(Alert, episode.alert_id)
            assert (alert.rule, alert.customer_id) == (episode.rule, episode.customer_id)
            assert alert.as_of >= episode.since
            later = select(func.count()).where(Alert.rule == alert.rule, Alert.customer_id == alert.customer_id)
            assert session.scalar(later.where(Alert.id > alert.id)) == 0


def _forget(engine: Engine) -> None:
    """Remove all that was found and classified, and the visits of earlier examples."""
    with Session(engine) as session, session.begin():
        for table in (AlertEvent, Message, Alert, Episode, KnownRule, Profile, ProfileChange, Run):
            session.execute(delete(table))
        session.execute(delete(Visit).where(Visit.source_id.like("%step%")))


def _everything(engine: Engine) -> list[Any]:
    """Return all alerts, events and episodes."""
    with Session(engine) as session:
        return [
            sorted(map(tuple, session.execute(select(table.__table__)).all()), key=repr)
            for table in (Alert, AlertEvent, Episode, KnownRule)
        ]


def _all_come_but(engine: Engine, customer_id: int) -> date:
    """Make a customer a VIP, then let everybody else go on coming for some weeks; return the last day."""
    remember(engine, visit(customer_id, TODAY, 60_000, receipt="big"))
    classify(engine, TODAY)
    for days in range(1, 43):
        _calm_ones_come(engine, TODAY + days * DAY)
        if days in {14, 28, 42}:
            classify(engine, TODAY + days * DAY)
    return TODAY + 42 * DAY


def _calm_ones_come(engine: Engine, day: date) -> None:
    """Let those who come weekly on this weekday come."""
    due = (number for number in range(1, CALM + 1) if (TODAY - day).days % 7 == number % 7)
    remember(engine, *(visit(number, day) for number in due))


def _absence(**values: Any) -> dict[str, Any]:
    """Return an absence of the customer who grows."""
    return {"customer_id": GROWING, "kind": "holiday", "at": moment(TODAY)} | values
