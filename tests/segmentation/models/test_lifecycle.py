"""A customer's life with the business, stage by stage."""

from segmentation.models.lifecycle import Lifecycle
from tests.segmentation.populations import customers


def stage(**figures: float) -> str:
    """Return the stage of a customer with these figures, where others come every 20 days."""
    return str(Lifecycle().label(customers(figures), {"rhythm_days": 20}, None)["lifecycle"].iloc[0])


def test_who_never_came_is_a_prospect() -> None:
    assert stage() == "prospect"
    assert stage(spend_total=-500) == "prospect"


def test_a_first_purchase_is_one_until_a_second_visit_is_overdue() -> None:
    assert stage(visits_total=1, days_since_last_visit=40) == "first_purchase"
    assert stage(visits_total=1, days_since_last_visit=41) == "lapsing"


def test_who_came_again_in_time_is_a_repeat_customer() -> None:
    assert stage(visits_total=2, cadence_days=50, days_since_last_visit=100) == "repeat"


def test_who_is_over_twice_the_rhythm_late_is_lapsing() -> None:
    assert stage(visits_total=2, cadence_days=50, days_since_last_visit=101) == "lapsing"


def test_lost_takes_four_rhythms_and_ninety_days() -> None:
    assert stage(visits_total=9, cadence_days=10, days_since_last_visit=89) == "lapsing"
    assert stage(visits_total=9, cadence_days=10, days_since_last_visit=90) == "lost"
    assert stage(visits_total=9, cadence_days=50, days_since_last_visit=200) == "lapsing"
    assert stage(visits_total=9, cadence_days=50, days_since_last_visit=201) == "lost"


def test_who_returned_after_having_been_lost_is_won_back_until_late_again() -> None:
    assert stage(visits_total=9, cadence_days=10, days_since_last_visit=5, longest_gap_90d=120) == "won_back"
    assert stage(visits_total=9, cadence_days=10, days_since_last_visit=5, longest_gap_90d=80) == "repeat"
    assert stage(visits_total=9, cadence_days=50, days_since_last_visit=5, longest_gap_90d=120) == "repeat"
    assert stage(visits_total=9, cadence_days=10, days_since_last_visit=21, longest_gap_90d=120) == "lapsing"
