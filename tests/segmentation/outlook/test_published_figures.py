"""BG/NBD and gamma-gamma find what was published of the CDNOW customers.

`cdnow_visits.csv` counts the 2,357 customers of the sample by repeat visits, weeks from the first to the last, and
weeks observed; `cdnow_spend.csv` the 946 who came again by repeat visits and average spend. Both are from P. Fader,
B. Hardie, K. L. Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005, and their notes on
gamma-gamma.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from segmentation.outlook import lifetime, spending

HERE = Path(__file__).parent


def test_bg_nbd_finds_the_published_parameters_and_expectation() -> None:
    found = pd.read_csv(HERE / "cdnow_visits.csv").astype(np.float64)
    x, t_x, t, customers = (found[name].to_numpy() for name in found)
    cdnow = lifetime.fit(x, t_x, t, customers)
    assert customers.sum() == 2357
    assert (round(cdnow.r, 3), round(cdnow.alpha, 3), round(cdnow.a, 3), round(cdnow.b, 3)) == (
        *(0.243, 4.414, 0.793, 2.426),
    )
    assert customers @ cdnow.log_likelihood(x, t_x, t) == pytest.approx(-9582.43, abs=0.005)
    expected = cdnow.expected_visits(39, np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert expected[0] == pytest.approx(1.226, abs=0.0005)


def test_gamma_gamma_finds_the_published_parameters() -> None:
    found = pd.read_csv(HERE / "cdnow_spend.csv")
    found = found.loc[found.index.repeat(found["customers"])].astype(np.float64)
    cdnow = spending.fit(found["x"].to_numpy(), found["mean"].to_numpy())
    assert len(found) == 946
    assert (round(cdnow.p, 2), round(cdnow.q, 2)) == (6.25, 3.74)
    assert cdnow.v == pytest.approx(15.44, abs=0.01)


@pytest.mark.parametrize(
    "parameters", [(0.2, 4, 0.8, 2.4), (1e-4, 1e4, 1e-4, 8e3), (8e3, 1e-3, 8e3, 1e-4), (5, 20, 1, 1e-4)]
)
def test_expected_visits_are_finite_and_no_more_than_those_of_somebody_who_never_leaves(
    parameters: tuple[float, float, float, float],
) -> None:
    model = lifetime.Lifetime(*parameters)
    x, t_x, more = (each.ravel() for each in np.meshgrid([0.0, 1, 50, 5000], [0.0, 1, 300], [0.0, 1, 4000]))
    expected = model.expected_visits(365, x, t_x, t_x + more)
    assert (expected >= 0).all()
    assert (expected <= 365 * (model.r + x) / (model.alpha + t_x + more) * (1 + 1e-9)).all()
