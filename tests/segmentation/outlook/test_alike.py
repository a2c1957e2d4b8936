"""What became of those who were as much at risk."""

import numpy as np
import pytest

from segmentation.outlook import alike


def test_where_hardly_anybody_drops_who_is_at_risk_is_like_those_few_who_were() -> None:
    risk = np.array([0.02] * 970 + [0.85] * 30)
    dropped = np.arange(1000) >= 974

    groups = alike.fit(risk, dropped)

    assert groups is not None
    assert groups.share(np.array([0.85, 0.02])).tolist() == [pytest.approx((26 + 8.5) / 40), pytest.approx(0.5 / 980)]


def test_where_nobody_was_as_much_at_risk_it_is_the_risk_itself() -> None:
    groups = alike.fit(np.full(100, 0.1), np.zeros(100, dtype=bool))

    assert groups is not None
    assert groups.share(np.array([0.74])) == pytest.approx(0.75)
    assert alike.fit(np.full(99, 0.1), np.zeros(99, dtype=bool)) is None
