"""What Home shows: the most important first, whose it is, and no more."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from segmentation.profile import Policy
from storage import profiles
from storage.columns import day_number
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.holdings import holdings
from storage.home import moves, occasions
from storage.home.accounts import Accounts, accounts
from storage.home.asleep import Asleep, asleep
from storage.home.occasions import dates_kept
from storage.home.pressing import pressing
from storage.home.state import asking, state
from storage.home.waiting import waiting
from storage.outcome import Move
from storage.tables import Absence, AccessRequest, AlertEvent, Customer, Message, Run
from tests.bot.house import CHEN, JOE, MARIA, NOON, PRIYA, furnish
from tests.business import TODAY, change, classification, customer, person, profile, remember, visit

MIDNIGHT = datetime(2025, 11, 30, tzinfo=UTC)


def test_alerts_are_those_nobody_else_has_that_do_not_rest_and_a_snooze_that_ended_comes_first(engine: Engine) -> None:
    woken = AlertEvent(alert_id=18, at=NOON - timedelta(hours=3), person_id=None, kind="woken", detail={}, before={})
    furnish(engine, woken)
    with Session(engine) as session:
        joes = pressing(session, of={JOE}, since=MIDNIGHT, limit=2)
        chens = pressing(session, of={CHEN}, since=MIDNIGHT, limit=5)
        leads = pressing(session, of={MARIA, JOE, CHEN}, unowned=True, since=MIDNIGHT, limit=9)
        all_ = pressing(session, of=None, since=MIDNIGHT, limit=9)
    assert [one.customer for one in joes.alerts] == ["Mill & Sons", "Harbour Hotel"]
    assert (joes.total, joes.untaken, joes.woken) == (3, 2, frozenset({18}))
    assert [one.customer for one in chens.alerts] == ["中成大酒店"]
    order = ["Mill & Sons", "Orphan Trading", "中成大酒店", "Harbour Hotel", "Sunrise Bakery"]
    assert [one.customer for one in leads.alerts] == [one.customer for one in all_.alerts] == order


def test_who_is_asleep_is_who_can_be_woken_is_open_and_not_known_to_be_away(engine: Engine) -> None:
    absence = Absence(customer_id=4, kind="holiday", first_day=TODAY, at=NOON, told_on=TODAY)
    furnish(engine, absence)
    with Session(engine) as session:
        session.get_one(Customer, 2).status = "closed"
        assert asleep(session, of={JOE}, as_of=TODAY, limit=5).total == 0
        found = asleep(session, of={JOE, CHEN}, as_of=TODAY - timedelta(days=1), limit=1)
        assert [one.name for one in found.described] == ["中成大酒店"]
        assert (found.total, found.value_at_risk) == (2, Decimal(30_000))
        looked_after = accounts(session, {JOE, CHEN}, as_of=TODAY - timedelta(days=1), limit=1)
        assert looked_after == Accounts(holdings(session, {JOE, CHEN}), found)
        assert accounts(session, {JOE, PRIYA}, as_of=TODAY, limit=1).asleep == Asleep()
        assert [one.name for one in asleep(session, of=None, as_of=TODAY, limit=5).described] == ["中成大酒店"]


def test_occasions_are_in_the_order_of_days_then_of_value(engine: Engine) -> None:
    furnish(engine)
    with Session(engine) as session:
        found, total = occasions.occasions(session, of={JOE, CHEN}, today=TODAY, ahead=7, limit=2)
        assert [(one.name, one.kind, one.day) for one in found] == [
            ("Bell Tower", "birthday", TODAY),
            ("Linden Foods", "anniversary", TODAY),
        ]
        assert total == 3
        assert occasions.occasions(session, of={MARIA}, today=TODAY, ahead=7, limit=2) == ([], 0)


@settings(max_examples=30)
@given(st.dates(date(1800, 1, 1), date(1999, 12, 31)), st.integers(2000, 2100))
def test_every_date_is_kept_once_a_year(born: date, year: int) -> None:
    days = [date(year, born.month, 1) + timedelta(days=n) for n in range(31)]
    assert len([day for day in days if day.month == born.month and day_number(born) in dates_kept(day)]) == 1


@pytest.mark.parametrize("many", [0, moves.MANY])
def test_who_is_back_in_their_tier_has_not_moved_whichever_way_is_shorter(engine: Engine, many: int) -> None:
    there = change(3, "tier", "standard", "MGC", as_of=TODAY - timedelta(2))
    back = change(3, "tier", "MGC", "standard", as_of=TODAY - timedelta(1))
    counted = classification(2, summary={"moves": [["tier", "standard", "BZ", many]]})
    furnish(engine, there, back, counted)
    with Session(engine) as session:
        found, total = moves.movers(session, of={JOE}, as_of=TODAY, limit=1)
        assert [(one.name, one.before, one.after) for one in found] == [("Sunrise Bakery", "MGC", "MVC")]
        assert total == 2
        assert moves.movers(session, of={JOE}, as_of=TODAY + timedelta(days=6), limit=1) == ([], 0)


def test_a_visit_that_changes_a_tier_is_counted_before_the_next_classification(engine: Engine) -> None:
    remember(
        engine,
        classification(summary={"moves": [["tier", "MVC", "standard", 7]]}),
        classification(2, as_of=TODAY + timedelta(5), superseded=True, summary={"moves": [["tier", "MVC", "BZ", 9]]}),
        customer(),
        profile(value_365d=Decimal(1000)),
        visit(1, TODAY, 300_000),
    )
    with Session(engine) as session, session.begin():
        session.get_one(Run, 2).superseded = True
        profiles.reclassify(session, [1], as_of=TODAY, policy=Policy(), now=NOON)
    with Session(engine) as session:
        told = moves.movement(session, as_of=TODAY)
        assert told == [Move("tier", "MVC", "standard", 7), Move("tier", "standard", "MVC", 1)]


def test_the_state_of_the_house_tells_what_does_not_get_through(engine: Engine) -> None:
    late = Message(
        mark="a", kind="alert", content={}, created_at=NOON, due_at=NOON - timedelta(hours=2), state="waiting"
    )
    lost = Message(
        mark="b", kind="alert", content={}, created_at=NOON, due_at=NOON, state="dropped", error="nobody can hear it"
    )
    asked = AccessRequest(slack_id="U0LEE", name="lee", asked_at=NOON)
    furnish(engine, late, lost, asked)
    remember(engine, person(9, "Otis", slack_id=None), customer(99, "Far Away", owner_id=9))
    with Session(engine) as session:
        found = state(session, now=NOON)
        assert (found.as_of, found.imported_at) == (TODAY, None)
        assert (found.late, found.unheard, found.unreachable) == (1, 1, 1)
        assert [one.name for one in asking(session, limit=5)[0]] == ["lee"]


def test_a_handover_that_waits_tells_who_asks_for_what_of_whom_and_who_may_decide(engine: Engine) -> None:
    furnish(engine)
    with Session(engine) as session, session.begin():
        proposed = propose(session, {1: CHEN, 2: CHEN, 9: CHEN}, by=MARIA, now=NOON)
        asked = Approval((PRIYA,), NOON + timedelta(hours=48))
        life.confirm(session, proposed.id, approval=asked, by=MARIA, now=NOON)
    with Session(engine) as session:
        (found,) = waiting(session)
    assert (found.asked_by, found.givers, found.receivers) == (
        "Maria Santos",
        ["Joe Marsh", "Maria Santos"],
        ["陈志远"],
    )
    assert (found.what.accounts, found.what.value, found.approvers) == (3, Decimal(36_000), frozenset({PRIYA}))
