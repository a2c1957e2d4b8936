"""What became of those who were as much at risk."""

import numpy as np

from segmentation.outlook import alike


def test_where_hardly_anybody_drops_who_is_at_risk_is_like_those_few_who_were() -> None:
    risk = np.array([0.02] * 970 + [0.85] * 30)
    dropped = np.arange(1000) >= 974

    groups = alike.fit(risk, dropped)

    assert groups is not None
    assert groups.share(np.array([0.85, 0.02])).tolist() == [26 / 30, 0]


def test_where_hardly_anybody_was_as_much_at_risk_nothing_is_said() -> None:
    groups = alike.fit(np.array([0.1] * 100 + [0.74] * 19), np.zeros(119, dtype=bool))

    assert groups is not None
    assert np.isnan(groups.share(np.array([0.74, np.nan]))).all()
    assert alike.fit(np.full(99, 0.1), np.zeros(99, dtype=bool)) is None
