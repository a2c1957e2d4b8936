"""How far it is to other tiers, with lines of 100,000 (MVC) and 40,000 in 180 days (MGC)."""

from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from bot.telling.distance import Step, down, up
from segmentation import money
from segmentation.models.value_group import ValueGroup
from tests.business import LINES, profile

LINE = LINES["value_group"]


def test_a_standard_customer_sees_the_way_to_mgc_and_to_mvc() -> None:
    customer = profile(tier="standard", value_365d=Decimal(60_000), value_180d=Decimal(30_000), visits_365d=12)
    assert up(customer, LINE) == [
        Step("MGC", Decimal(10_000), 180, visits=2),
        Step("MVC", Decimal(40_000), 365, visits=8),
    ]


def test_a_customer_on_the_mgc_line_who_does_not_grow_needs_more_than_before() -> None:
    customer = profile(value_180d=Decimal(50_000), value_prior_180d=Decimal(55_000))
    assert up(customer, LINE)[0].money == Decimal("5000.0001")


def test_a_step_that_would_lead_past_its_tier_is_not_offered() -> None:
    customer = profile(tier="standard", value_365d=Decimal(90_000), value_180d=Decimal(10_000))
    assert [step.tier for step in up(customer, LINE)] == ["MVC"]


def test_the_top_tier_has_nothing_above() -> None:
    assert up(profile(tier="MVC"), LINE) == []


def test_an_mvc_falls_once_it_is_under_the_line_to_stay() -> None:
    customer = profile(tier="MVC", value_365d=Decimal(96_000), value_180d=Decimal(10_000), visits_365d=12)
    assert down(customer, LINE, stay=0.9) == Step("standard", Decimal(6_000), 365, visits=1)


def test_a_growing_mvc_falls_to_mgc() -> None:
    customer = profile(tier="MVC", value_365d=Decimal(96_000), value_180d=Decimal(60_000), visits_365d=12)
    assert (step := down(customer, LINE, stay=0.9)) is not None
    assert step.tier == "MGC"


def test_below_zero_the_first_step_is_to_bring_something() -> None:
    customer = profile(tier="BZ", value_365d=Decimal(-500), value_180d=Decimal(-500), value_prior_180d=Decimal(0))
    assert up(customer, LINE)[0] == Step("standard", Decimal(500), 365, visits=None)
    assert down(customer, LINE, stay=0.9) is None


def test_without_lines_nobody_is_told_a_distance() -> None:
    nothing = dict.fromkeys(LINE)
    assert up(profile(), nothing) == []
    assert down(profile(tier="MVC"), nothing, stay=0.9) is None


amounts = st.integers(-2_000_000, 2_000_000).map(lambda units: Decimal(units) / 10)


@given(year=amounts, recent=amounts, prior=amounts)
def test_whoever_goes_the_distance_is_in_the_tier(year: Decimal, recent: Decimal, prior: Decimal) -> None:
    before = _tier(year, recent, prior)
    customer = profile(tier=before, value_365d=year, value_180d=recent, value_prior_180d=prior)
    for step in up(customer, LINE):
        assert _tier(year + step.money, recent + step.money, prior) == step.tier


def _tier(year: Decimal, recent: Decimal, prior: Decimal) -> str:
    """Return the tier that the model itself gives to new customers of these values."""
    values = {"value_365d": year, "value_180d": recent, "value_prior_180d": prior}
    figures = pd.DataFrame({name: [money.stored(value)] for name, value in values.items()}, index=[1])
    return str(ValueGroup().label(figures, LINE, None)["tier"].iloc[0])
