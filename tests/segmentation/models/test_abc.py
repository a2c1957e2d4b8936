"""ABC on customers whose classes can be worked out by hand."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.models.abc import Abc
from tests.segmentation.populations import column


def classes(spend: list[int], model: Abc | None = None) -> str:
    """Return the class of each customer by spend, as one word."""
    model = model or Abc()
    figures = column("spend_365d", spend)
    return "".join(model.label(figures, model.fit(figures), None)["abc"])


def test_classes_follow_the_cumulative_share() -> None:
    assert classes([50, 20, 10, 10, 5, 4, 1]) == "AAAABCC"


def test_a_single_customer_who_brings_everything_is_a() -> None:
    assert classes([1000, 1, 1]) == "ACC"
    assert classes([7]) == "A"


def test_equal_customers_share_a_class_even_across_the_line() -> None:
    assert classes([10, 10, 10]) == "AAA"
    assert classes([60, 15, 15, 10]) == "AAAB"


def test_who_spent_nothing_or_less_is_c_and_takes_nothing_from_the_others() -> None:
    assert classes([0, 80, -500, 15, 5]) == "CACBC"
    assert classes([0, 0]) == "CC"


def test_the_lines_are_settings() -> None:
    assert classes([50, 20, 10, 10, 5, 4, 1], Abc(a_share=0.5, b_share=0.7)) == "ABCCCCC"


def test_the_lines_are_the_smallest_spends_that_qualify() -> None:
    assert Abc().fit(column("spend_365d", [50, 20, 10, 10, 5, 4, 1])) == {"a_line": 10, "b_line": 5}


@given(st.lists(st.integers(-50, 500), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_more_spend_is_never_a_lower_class(spend: list[int]) -> None:
    found = pd.Series(list(classes(spend)), index=spend).sort_index(ascending=False)
    assert found.is_monotonic_increasing
