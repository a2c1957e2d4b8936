"""The daily digest: planned once for each person, at their hour, on their working days."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from bot.jobs import digest
from storage import database
from storage.tables import Cover, Hearing, Message, Person
from tests.business import asleep, classification, customer, person, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import alert, message, working

UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2025, 12, 1, tzinfo=UTC)
GRACE, LINDA = 1, 2


def boss(**values: Any) -> Person:
    """Return a manager in London, who can be reached."""
    return person(GRACE, "Grace", **{"role": "manager", "slack_id": "U1", "time_zone": "Europe/London"} | values)


def seller(**values: Any) -> Person:
    """Return one of hers."""
    common = {"slack_id": "U2", "time_zone": "Asia/Shanghai", "manager_id": GRACE}
    return person(LINDA, "Linda", **common | values)


def plan(engine: Engine, *moments: datetime) -> list[Message]:
    """Plan at these moments, and return all digests there are then."""
    for moment in moments:
        digest.plan(moment, sessions=database.sessions(engine), zone=UTC_ZONE)
    with working(engine) as session:
        return list(session.scalars(select(Message).where(Message.kind == "digest").order_by(Message.id)))


def hour(number: float, days: int = 0) -> datetime:
    """Return an hour of that Monday, in UTC, or of a day after it."""
    return MONDAY + timedelta(days=days, hours=number)


def waiting(alert_id: int = 1, **values: Any) -> tuple[object, Message]:
    """Return an alert that waits for Linda's digest."""
    nowhere = {"channel": None, "ts": None, "state": "folded", "mark": f"alert:{alert_id}"}
    return alert(alert_id), message(alert_id, person_id=LINDA, **nowhere | values)


def test_a_manager_is_told_once_a_day_at_nine_where_they_are(engine: Engine) -> None:
    remember(engine, boss(time_zone="America/New_York"), classification())

    assert plan(engine, hour(13.9)) == []
    (one,) = plan(engine, hour(14), hour(14.1), hour(20))
    assert (one.person_id, one.mark, one.due_at) == (GRACE, "digest:1:2025-12-01", hour(14))


@on_sqlite
def test_there_is_none_at_night_on_sunday_or_on_a_holiday(engine: Engine) -> None:
    remember(engine, boss(), classification())

    assert plan(engine, hour(3), hour(22), hour(10, days=-1), datetime(2025, 12, 25, 10, tzinfo=UTC)) == []


@on_sqlite
def test_somebody_may_choose_an_hour_before_work(engine: Engine) -> None:
    remember(engine, boss(), classification(), Hearing(person_id=GRACE, digest_hour=6))

    assert len(plan(engine, hour(6.2))) == 1


@pytest.mark.parametrize("choice", ["digest", "quiet_line"])
def test_whoever_does_not_want_to_hear_that_nothing_happened_does_not(engine: Engine, choice: str) -> None:
    remember(engine, boss(), classification(), Hearing(person_id=GRACE, **{choice: False}))

    assert plan(engine, hour(10)) == []


def test_sleepers_are_told_of_even_without_the_quiet_line(engine: Engine) -> None:
    vip = asleep(1, stage="dormant", tier="MVC", value_at_risk=Decimal(5))
    remember(engine, boss(), classification(), customer(), vip, Hearing(person_id=GRACE, quiet_line=False))

    assert len(plan(engine, hour(10))) == 1


def test_a_salesperson_has_one_only_when_alerts_wait_for_it(engine: Engine) -> None:
    remember(engine, boss(), seller(), classification(), customer(owner_id=LINDA))
    assert plan(engine, hour(2)) == []

    remember(engine, *waiting())

    (one,) = plan(engine, hour(2, days=1))
    assert (one.person_id, one.content["alert_ids"], one.content["asleep"]) == (LINDA, [1], False)


def test_what_was_in_a_digest_is_not_in_the_next(engine: Engine) -> None:
    remember(engine, boss(), seller(), classification(), customer(owner_id=LINDA), *waiting())
    (first,) = plan(engine, hour(2))
    with working(engine) as session:
        session.get_one(Message, first.id).state = "sent"

    assert len(plan(engine, hour(2, days=1))) == 1


def test_what_was_in_a_digest_that_was_never_sent_is_in_the_next(engine: Engine) -> None:
    remember(engine, boss(), seller(), classification(), customer(owner_id=LINDA), *waiting())

    first, second = plan(engine, hour(2), hour(2, days=1))

    assert first.content["alert_ids"] == second.content["alert_ids"] == [1]


def test_an_alert_that_is_over_waits_for_no_digest(engine: Engine) -> None:
    remember(engine, boss(), seller(), classification(), customer(owner_id=LINDA), *waiting())
    with working(engine) as session:
        session.get_one(type(alert()), 1).state = "recovered"

    assert plan(engine, hour(2)) == []


def test_news_is_counted_since_the_last_digest_that_was_sent(engine: Engine) -> None:
    remember(engine, boss(), classification())
    (first,) = plan(engine, hour(10))
    with working(engine) as session:
        session.get_one(Message, first.id).state = "sent"

    *_, second = plan(engine, hour(10, days=1))

    assert first.content["since"] is None
    assert second.content["since"] == first.content["as_of"] == "2025-11-30"


def test_a_manager_is_told_of_the_team_and_one_without_a_team_of_everybody(engine: Engine) -> None:
    other = person(3, "Otto", role="manager", slack_id="U3", time_zone="Europe/London")
    remember(engine, boss(), seller(), other, classification())

    assert {one.person_id: one.content["of"] for one in plan(engine, hour(10))} == {GRACE: [GRACE, LINDA], 3: None}


def test_who_stands_in_reads_what_would_be_in_the_others_digest(engine: Engine) -> None:
    times = {"begins_at": hour(0), "ends_at": hour(0, days=2), "made_by": GRACE, "made_at": hour(0)}
    colleague = person(3, "Tom", slack_id="U3", time_zone="Europe/London", manager_id=GRACE)
    remember(engine, boss(), seller(), colleague, Cover(person_id=LINDA, stand_in_id=3, **times), customer(1))
    remember(engine, Cover(person_id=GRACE, stand_in_id=3, **times), *waiting(), classification())

    (his,) = plan(engine, hour(1), hour(9), hour(14))
    assert (his.person_id, his.content["alert_ids"], his.content["asleep"]) == (3, [1], True)
    assert his.content["of"] == [GRACE, LINDA, 3]
    assert {one.person_id for one in plan(engine, hour(10, days=2))} == {3, GRACE}


def test_somebody_who_cannot_be_reached_has_none(engine: Engine) -> None:
    remember(engine, boss(active=False), person(3, "Otto", role="manager"), classification())

    assert plan(engine, hour(10)) == []


@on_sqlite
def test_when_the_clocks_change_nobody_has_two_or_none(engine: Engine) -> None:
    remember(engine, boss(), classification(), Hearing(person_id=GRACE, digest_hour=1, work_days="1234567"))
    around = [datetime(2026, 3, 28, tzinfo=UTC) + timedelta(minutes=30 * tick) for tick in range(3 * 48)]

    days = [one.mark[-10:] for one in plan(engine, *around)]

    assert days == ["2026-03-28", "2026-03-29", "2026-03-30"]
