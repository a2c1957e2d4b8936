"""Birthdays and anniversaries, around the ends of years and of February."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from segmentation.rule import Scene, day_number
from segmentation.rules import RULES
from tests.segmentation.scenes import facts, scene

MISSED = {"tier": "MVC", "days_since_last_visit": 20, "cadence_days": 10}


def on(as_of: date, birthday: date, **values: object) -> Scene:
    """Return the scene of a VIP not seen lately, with a birthday."""
    one = scene(MISSED | values)
    born = pd.array([day_number(birthday)], dtype="Int32")
    return replace(one, as_of=as_of, facts=facts(one.after.index, birthday=born))


@pytest.mark.parametrize(
    ("as_of", "birthday", "told"),
    [
        (date(2025, 6, 1), date(1970, 6, 2), date(2025, 6, 2)),
        (date(2025, 6, 1), date(1970, 6, 8), date(2025, 6, 8)),
        (date(2025, 6, 1), date(1970, 6, 9), None),
        (date(2025, 6, 1), date(1970, 6, 1), None),
        (date(2025, 12, 30), date(1960, 1, 2), date(2026, 1, 2)),
        (date(2025, 2, 25), date(2000, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 25), date(2000, 2, 29), date(2024, 2, 29)),
        (date(2024, 2, 28), date(2000, 2, 28), None),
    ],
)
def test_it_is_told_up_to_a_week_ahead(as_of: date, birthday: date, told: date | None) -> None:
    verdict = RULES["important_date"](on(as_of, birthday))
    assert verdict.enter.tolist() == [told is not None]
    assert verdict.leave.tolist() == [told is None]
    if told:
        assert verdict.told([1])[0]["occasion_day"] == day_number(told)


@pytest.mark.parametrize("seen", [{"days_since_last_visit": 14}, {"cadence_days": 20}, {"tier": "standard"}])
def test_whoever_was_seen_lately_needs_no_reason_to_be_called(seen: dict[str, object]) -> None:
    assert not RULES["important_date"](on(date(2025, 6, 1), date(1970, 6, 2), **seen)).enter.any()


def test_whoever_has_come_needs_no_call_any_more() -> None:
    came = on(date(2025, 6, 1), date(1970, 6, 2), days_since_last_visit=0)
    assert RULES["important_date"](came).leave.tolist() == [True]
