"""Figures are what anybody would compute by hand, however the visits arrive."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import figures
from tests.segmentation.receipts import (
    EPOCH,
    LARGEST,
    TODAY,
    Receipt,
    amounts,
    as_ofs,
    batch,
    books,
    days,
    plain_figures,
)


def of(rows: Sequence[Receipt], as_of: date = TODAY, rfm_days: int | None = None) -> pd.DataFrame:
    """Compute the figures of receipts that arrive at once."""
    return figures.of_batches([batch(rows)], as_of=as_of, rfm_days=rfm_days)


def one(rows: Sequence[Receipt], as_of: date = TODAY) -> dict[str, object]:
    """Compute the figures of a single customer; None where missing."""
    return by_name(of(rows, as_of))[rows[0].customer_id]


def by_name(found: pd.DataFrame) -> dict[int, dict[str, object]]:
    """Return the figures of each customer by name; None where missing."""
    plain = found.astype(object).where(found.notna(), None)
    figures_by_name: dict[int, dict[str, object]] = plain.to_dict("index")  # type: ignore[assignment]
    return figures_by_name


def visit(day: date, amount: int = 10_000, *, customer_id: int = 1) -> Receipt:
    """Return a receipt."""
    return Receipt(customer_id, day, amount)


@given(books, as_ofs, st.none() | st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_figures_are_those_of_a_plain_computation(book: list[Receipt], as_of: date, rfm_days: int | None) -> None:
    found = by_name(of(book, as_of, rfm_days))
    by_hand = {
        customer: plain_figures(list(rows), as_of, rfm_days)
        for customer, rows in groupby(book, key=lambda row: row.customer_id)
    }
    assert found == by_hand


@given(books, as_ofs, st.integers(1, 7), st.integers(1, 9))
@settings(max_examples=12, deadline=None)
def test_figures_do_not_depend_on_how_the_visits_are_cut(
    book: list[Receipt], as_of: date, size: int, rows: int
) -> None:
    whole = of(book, as_of)
    pieces = [batch(book[start : start + size]) for start in range(0, len(book), size)]
    groups = [figures.figures(visits, as_of=as_of) for visits in figures.by_customer(pieces, rows=rows)]
    pd.testing.assert_frame_equal(figures.of_batches(pieces, as_of=as_of), whole)
    if groups:
        pd.testing.assert_frame_equal(pd.concat(groups), whole)


@given(books, as_ofs)
@settings(max_examples=12, deadline=None)
def test_a_customer_alone_has_the_figures_it_has_among_others(book: list[Receipt], as_of: date) -> None:
    together = of(book, as_of)
    for customer, rows in groupby(book, key=lambda row: row.customer_id):
        pd.testing.assert_frame_equal(of(list(rows), as_of), together.loc[[customer]])


@given(st.lists(st.tuples(days, amounts), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_the_order_of_receipts_on_one_day_does_not_matter(rows: list[tuple[date, int]], chance: Random) -> None:
    book = [visit(day, amount) for day, amount in rows]
    shuffled = book.copy()
    chance.shuffle(shuffled)
    pd.testing.assert_frame_equal(
        of(sorted(shuffled, key=lambda row: row.day)), of(sorted(book, key=lambda row: row.day))
    )


def test_several_receipts_on_one_day_are_one_visit() -> None:
    found = one([visit(TODAY, 10_000), visit(TODAY, 30_000)])
    assert (found["visits_total"], found["spend_total"], found["average_spend"]) == (1, 40_000, 40_000)


def test_a_refund_reduces_spend_and_is_never_a_visit() -> None:
    found = one([visit(TODAY - timedelta(40)), visit(TODAY - timedelta(3), -4_000)])
    assert (found["visits_total"], found["days_since_last_visit"], found["spend_30d"]) == (1, 40, -4_000)


def test_a_day_with_a_purchase_and_a_larger_refund_is_still_a_visit() -> None:
    found = one([visit(TODAY, 10_000), visit(TODAY, -30_000)])
    assert (found["visits_total"], found["spend_total"]) == (1, -20_000)


def test_a_customer_with_refunds_only_never_visited() -> None:
    found = one([visit(TODAY - timedelta(5), -10_000), visit(TODAY, 0)])
    assert (found["first_visit"], found["visits_total"], found["average_spend"]) == (None, 0, None)
    assert (found["spend_365d"], found["value_365d"], found["value_at_risk"]) == (-10_000, -10_000, 0)


@pytest.mark.parametrize(("window", "length"), [("30d", 30), ("90d", 90), ("365d", 365)])
def test_a_window_includes_its_last_day_and_as_many_days_as_it_says(window: str, length: int) -> None:
    first = TODAY - timedelta(length - 1)
    found = one([visit(first - timedelta(1)), visit(first), visit(TODAY), visit(TODAY + timedelta(1))])
    assert (found[f"visits_{window}"], found["visits_total"]) == (2, 3)


def test_a_month_counts_from_its_last_day_on() -> None:
    book = [visit(date(2023, 2, 28)), visit(date(2024, 1, 31)), visit(date(2024, 2, 1)), visit(date(2024, 2, 29))]
    complete, part = one(book, date(2024, 2, 29)), one(book, date(2024, 2, 28))
    assert [complete[f"visits_month_{month}"] for month in (1, 2, 13)] == [2, 1, 1]
    assert [part[f"visits_month_{month}"] for month in (1, 2, 12)] == [1, 0, 1]


def test_months_run_on_across_the_year() -> None:
    found = one([visit(date(2022, 12, 31)), visit(date(2023, 12, 1)), visit(date(2024, 1, 1))], date(2024, 1, 31))
    assert [found[f"visits_month_{month}"] for month in (1, 2, 13)] == [1, 1, 0]
    assert one([visit(date(2022, 12, 31))], date(2023, 12, 31))["visits_month_13"] == 1


def test_later_visits_are_never_looked_at() -> None:
    before = [visit(TODAY - timedelta(9)), visit(TODAY)]
    later = [visit(TODAY + timedelta(1), LARGEST), visit(TODAY + timedelta(400), -LARGEST)]
    pd.testing.assert_frame_equal(of([*before, *later]), of(before))


def test_before_the_first_visit_everybody_is_a_prospect() -> None:
    found = of([visit(TODAY), visit(TODAY, customer_id=2)], TODAY - timedelta(1))
    pd.testing.assert_frame_equal(found, figures.never_visited(np.array([1, 2]), as_of=TODAY))


def test_cadence_is_the_exact_median_gap() -> None:
    assert one([visit(TODAY)])["cadence_days"] is None
    assert one([visit(TODAY - timedelta(ago)) for ago in (100, 99, 90, 0)])["cadence_days"] == 9
    assert one([visit(TODAY - timedelta(ago)) for ago in (20, 17, 10, 0)])["cadence_days"] == 7
    assert one([visit(TODAY - timedelta(ago)) for ago in (17, 10, 0)])["cadence_days"] == 8.5


def test_a_gap_of_decades_beside_many_customers_does_not_blur_the_medians() -> None:
    book = [visit(TODAY - timedelta(ago), customer_id=1) for ago in (80_000, 0)]
    book += [visit(TODAY - timedelta(ago), customer_id=who) for who in range(2, 60_000) for ago in (5, 0)]
    cadence = of(book)["cadence_days"]
    assert cadence.iloc[0] == 80_000
    assert (cadence.iloc[1:] == 5).all()


def test_sums_of_the_largest_amounts_are_exact() -> None:
    book = [visit(TODAY - timedelta(ago), LARGEST - 1) for ago in range(3_999, -1, -1)] * 2
    found = one(sorted(book, key=lambda row: row.day))
    assert found["spend_total"] == 8_000 * (LARGEST - 1)
    assert (found["average_spend"], found["trend"]) == (2 * (LARGEST - 1), 0)


def test_an_average_between_two_amounts_goes_to_the_even_one() -> None:
    assert [one([visit(EPOCH, 1), visit(TODAY, amount)])["average_spend"] for amount in (2, 4)] == [2, 2]


def test_trend_tells_growth_from_decline() -> None:
    early, late = TODAY - timedelta(180), TODAY - timedelta(179)
    assert one([visit(early, 10), visit(late, 30)])["trend"] == 0.5
    assert one([visit(early, 30), visit(late, 10)])["trend"] == -0.5
    assert one([visit(TODAY - timedelta(360), 10)])["trend"] is None


def test_value_is_margin_minus_known_cost_where_any_margin_is_known() -> None:
    day = TODAY - timedelta(10)
    book = [Receipt(1, day, 100, 40, None), Receipt(1, day, 100, None, 5), Receipt(2, day, 100, None, 130)]
    found = of(book)
    assert found["value_365d"].tolist() == [35, -30]
    assert found["margin_365d"].astype(object).where(found["margin_365d"].notna(), None).tolist() == [40, None]
    assert found["cost_365d"].tolist() == [5, 130]


def test_value_at_risk_is_that_of_the_last_year_with_us() -> None:
    last = TODAY - timedelta(500)
    book = [visit(last - timedelta(365), 1), visit(last - timedelta(364), 2), visit(last, 4), visit(TODAY, -8)]
    assert one(book)["value_at_risk"] == 6


def test_columns_have_types_that_lose_nothing() -> None:
    found = of([visit(TODAY)])
    assert found.index.name == "customer_id"
    assert {str(found[f"spend_{name}"].dtype) for name in ("30d", "total", "month_13")} == {"int64"}
    assert {str(found[name].dtype) for name in ("first_visit", "last_visit", "days_since_last_visit")} == {"Int32"}
    assert {str(found[name].dtype) for name in ("average_spend", "margin_365d", "cost_365d")} == {"Int64"}


def test_without_customers_there_are_no_rows_but_all_columns() -> None:
    nobody = figures.of_batches([], as_of=TODAY)
    assert len(nobody) == 0
    pd.testing.assert_series_equal(nobody.dtypes, of([visit(TODAY)]).dtypes)
