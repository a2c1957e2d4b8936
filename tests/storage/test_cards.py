"""What is known about one customer."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from segmentation import figures
from storage import cards, visits
from storage.tables import Visit
from tests.business import TODAY, change, classification, customer, profile, remember, visit


def test_an_unknown_number_is_nobody(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(NoResultFound):
        cards.of(session, 404)


def test_a_label_is_held_since_its_last_change(engine: Engine) -> None:
    remember(engine, customer(), profile(), classification(1), classification(2), classification(3, superseded=True))
    remember(engine, change(1, "tier", "BZ", "MGC", as_of=date(2025, 3, 1), run=1))
    remember(engine, change(1, "tier", "MGC", "standard", as_of=date(2025, 6, 1), run=2))
    remember(engine, change(1, "tier", "standard", "MVC", as_of=date(2025, 9, 1), run=3))
    with Session(engine) as session:
        card = cards.of(session, 1)
        assert card.profile is not None
        assert cards.since(session, card.profile, "tier") == date(2025, 6, 1)
        assert cards.since(session, card.profile, "abc") == date(2025, 1, 1)
        changes = cards.changes(session, 1, ["tier"], at_most=9)
    assert [(each.before, each.after) for each in changes] == [("MGC", "standard"), ("BZ", "MGC")]


def test_receipts_of_a_day_are_one_visit_and_refunds_none(engine: Engine) -> None:
    remember(engine, customer(), visit(1, TODAY, 10), visit(1, TODAY, 5.5, receipt="2"))
    remember(engine, visit(1, TODAY - timedelta(days=1), -3), visit(1, TODAY + timedelta(days=1), 99))
    with Session(engine) as session:
        assert cards.last_visits(session, 1, as_of=TODAY) == [cards.Day(TODAY, Decimal("15.5"), 2)]
        assert cards.months(session, 1, as_of=TODAY, count=1) == [cards.Month(date(2025, 11, 1), 1, Decimal("12.5"))]


@pytest.mark.parametrize(
    ("as_of", "last"),
    [(date(2025, 11, 29), date(2025, 10, 1)), (TODAY, date(2025, 11, 1)), (date(2026, 1, 1), date(2025, 12, 1))],
)
def test_only_months_that_are_over_are_shown(engine: Engine, as_of: date, last: date) -> None:
    remember(engine, customer())
    with Session(engine) as session:
        months = [month.first for month in cards.months(session, 1, as_of=as_of)]
    assert months[-1] == last
    assert len(months) == 12


days = st.dates(date(2024, 9, 1), date(2025, 12, 31))
receipts = st.lists(st.tuples(days, st.integers(-500, 500)), min_size=1, max_size=30, unique_by=lambda row: row[0])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(receipts=receipts, as_of=st.dates(date(2025, 9, 1), date(2025, 12, 31)))
def test_the_chart_shows_the_figures_of_the_classification(
    sqlite_engine: Engine, receipts: list[tuple[date, int]], as_of: date
) -> None:
    with Session(sqlite_engine) as session, session.begin():
        session.execute(delete(Visit))
    remember(sqlite_engine, *(visit(1, day, amount) for day, amount in receipts))
    with Session(sqlite_engine) as session:
        shown = cards.months(session, 1, as_of=as_of)[::-1]
        wanted = figures.of_batches(visits.of_customers(session, [1]), as_of=as_of).iloc[0]
    np.testing.assert_array_equal(
        [(month.visits, int(month.spend * 10_000)) for month in shown],
        [(wanted[f"visits_month_{n}"], wanted[f"spend_month_{n}"]) for n in range(1, 13)],
    )
