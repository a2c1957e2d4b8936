"""Figures of past days, as the past would have had them."""

from datetime import date

import pandas as pd
from hypothesis import given, settings

from segmentation import figures
from segmentation.grouping import by_customer
from segmentation.hindsight import Hindsight
from tests.segmentation.receipts import Receipt, as_ofs, batch, books


@given(books.filter(bool), as_ofs)
@settings(max_examples=40, deadline=None)
def test_a_past_day_has_the_figures_it_would_have_had(book: list[Receipt], as_of: date) -> None:
    (visits,) = by_customer([batch(book)])
    then = Hindsight(visits).figures(as_of)
    pd.testing.assert_frame_equal(then, figures.figures(visits, as_of=as_of)[then.columns])
