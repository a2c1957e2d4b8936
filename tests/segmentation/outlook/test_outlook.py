"""The outlook is the same however it is asked for, sensible for anybody, and never looks ahead."""

import json
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit

from benchmarks import worlds
from benchmarks.drop_risk import auc, business
from segmentation import figures, outlook
from segmentation.outlook import movement, signs, spending
from segmentation.outlook import sample as sampling
from segmentation.outlook.drop import DIRECTION, Correction
from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.sample import Sample
from segmentation.outlook.visit_days import VisitDays, below_one_another, visit_days
from tests.segmentation.receipts import TODAY, Receipt, batch, books

DAY = date(1970, 1, 1) + timedelta(worlds.FIRST_DAY + 600)
RECEIPTS = worlds.receipts("turning", customers=150)


def days_of(receipts: pa.RecordBatch) -> VisitDays:
    """Return the visit days of receipts."""
    (group,) = figures.by_customer([receipts])
    return visit_days(group)


LINES = outlook.fit(days_of(RECEIPTS), as_of=DAY)
EVERYBODY = figures.of_batches([RECEIPTS], as_of=DAY)


def of(book: list[Receipt], as_of: date = TODAY) -> pd.DataFrame:
    """Return the outlook of receipts by the lines of another business."""
    return outlook.foresee(figures.of_batches([batch(book)], as_of=as_of), LINES)


def came(*ago: int, customer: int = 1) -> list[Receipt]:
    """Return receipts of some days ago."""
    return [Receipt(customer, TODAY - timedelta(days), 10_000) for days in sorted(ago, reverse=True)]


def test_lines_are_plain_numbers_fit_for_json() -> None:
    assert json.loads(json.dumps(LINES)) == LINES
    assert None not in LINES.values()


def test_visits_after_the_day_change_nothing() -> None:
    day = (DAY - date(1970, 1, 1)).days
    known = RECEIPTS.filter(pa.array(RECEIPTS["day"].to_numpy() <= day))
    assert len(known) < len(RECEIPTS)
    assert outlook.fit(days_of(known), as_of=DAY) == LINES
    assert outlook.fit(visit_days_in_a_sample(RECEIPTS), as_of=DAY) == outlook.fit(
        visit_days_in_a_sample(known), as_of=DAY
    )


def visit_days_in_a_sample(receipts: pa.RecordBatch, rows: int = 500) -> VisitDays:
    """Return what a sample keeps of receipts that pass by in groups."""
    sample = Sample(np.arange(1_000), as_of=(DAY - date(1970, 1, 1)).days)
    for _ in sample.through(figures.by_customer([receipts], rows=rows)):
        pass
    return sample.visit_days()


def test_one_customer_a_chunk_and_all_have_the_same_outlook() -> None:
    whole = outlook.foresee(EVERYBODY, LINES)
    chunks = [outlook.foresee(EVERYBODY.iloc[start : start + 40], LINES) for start in range(0, len(EVERYBODY), 40)]
    pd.testing.assert_frame_equal(pd.concat(chunks), whole, check_exact=True)
    for row in range(0, len(EVERYBODY), 17):
        alone = outlook.foresee(EVERYBODY.iloc[[row]], LINES)
        pd.testing.assert_frame_equal(alone, whole.iloc[[row]], check_exact=True)


@given(books)
@settings(max_examples=20, deadline=None)
def test_risks_are_probabilities_and_nobody_is_expected_to_come_less_than_never(book: list[Receipt]) -> None:
    found = of(book) if book else of(came(1))
    for name in ("drop_risk", "p_alive", "like_this"):
        assert found[name].dropna().between(0, 1).all()
    assert (found["expected_visits_90d"].dropna() >= 0).all()
    assert (found["expected_spend_365d"].dropna() >= 0).all()
    assert (found["drop_risk"].isna() == found["p_alive"].isna()).all()


@given(st.sets(st.integers(40, 700), min_size=2, max_size=30), st.integers(0, 39))
@settings(max_examples=20, deadline=None)
def test_customers_alike_have_the_same_outlook(ago: set[int], last: int) -> None:
    found = of([*came(*ago, last), *came(*ago, last, customer=2)])
    assert found.iloc[0].equals(found.iloc[1])


@pytest.mark.parametrize("row", range(0, 150, 30))
def test_the_longer_the_absence_the_higher_the_risk_all_else_equal(row: int) -> None:
    customer = EVERYBODY.iloc[[row]]
    absences = np.arange(0, customer["history_days"].iloc[0], 5, dtype=np.float32)
    away = pd.concat([customer.assign(absence_days=days) for days in absences])
    assert (outlook.foresee(away, LINES)["drop_risk"].diff().dropna() >= -1e-12).all()


def test_too_little_history_is_said_and_not_guessed() -> None:
    book = [*came(100), *came(3, 5, 9, customer=2), *came(60, 200, customer=3), Receipt(4, TODAY, -1)]
    found = of(book)
    assert found["drop_risk"].notna().tolist() == [False, False, True, False]
    assert found["p_alive"].notna().tolist() == [False, False, True, False]
    assert found["expected_visits_90d"].notna().tolist() == [True, True, True, False]
    assert found["expected_spend_365d"].notna().tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    "book",
    [
        [],
        came(1, 40, 80),
        [visit for who in range(1, 31) for visit in came(*range(5, 700, 30), customer=who)],
        [visit for who in range(1, 31) for visit in came(10 * who, customer=who)],
        [visit for who in range(1, 31) for visit in came(*range(who, 150, 9), customer=who)],
        [visit for who in range(1, 31) for visit in came(*range(300, 700, who), customer=who)],
    ],
    ids=["nobody", "one customer", "all equal", "all came once", "five months old", "all gone"],
)
def test_businesses_with_little_to_learn_from_get_an_outlook_or_none(book: list[Receipt]) -> None:
    lines = outlook.fit(days_of(batch(book)) if book else below_one_another([]), as_of=TODAY)
    found = outlook.foresee(figures.of_batches([batch(book)], as_of=TODAY), lines)
    assert found["drop_risk"].dropna().between(0, 1).all()
    assert np.isfinite(found["expected_visits_90d"].dropna()).all()


def test_without_lines_nothing_is_expected_of_anybody() -> None:
    found = outlook.foresee(EVERYBODY, {})
    assert found[["drop_risk", "p_alive", "expected_visits_90d", "expected_spend_365d"]].isna().all().all()


def test_what_older_lines_do_not_tell_counts_for_nothing() -> None:
    older = {name: line for name, line in LINES.items() if name not in outlook.UNASKED}
    without = outlook.foresee(EVERYBODY, {**LINES, **outlook.UNASKED})
    pd.testing.assert_frame_equal(outlook.foresee(EVERYBODY, older), without)
    assert without["drop_risk"].notna().any()


def test_the_past_weighs_as_sense_demands() -> None:
    weights = {name: LINES[f"drop_{name}"] or 0 for name in DIRECTION}
    assert weights["belief"] >= -1
    assert all(weights[name] * way >= 0 for name, way in DIRECTION.items() if name != "belief")


def test_a_sample_has_room_for_so_much_and_is_the_same_in_any_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "ROOM", 1_000)
    few, many = visit_days_in_a_sample(RECEIPTS, rows=300), visit_days_in_a_sample(RECEIPTS, rows=5_000)
    assert 200 < len(few.day) <= 1_000
    assert few.customer_id.tolist() == many.customer_id.tolist()
    assert few.day.tolist() == many.day.tolist()
    bounded = sampling.bounded(days_of(RECEIPTS), as_of=(DAY - date(1970, 1, 1)).days)
    assert bounded.customer_id.tolist() == few.customer_id.tolist()


def test_who_stays_away_is_at_risk_where_nobody_ever_did() -> None:
    regulars = [visit for who in range(1, 41) for visit in came(*range(who % 7, 700, 7), customer=who)]
    lines = outlook.fit(days_of(batch(regulars)), as_of=TODAY)
    book = [*came(*range(3, 700, 7)), *came(*range(38, 700, 7), customer=2)]
    risks = outlook.foresee(figures.of_batches([batch(book)], as_of=TODAY), lines)["drop_risk"]
    assert risks[1] < 0.05
    assert risks[2] > 0.7


def test_who_stays_away_is_at_risk_also_in_a_small_business_whose_guests_are_less_punctual() -> None:
    chance = np.random.default_rng(5)
    guests = {who: np.cumsum(chance.gamma(4, 7 / 4, 100)).astype(int).tolist() for who in range(1, 21)}
    book = [visit for who, ago in guests.items() for visit in came(*set(ago), customer=who)]
    lines = outlook.fit(days_of(batch(book)), as_of=TODAY)
    book = [*came(*set(guests[1])), *came(*{days + 40 for days in guests[1]}, customer=2)]
    risks = outlook.foresee(figures.of_batches([batch(book)], as_of=TODAY), lines)["drop_risk"]
    assert risks[1] < 0.1
    assert risks[2] > 0.7


def test_belief_beyond_what_examples_show_counts_in_full() -> None:
    customer = signs.of_columns(EVERYBODY[EVERYBODY["visits_90d"] > 5].iloc[[0, 0, 0, 0]])
    believed = np.array([0.1, 0.3, 0.6, 0.9])
    correction = Correction(level=0.0, reach=float(logit(0.3)), weights={"belief": -1.0})
    risk = correction.risk(customer, Lifetime(1, 20, 1, 9), believed)
    assert risk[0] == risk[1] < risk[2] < risk[3]


def test_rates_are_believed_to_change_where_they_did() -> None:
    at_random, turning = (
        outlook.fit(days_of(worlds.receipts(world, customers=150)), as_of=DAY)["changes_a_day"] or 0
        for world in ("at random", "turning")
    )
    assert at_random < turning


def test_who_comes_irregularly_is_at_more_risk_where_it_shows() -> None:
    lines = outlook.fit(days_of(worlds.receipts("mixed", customers=150)), as_of=DAY)
    assert (lines["drop_irregularity"] or 0) > 0.1


def test_the_season_of_the_whole_business_is_expected_to_come_again() -> None:
    low, high = worlds.FIRST_DAY + 500, worlds.FIRST_DAY + 660
    seasonal, steady = (days_of(worlds.receipts(world, customers=150)) for world in ("high season", "at random"))
    coming = movement.ahead(signs.at(seasonal, np.array([low, high])), days=2)
    assert coming.tolist() == [*movement.ahead(signs.at(seasonal, low)), *movement.ahead(signs.at(seasonal, high))]
    assert coming[0] < 0.8
    assert coming[1] > 1.2
    assert movement.ahead(signs.at(steady, np.array([low, high])), days=2) == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("world", ["turning", "seasonal"])
def test_risk_tells_who_drops_better_than_days_since_the_last_visit(world: str) -> None:
    told = business(worlds.receipts(world, customers=200)).trial(DAY)
    assert auc(told.scores["drop risk"], told.dropped) > auc(told.scores["days since"], told.dropped)


def test_where_few_signs_alone_tell_better_the_risk_follows_them() -> None:
    told = business(standing_orders(customers=150, seed=3)).trial(DAY)
    alone = max(auc(told.scores[name], told.dropped) for name in ("days since", "rhythm", "P(alive)"))
    assert auc(told.scores["drop risk"], told.dropped) > alone - 0.005


def standing_orders(customers: int, seed: int) -> pa.RecordBatch:
    """Return receipts of customers who come to the day, every week, fortnight or month, but for pauses."""
    chance = np.random.default_rng(seed)
    visits = []
    for customer in range(1, customers + 1):
        day, every = chance.integers(0, 300), chance.choice([7, 14, 28])
        while day < worlds.LENGTH:
            visits.append((customer, worlds.FIRST_DAY + day, 100_000))
            if chance.random() < 0.02:
                break
            day += every * chance.choice([1, 4], p=[0.96, 0.04])
    columns = zip(("customer_id", "day", "amount"), np.array(visits).T, strict=True)
    return pa.record_batch({name: pa.array(column) for name, column in columns})


def test_where_all_pay_alike_nobody_is_expected_to_pay_much_more_or_less() -> None:
    for seed in range(8):
        chance = np.random.default_rng(seed)
        visits = chance.integers(1, 60, 60).astype(np.float64)
        average = np.array([chance.lognormal(4, 0.5, int(count)).mean() for count in visits])
        expected = spending.fit(visits, average).expected_mean(visits, average)
        assert expected == pytest.approx(average.mean(), rel=0.15)


def test_foreseeing_needs_no_library_for_learning() -> None:
    check = (
        "import sys, segmentation.outlook; "
        "sys.exit(any(name.startswith(('sklearn', 'scipy.optimize')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
