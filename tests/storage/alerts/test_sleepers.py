"""The VIPs who are falling asleep."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from storage.alerts.sleepers import Sleepers, sleepers
from storage.tables import Absence, Contact, Profile
from tests.business import TODAY, asleep, change, classification, customer, person, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import LINDA, MARIA, alert, working

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)


def vip(customer_id: int, value: int = 1000, stage: str = "dormant", **values: Any) -> Profile:
    """Return the profile of a VIP who sleeps, with some value at risk."""
    return asleep(customer_id, stage=stage, tier="MVC", value_at_risk=Decimal(value), **values)


def found(engine: Engine, **asked: Any) -> Sleepers:
    """Return those who sleep today."""
    with working(engine) as session:
        return sleepers(session, **{"of": None, "as_of": TODAY, "since": None, "limit": 20} | asked)


def absence(customer_id: int, **values: Any) -> Absence:
    """Return a known absence."""
    return Absence(customer_id=customer_id, kind="holiday", at=NOW, told_on=TODAY, **values)


def names(result: Sleepers) -> list[str]:
    """Return who is described, in order."""
    return [one.name for one in result.described]


def test_most_value_at_risk_comes_first_and_only_open_vips_who_sleep_count(engine: Engine) -> None:
    others = [vip(3, stage="normal"), asleep(4, stage="dead"), vip(5, stage="resting"), vip(6)]
    people = [customer(number, f"C{number}", status="closed" if number == 6 else "open") for number in range(1, 7)]
    remember(engine, classification(), *people, vip(1, 10), vip(2, 20, stage="buried"), *others)

    result = found(engine)

    assert names(result) == ["C2", "C1"]
    assert (result.total, result.new, result.value_at_risk) == (2, 0, Decimal(30))


def test_whoever_is_given_up_for_lost_counts_no_more_until_they_come_again(engine: Engine) -> None:
    came, gone = TODAY - timedelta(20), TODAY - timedelta(40)
    given_up = [alert(number, customer_id=number, state="lost", as_of=TODAY - timedelta(30)) for number in (1, 2)]
    people = [customer(1, "Came again"), customer(2, "Lost")]
    fell = change(2, "activity", "normal", "dormant")
    remember(engine, classification(), *people, vip(1, last_visit=came), vip(2, last_visit=gone), *given_up, fell)

    result = found(engine)

    assert names(result) == ["Came again"]
    assert (result.total, set(result.week.values())) == (1, {1})


def test_whoever_fell_asleep_since_is_new_and_comes_first(engine: Engine) -> None:
    fell, worse = change(1, "activity", "normal", "dormant"), change(2, "activity", "dormant", "shock")
    people = [customer(1, "Fell"), customer(2, "Worse")]
    remember(engine, classification(), *people, vip(1, 10), vip(2, 20, stage="shock"), fell, worse)

    result = found(engine, since=TODAY - timedelta(1))

    assert [(one.name, one.is_new) for one in result.described] == [("Fell", True), ("Worse", False)]
    assert result.new == 1
    assert names(found(engine, since=TODAY)) == ["Worse", "Fell"]


@on_sqlite
def test_a_sleeper_who_became_a_vip_or_was_known_to_be_away_until_now_is_new_too(engine: Engine) -> None:
    rose, fell_back = change(1, "tier", "MGC", "MVC"), change(2, "tier", "MVC", "MGC", as_of=TODAY - timedelta(9))
    until = TODAY - timedelta(1)
    away = absence(3, first_day=TODAY - timedelta(9), last_day=until)
    people = [customer(number, f"C{number}") for number in range(1, 4)]
    remember(engine, classification(), *people, *(vip(number) for number in range(1, 4)), rose, fell_back, away)

    result = found(engine, since=until)

    assert {one.name: one.is_new for one in result.described} == {"C1": True, "C2": False, "C3": True}


def test_nobody_is_new_where_nobody_was_told_before(engine: Engine) -> None:
    fell = change(1, "activity", "normal", "dormant")
    remember(engine, classification(), customer(), vip(1), fell)

    assert found(engine).new == 0


def test_what_a_superseded_run_said_is_not_news(engine: Engine) -> None:
    fell = change(1, "activity", "normal", "dormant")
    remember(engine, classification(superseded=True), customer(), vip(1), fell)

    result = found(engine, since=TODAY - timedelta(3))

    assert result.new == 0
    assert set(result.week.values()) == {1}


def test_customers_known_to_be_away_are_left_out_while_they_are(engine: Engine) -> None:
    away = [
        absence(1, first_day=TODAY, last_day=TODAY),
        absence(2, first_day=TODAY - timedelta(9), last_day=None),
        absence(3, first_day=TODAY - timedelta(9), last_day=TODAY - timedelta(1)),
        absence(4, first_day=TODAY + timedelta(1), last_day=None),
    ]
    people = [customer(number, f"C{number}") for number in range(1, 5)]
    remember(engine, classification(), *people, *(vip(number) for number in range(1, 5)), *away)

    assert names(found(engine)) == ["C3", "C4"]


def test_whoever_is_known_to_be_away_does_not_count_on_other_days_either(engine: Engine) -> None:
    away = absence(1, first_day=TODAY, last_day=None)
    fell = change(1, "activity", "normal", "dormant", as_of=TODAY - timedelta(2))
    remember(engine, classification(), customer(1, "Away"), customer(2, "Here"), vip(1), vip(2), away, fell)

    assert set(found(engine).week.values()) == {1}


def test_a_manager_sees_the_team_and_what_nobody_owns(engine: Engine) -> None:
    owned = [customer(1, "Linda's", owner_id=LINDA), customer(2, "Maria's", owner_id=MARIA), customer(3, "Nobody's")]
    people = [person(LINDA, "Linda"), person(MARIA, "Maria")]
    remember(engine, classification(), *people, *owned, vip(1), vip(2), vip(3))

    assert names(found(engine, of={LINDA})) == ["Linda's", "Nobody's"]
    assert names(found(engine, of=set())) == ["Nobody's"]


def test_it_is_said_what_was_done_last_and_who_has_it_in_hand(engine: Engine) -> None:
    contacts = [
        Contact(customer_id=1, person_id=LINDA, at=NOW, day=day, kind=kind, cause=cause)
        for day, kind, cause in ((TODAY, "call", "price"), (TODAY - timedelta(3), "visit", None))
    ]
    taken = alert(1, state="acknowledged", taken_by=LINDA), alert(2, rule="bz_entered")
    people = [person(LINDA, "Linda")]
    remember(engine, classification(), *people, customer(1, owner_id=LINDA), vip(1), *taken, *contacts)

    (one,) = found(engine).described

    assert (one.contact, one.contact_day, one.cause) == ("call", TODAY, "price")
    assert (one.state, one.taken_by and one.taken_by.name) == ("acknowledged", "Linda")


def test_the_week_goes_back_from_today_by_what_changed(engine: Engine) -> None:
    changes = [
        change(1, "activity", "normal", "dormant", as_of=TODAY),
        change(2, "activity", "resting", "dormant", as_of=TODAY - timedelta(2)),
        change(3, "activity", "shock", "normal", as_of=TODAY - timedelta(2)),
        change(4, "activity", "dead", "normal", as_of=TODAY - timedelta(4)),
        change(2, "activity", "dormant", "shock", as_of=TODAY - timedelta(1)),
    ]
    awake = [vip(number, stage="normal") for number in (3, 4)]
    people = [customer(number, f"C{number}") for number in range(1, 5)]
    remember(engine, classification(), *people, vip(1), vip(2), *awake, *changes)

    week = found(engine).week

    assert list(week.values()) == [2, 2, 1, 1, 1, 1, 2]
    assert list(week) == [TODAY - timedelta(back) for back in range(6, -1, -1)]


def test_the_week_counts_who_was_a_vip_then_and_who_has_come_today_only_until_today(engine: Engine) -> None:
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    changes = [
        change(1, "tier", "MVC", "standard"),
        change(2, "tier", "MGC", "MVC", as_of=yesterday),
        change(2, "activity", "normal", "dormant", as_of=yesterday),
        change(3, "activity", "dormant", "normal", as_of=tomorrow),
    ]
    people = [customer(number, f"C{number}") for number in range(1, 4)]
    profiles = [asleep(1, stage="dormant", tier="standard"), vip(2), vip(3, stage="normal")]
    remember(engine, classification(), *people, *profiles, *changes)

    assert [*found(engine).week.values()][-3:] == [2, 3, 1]


def test_as_many_are_described_as_are_asked_for_and_all_are_counted(engine: Engine) -> None:
    people = [customer(number, f"C{number}") for number in range(1, 6)]
    remember(engine, classification(), *people, *(vip(number, number) for number in range(1, 6)))

    result = found(engine, limit=2)

    assert (names(result), result.total) == (["C5", "C4"], 5)
    assert found(engine, limit=0).total == 5


def test_an_empty_business_has_nobody_asleep(engine: Engine) -> None:
    result = found(engine)

    assert (result.described, result.total, result.value_at_risk) == ((), 0, Decimal(0))
