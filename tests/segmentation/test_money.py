"""Money is exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation import money


@given(st.integers(-money.LARGEST, money.LARGEST))
def test_what_is_stored_is_shown_again(amount: int) -> None:
    assert money.stored(money.shown(amount)) == amount


@pytest.mark.parametrize(("amount", "stored"), [("0.00005", 0), ("0.00015", 2), ("-0.00015", -2), ("19.99", 199_900)])
def test_what_is_finer_than_money_goes_to_the_even_neighbour(amount: str, stored: int) -> None:
    assert money.stored(Decimal(amount)) == stored
