"""Alerts as people see them: whose, in which order, with what happened, and in numbers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage.alerts import finding, life, lists
from storage.alerts.lists import Counts
from storage.alerts.store import InSession
from tests.business import TODAY, customer, profile, visit
from tests.storage.alerts.alerts import BOSS, LINDA, MARIA, NOW, alert, found, team, working

DAY = timedelta(days=1)


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Linda's customer, one of Maria's, and one of nobody's, with an alert each."""
    team(
        engine,
        customer(2, "Bolt", owner_id=MARIA, region="North"),
        customer(3, "Crumb", region="North"),
        profile(2, tier="MVC"),
        alert(2, customer_id=2, value_at_risk=Decimal(50_000)),
        alert(3, customer_id=3, rule="vip_unowned", value_at_risk=Decimal(20_000)),
        found(2),
        found(3),
    )
    return engine


def test_the_most_value_at_risk_comes_first(business: Engine) -> None:
    with Session(business) as session:
        page = lists.open_alerts(session, limit=2)
    assert ([one.customer for one in page.alerts], page.total) == (["Bolt", "Crumb"], 3)


def test_mine_are_those_of_my_customers_and_those_i_have_taken(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 2, by=LINDA, now=NOW)
        assert [one.id for one in lists.open_alerts(session, people=[LINDA]).alerts] == [2, 1]
        assert [one.id for one in lists.open_alerts(session, people=[MARIA]).alerts] == [2]
        assert [one.id for one in lists.open_alerts(session, rule="vip_unowned").alerts] == [3]


def test_whoever_has_an_alert_has_had_it_since_they_took_it_whatever_was_done_about_it_since(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        for by in (MARIA, LINDA):
            life.log_contact(session, 1, kind="call", day=TODAY, by=by, now=NOW + DAY)
        seen = lists.one(session, 1)
        assert seen is not None
        assert (seen.taken_by and seen.taken_by.id, seen.taken_at) == (LINDA, NOW)


def test_closed_alerts_are_listed_when_asked_for(business: Engine) -> None:
    with working(business) as session:
        life.lose(session, 1, by=LINDA, now=NOW)
        assert [one.id for one in lists.open_alerts(session).alerts] == [2, 3]
        assert [one.id for one in lists.open_alerts(session, states=["lost"]).alerts] == [1]


def test_an_alert_is_seen_with_all_that_its_message_tells(business: Engine) -> None:
    with working(business) as session:
        life.log_contact(session, 1, kind="call", day=TODAY - DAY, note="on holiday", by=MARIA, now=NOW)
        life.log_contact(session, 1, kind="voucher", day=TODAY + DAY, by=LINDA, now=NOW)
        seen = lists.one(session, 1)
        of_customer = lists.of_customer(session, 1)
    assert seen is not None
    assert (seen.customer, seen.owner and seen.owner.name, seen.lead and seen.lead.id) == (
        "Acme",
        "Linda Mitchell",
        BOSS,
    )
    assert (seen.tier, seen.state, seen.taken_by and seen.taken_by.id, seen.taken_at) == (
        "standard",
        "contacted",
        MARIA,
        NOW,
    )
    assert seen.outreach is not None
    assert seen.outreach_before is not None
    assert (seen.outreach.kind, seen.outreach_before.kind, seen.outreach_before.note) == (
        "voucher",
        "call",
        "on holiday",
    )
    assert [event.kind for event in seen.events] == ["found", "contacted", "contacted"]
    assert [event.kind for event in of_customer[0].events] == ["found", "contacted", "contacted"]


def test_what_happened_names_whom_it_went_to_even_if_they_are_nobody_around_the_customer(business: Engine) -> None:
    with working(business) as session:
        life.escalate(session, 1, level=1, to=MARIA, now=NOW)

    with Session(business) as session:
        told = lists.history(session, 1)[-1].to
    assert told is not None
    assert told.id == MARIA


def test_an_alert_that_is_not_there_is_none(business: Engine) -> None:
    with Session(business) as session:
        assert lists.one(session, 17) is None
        assert lists.history(session, 17) == []


def test_who_should_take_over_is_the_owners_lead_or_else_who_has_most_vips_in_the_region(business: Engine) -> None:
    with Session(business) as session:
        of_linda, of_nobody = lists.one(session, 1), lists.one(session, 3)
    assert of_linda is not None
    assert of_nobody is not None
    assert (of_linda.successor and of_linda.successor.id, of_nobody.successor and of_nobody.successor.id) == (
        BOSS,
        MARIA,
    )


def test_statistics_count_what_became_of_alerts_by_rule_and_by_person(business: Engine) -> None:
    with working(business) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        life.take(session, 2, by=LINDA, now=NOW)
        life.undo(session, 2, by=LINDA, now=NOW)
        life.useless(session, 3, by=BOSS, now=NOW)
        session.add_all([visit(1, TODAY, 70), visit(1, TODAY + DAY, 300), visit(1, TODAY + 2 * DAY, -50)])
        finding.end(InSession(session), [1], "recovered", reason="", now=NOW)
        told = lists.stats(session, since=NOW - 90 * DAY, until=NOW)
    recovered = Counts(
        1, acted_on=1, useful=1, closed=1, recovered=1, recovered_after_acting=1, value_recovered=Decimal(250)
    )
    assert told.by_rule["vip_slipping"] == replace(recovered, fired=2)
    assert told.by_rule["vip_unowned"] == Counts(fired=1, useless=1, closed=1)
    assert {one.name if one else None: counts for one, counts in told.by_person.items()} == {
        "Linda Mitchell": recovered,
        "Maria Rossi": Counts(fired=1),
        None: Counts(fired=1, useless=1, closed=1),
    }
    assert told.total == replace(recovered, fired=3, useless=1, closed=2)


def test_who_came_back_twice_has_spent_what_they_spent_once(business: Engine) -> None:
    with working(business) as session:
        later = {"as_of": TODAY + DAY, "found_at": NOW, "state": "recovered"}
        session.add_all([alert(7, customer_id=1, **later), alert(8, customer_id=1, rule="vip_stage_worse", **later)])
        session.add_all([visit(1, TODAY + DAY, 300), visit(1, TODAY + 2 * DAY, 50)])
        finding.end(InSession(session), [1], "recovered", reason="", now=NOW)
        told = lists.stats(session, since=NOW - 90 * DAY, until=NOW + DAY)
    assert (told.total.recovered, told.total.value_recovered) == (3, Decimal(350))
    assert [told.by_rule[rule].value_recovered for rule in ("vip_slipping", "vip_stage_worse")] == [350, 50]


def test_statistics_look_at_some_time_and_some_people(business: Engine) -> None:
    with Session(business) as session:
        assert lists.stats(session, since=NOW, until=NOW + DAY).total == Counts()
        assert lists.stats(session, since=NOW - DAY, until=NOW, people=[LINDA]).total == Counts(fired=1)
