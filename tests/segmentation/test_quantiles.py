"""Quantiles are exact."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.quantiles import type_7


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40))
def test_quantiles_are_those_of_numpy(values: list[int]) -> None:
    shares = (0.2, 0.4, 0.6, 0.8)
    assert type_7(pd.Series(values), shares) == pytest.approx(np.quantile(values, shares, method="linear"))


@given(st.integers(1, 30), st.sampled_from([1, 2, 3, 4]))
def test_a_quantile_that_falls_on_a_value_is_that_value(size: int, fifth: int) -> None:
    values = [3 * number * number + 10**14 for number in range(5 * size + 1)]
    assert type_7(pd.Series(values), [fifth / 5]) == [values[fifth * size]]
