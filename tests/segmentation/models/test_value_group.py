"""Tiers that can be worked out by hand, and that do not flap."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.models.value_group import ValueGroup
from tests.segmentation.populations import column, customers

LINES = ValueGroup().fit(column("value_365d", [1000]))


def tier(value: int, recent: int = 0, prior: int = 0, *, before: str | None = None) -> str:
    """Return the tier of a customer where the MVC line is 1000."""
    figures = customers({"value_365d": value, "value_180d": recent, "value_prior_180d": prior})
    known = None if before is None else pd.DataFrame({"tier": [before]}, index=figures.index)
    return str(ValueGroup().label(figures, LINES, known)["tier"].iloc[0])


def test_mvc_bring_the_first_half_of_the_value() -> None:
    figures = column("value_365d", [40, 30, 20, 10, -50, 0])
    found = ValueGroup().label(figures, ValueGroup().fit(figures), None)["tier"]
    assert found.tolist() == ["MVC", "MVC", "standard", "standard", "BZ", "standard"]


def test_half_of_the_value_exactly_is_enough() -> None:
    assert ValueGroup().fit(column("value_365d", [50, 30, 20]))["mvc_line"] == 50


def test_the_lines_in_force_are_all_told() -> None:
    assert LINES == {"mvc_line": 1000, "mvc_leave_line": 900, "mgc_line": 400, "mgc_leave_line": 360}


def test_mgc_are_near_the_line_at_twice_half_a_years_rate_and_growing() -> None:
    assert tier(500, recent=400, prior=399) == "MGC"
    assert tier(500, recent=399, prior=0) == "standard"
    assert tier(900, recent=450, prior=450) == "standard"
    assert tier(1000, recent=900, prior=100) == "MVC"


def test_below_zero_is_below_zero() -> None:
    assert [tier(value) for value in (-1, 0, 1)] == ["BZ", "standard", "standard"]


def test_who_grows_out_of_a_year_below_zero_is_mgc() -> None:
    assert tier(-1, recent=400, prior=-900) == "MGC"


def test_an_mvc_stays_down_to_the_leave_line() -> None:
    assert [tier(900, before=tier_) for tier_ in ("MVC", "MGC", "standard")] == ["MVC", "standard", "standard"]
    assert tier(899, before="MVC") == "standard"


def test_an_mgc_stays_down_to_its_leave_lines() -> None:
    assert tier(500, recent=360, prior=400, before="MGC") == "MGC"
    assert tier(500, recent=359, prior=300, before="MGC") == "standard"
    assert tier(500, recent=360, prior=401, before="MGC") == "standard"
    assert tier(500, recent=360, prior=300, before="standard") == "standard"


def test_a_tier_is_remembered_by_customer_not_by_position() -> None:
    figures = column("value_365d", [950, 950, 950])
    before = pd.DataFrame({"tier": ["MVC", "standard"]}, index=pd.Index([3, 1]))
    assert ValueGroup().label(figures, LINES, before)["tier"].tolist() == ["standard", "standard", "MVC"]


def test_without_positive_value_nobody_is_mvc_or_mgc() -> None:
    figures = column("value_365d", [0, -1])
    lines = ValueGroup().fit(figures)
    assert set(lines.values()) == {None}
    assert ValueGroup().label(figures, lines, None)["tier"].tolist() == ["standard", "BZ"]


@given(st.lists(st.integers(905, 1095), min_size=2, max_size=8))
@settings(max_examples=25, deadline=None)
def test_value_that_wavers_about_the_line_moves_a_customer_up_at_most_once(values: list[int]) -> None:
    tiers = ["standard"]
    for value in values:
        tiers.append(tier(value, before=tiers[-1]))
    assert tiers == sorted(tiers, reverse=True)
