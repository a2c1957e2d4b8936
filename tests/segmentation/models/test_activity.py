"""The stages of the slide: by month, by 30 days, by the customer's own cadence."""

from typing import Any

import pytest

from segmentation.models.activity import Activity
from tests.segmentation.populations import customers

BY_VISITS = [
    (7, "normal"),
    (6, "resting"),
    (5, "resting"),
    (4, "dormant"),
    (3, "dormant"),
    (2, "shock"),
    (1, "shock"),
    (0, "dead"),
]


def stage(label: str, model: Activity | None = None, **figures: float) -> str:
    """Return a stage of a customer with these figures, where others come every 20 days."""
    labels = (model or Activity()).label(customers(figures), {"rhythm_days": 20}, None)
    return str(labels[label].iloc[0])


@pytest.mark.parametrize(("visits", "expected"), BY_VISITS)
def test_the_stage_follows_the_visits_of_a_month(visits: int, expected: str) -> None:
    assert stage("activity_month", visits_month_1=visits, visits_month_3=1) == expected
    assert stage("activity_30d", visits_30d=visits, visits_90d=visits + 1) == expected


def test_nobody_seen_for_three_months_is_buried() -> None:
    assert stage("activity_month", visits_month_4=9, visits_30d=3, visits_90d=3) == "buried"
    assert stage("activity_30d", visits_month_1=3, visits_90d=0) == "buried"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (15, "normal"),
        (16, "resting"),
        (20, "resting"),
        (21, "dormant"),
        (30, "dormant"),
        (31, "shock"),
        (40, "shock"),
        (41, "dead"),
        (60, "dead"),
        (61, "buried"),
    ],
)
def test_the_stage_follows_lateness_by_the_own_cadence(days: int, expected: str) -> None:
    assert stage("activity_cadence", cadence_days=10, days_since_last_visit=days) == expected
    assert stage("activity_cadence", cadence_days=20, days_since_last_visit=2 * days) == expected


def test_those_who_came_once_are_held_against_the_others() -> None:
    assert stage("activity_cadence", visits_total=1, days_since_last_visit=30) == "normal"
    assert stage("activity_cadence", visits_total=1, days_since_last_visit=31) == "resting"


def test_an_absence_of_less_than_a_week_is_normal_even_for_daily_guests() -> None:
    assert stage("activity_cadence", cadence_days=1, days_since_last_visit=6) == "normal"
    assert stage("activity_cadence", cadence_days=1, days_since_last_visit=7) == "dormant"


def test_who_never_came_is_buried() -> None:
    assert stage("activity_cadence") == stage("activity_month") == stage("activity_30d") == "buried"


def test_the_stage_shown_is_a_setting() -> None:
    figures: dict[str, Any] = {"visits_30d": 7, "visits_90d": 7, "days_since_last_visit": 50, "cadence_days": 10}
    assert stage("activity", **figures) == "dead"
    assert stage("activity", Activity(displayed="activity_30d"), **figures) == "normal"
    with pytest.raises(ValueError, match="not weekday"):
        Activity(displayed="weekday")


def test_the_rhythm_of_others_is_the_median_cadence() -> None:
    population = customers({"cadence_days": 4}, {"cadence_days": 9}, {"cadence_days": 30}, {})
    assert Activity().fit(population) == {"rhythm_days": 9}
    assert Activity().fit(customers({})) == {"rhythm_days": 30}


def test_thresholds_are_settings() -> None:
    assert stage("activity_30d", Activity(normal_visits=1), visits_30d=2, visits_90d=2) == "normal"
    assert stage("activity_cadence", Activity(normal_lateness=9), cadence_days=10, days_since_last_visit=90) == "normal"
