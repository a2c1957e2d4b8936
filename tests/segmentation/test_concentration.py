"""The few who bring the most, exactly."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.concentration import line_of_share, reaches

amounts = st.lists(st.integers(-(2**62), 2**62) | st.integers(-5, 9), max_size=30)
shares = st.sampled_from([0.1, 0.5, 0.8, 0.95, 1])


@given(amounts, shares)
def test_whoever_is_over_the_line_has_less_than_the_share_above_them(values: list[int], share: float) -> None:
    array = np.array(values, dtype=np.int64)
    total = sum(value for value in values if value > 0)
    belongs = [
        value > 0 and sum(other for other in values if other > value) < Fraction(str(share)) * total for value in values
    ]
    assert reaches(array, line_of_share(array, share)).tolist() == belongs


def test_a_share_reached_exactly_leaves_the_next_one_out() -> None:
    assert line_of_share(np.array([5, 3, 1, 1]), 0.8) == 3
    assert line_of_share(np.array([10] * 10), 0.8) == 10


def test_nobody_brings_anything() -> None:
    assert line_of_share(np.array([0, -3]), 0.5) is None
    assert line_of_share(np.array([], dtype=np.int64), 0.5) is None
    assert not reaches(np.array([0, 7]), None).any()


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        line_of_share(np.array([1]), share)
