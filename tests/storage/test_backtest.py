"""Backtests of small made-up businesses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from benchmarks.business import Business, load
from segmentation.profile import Policy
from segmentation.rules import RULES
from storage import backtest
from storage.backtest import NothingToReplay
from storage.tables import Customer, Visit
from tests.business import customer, person, remember, visit
from tests.databases import on_sqlite

BUSINESS = Business(customers=400, visits=12_000, today=date(2024, 6, 30), days=700)
LAST = BUSINESS.today - timedelta(70)
FIRST = LAST - timedelta(70)
POLICY = Policy()


def test_what_came_after_the_days_looked_at_decides_only_who_was_right(engine: Engine) -> None:
    load(BUSINESS, engine)
    whole = backtest.run(engine, "vip_slipping", first=FIRST, last=LAST, policy=POLICY)
    with Session(engine) as session, session.begin():
        session.execute(delete(Visit).where(Visit.day > LAST))
    engine.dispose()
    then = backtest.run(engine, "vip_slipping", first=FIRST, last=LAST, policy=POLICY)
    assert whole.alerts == then.alerts > 0
    assert whole.judged > then.judged
    assert (then.rule, then.first, then.last, then.days) == ("vip_slipping", FIRST, LAST, 11)
    assert all(peer.alerts <= whole.alerts for peer in whole.peers.values())


def test_whoever_has_left_looked_after_their_customers_until_then(engine: Engine) -> None:
    load(BUSINESS, engine)
    left = datetime.combine(FIRST + timedelta(30), time(12), UTC)
    remember(engine, person(1, "Lee", active=False, left_at=left))
    with Session(engine) as session, session.begin():
        session.execute(update(Customer).values(owner_id=1))
    engine.dispose()
    found = backtest.run(engine, "vip_unowned", first=FIRST, last=LAST, policy=POLICY)
    assert found.baseline == 0
    assert found.alerts > 0


def test_without_visits_there_is_nothing_to_replay(engine: Engine) -> None:
    with pytest.raises(NothingToReplay):
        backtest.run(engine, "vip_slipping", policy=POLICY)


@on_sqlite
def test_of_one_visit_every_rule_has_something_to_say(engine: Engine) -> None:
    remember(engine, customer(1), visit(1, date(2024, 1, 1)))
    engine.dispose()
    for rule in RULES:
        with pytest.raises(NothingToReplay):
            backtest.run(engine, rule, last=date(2023, 12, 31), policy=POLICY)
        found = backtest.run(engine, rule, policy=POLICY)
        assert (found.alerts, found.judged, found.auc) == (0, 0, None)
        assert backtest.plain(found)["first"] == "2024-01-01"
