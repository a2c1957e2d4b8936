"""The job classifies the business's own day, by the business's own policy."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.jobs.classify import classify
from bot.settings import Settings
from storage.tables import Customer, Profile, Visit

SETTINGS = Settings(time_zone=ZoneInfo("Asia/Shanghai"))
EVENING = datetime(2024, 4, 1, 20, tzinfo=UTC)


def test_the_day_is_the_one_it_is_for_the_business(engine: Engine) -> None:
    assert classify(engine, SETTINGS, now=lambda: EVENING).as_of == date(2024, 4, 2)
    assert classify(engine, replace(SETTINGS, time_zone=ZoneInfo("UTC")), now=lambda: EVENING).as_of == date(2024, 4, 1)


def test_another_day_can_be_asked_for(engine: Engine) -> None:
    assert classify(engine, SETTINGS, now=lambda: EVENING, as_of=date(2024, 1, 31)).as_of == date(2024, 1, 31)


def test_the_displayed_stage_is_the_one_that_the_settings_choose(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add(Customer(id=1, name="Once"))
        session.add(
            Visit(
                customer_id=1,
                day=date(2024, 4, 1),
                source="main",
                source_id="1",
                derived=False,
                amount=Decimal(1),
            )
        )
    for policy, stage in (("cadence", "normal"), ("30d", "shock"), ("month", "buried")):
        classify(engine, replace(SETTINGS, activity_policy=policy), now=lambda: EVENING)
        with Session(engine) as session:
            assert session.get_one(Profile, 1).activity == stage


def test_real_resellers_are_all_labelled(sqlite_engine: Engine, shared_data: Path) -> None:
    orders = pq.read_table(shared_data / "adventureworks_reseller_orders.parquet").to_pandas()
    resellers = pq.read_table(shared_data / "adventureworks_resellers.parquet").to_pandas()
    ids = {source: number for number, source in enumerate(sorted(resellers["customer_id"]), start=1)}
    day = pd.to_datetime(orders["date"] if "date" in orders else orders["order_date"]).dt.date
    with Session(sqlite_engine) as session, session.begin():
        session.add_all(Customer(id=number, name=str(source)) for source, number in ids.items())
        session.add_all(
            Visit(
                customer_id=ids[customer],
                day=on,
                source="main",
                source_id=str(number),
                derived=True,
                amount=Decimal(str(amount)),
            )
            for number, (customer, on, amount) in enumerate(
                zip(orders["customer_id"], day, orders["amount"], strict=True)
            )
        )
    outcome = classify(sqlite_engine, SETTINGS, now=lambda: EVENING, as_of=date(2013, 11, 30))
    assert outcome.customers == 701
    assert sum(outcome.counts["tier"].values()) == 701
    assert outcome.counts["lifecycle"]["prospect"] == 66
    with Session(sqlite_engine) as session:
        profiles = session.query(Profile).all()
    assert sum(profile.visits_total for profile in profiles) == 3_784
    assert round(sum(profile.spend_total for profile in profiles), 2) == Decimal("80450596.98")


@pytest.mark.parametrize("again", [1, 2])
def test_a_second_time_on_one_day_moves_nobody(engine: Engine, again: int) -> None:
    for _ in range(again):
        assert classify(engine, SETTINGS, now=lambda: EVENING).moves == ()
