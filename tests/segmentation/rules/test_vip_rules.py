"""Rules about VIPs, one line at a time."""

from dataclasses import replace
from datetime import date

from segmentation.profile import Policy
from segmentation.rule import Verdict, day_number
from segmentation.rules import RULES
from segmentation.sensitivity import Sensitivity
from tests.segmentation.scenes import following, scene

SLIPPING = {
    "tier": "MVC",
    "drop_risk": 0.72,
    "usual_month": 4.1,
    "visits_30d": 1,
    "horizon_days": 60,
    "days_since_last_visit": 24,
    "cadence_days": 7,
    "longest_gap": 12,
}


def lines(verdict: Verdict) -> list[str]:
    """Return what is said of each customer."""
    said = zip(verdict.enter, verdict.leave, strict=True)
    return ["enter" if enter else "leave" if leave else "-" for enter, leave in said]


def test_a_vip_slips_over_one_line_and_is_steady_under_another() -> None:
    risks = [0.72, 0.7, 0.69, 0.4, 0.39]
    verdict = RULES["vip_slipping"](scene(*(SLIPPING | {"drop_risk": risk} for risk in risks)))
    assert lines(verdict) == ["enter", "enter", "-", "-", "leave"]


def test_only_vips_who_come_less_and_used_to_come_are_slipping() -> None:
    others = ({"tier": "standard"}, {"visits_30d": 5}, {"usual_month": 0.9}, {"drop_risk": float("nan")})
    verdict = RULES["vip_slipping"](scene(*(SLIPPING | other for other in others)))
    assert lines(verdict) == ["leave", "-", "-", "-"]


def test_falling_asleep_and_into_shock_are_two_levels() -> None:
    stages = ["normal", "resting", "dormant", "shock", "buried"]
    verdict = RULES["vip_stage_worse"](scene(*(SLIPPING | {"activity": stage} for stage in stages)))
    assert lines(verdict) == ["leave", "-", "enter", "enter", "enter"]
    assert verdict.level is not None
    assert verdict.level[2:].tolist() == [1, 2, 2]


def test_whoever_has_been_away_as_long_before_is_not_falling_asleep() -> None:
    verdict = RULES["vip_stage_worse"](scene(SLIPPING | {"activity": "dormant", "longest_gap": 24}))
    assert lines(verdict) == ["-"]


def test_only_who_was_growing_has_crossed() -> None:
    before = scene({"tier": "MGC", "value_365d": 95_000}, {"tier": "standard"}, {"tier": "MVC"})
    now = following(before, *({"tier": "MVC", "value_365d": 101_000} for _ in range(3)))
    verdict = RULES["growth_crossing"](now)
    assert lines(verdict) == ["enter", "-", "-"]
    (told,) = verdict.told([1])
    assert (told["value_before"], told["value_365d"], told["mvc_line"]) == (95_000, 101_000, 100_000)


def test_a_vip_without_owner_waits_for_the_next_look() -> None:
    before = scene({"tier": "MVC"}, {"tier": "MGC"})
    now = following(before, {"tier": "MVC"}, {"tier": "MVC"}, is_owned=[False, False])
    assert lines(RULES["vip_unowned"](now)) == ["enter", "-"]
    assert lines(RULES["vip_unowned"](scene({"tier": "MVC"}, is_owned=[False]))) == ["enter"]


def test_the_vips_of_who_has_left_wait_for_the_working_days_in_which_they_may_be_handed_over() -> None:
    friday, saturday, monday = (day_number(date(2026, 10, day)) for day in (16, 17, 19))
    gone = scene(*[{"tier": "MVC"}] * 3, is_owned=[False] * 3, owner_left_day=[friday, saturday, monday])
    said = {day: lines(RULES["vip_unowned"](replace(gone, as_of=date(2026, 10, day)))) for day in range(19, 23)}
    assert said == {
        19: ["-", "-", "-"],
        20: ["-", "-", "-"],
        21: ["enter", "enter", "-"],
        22: ["enter", "enter", "enter"],
    }
    at_once = Policy(sensitivity=Sensitivity(handover_days=0))
    assert lines(RULES["vip_unowned"](replace(gone, policy=at_once, as_of=date(2026, 10, 19)))) == ["enter"] * 3


def test_a_vip_is_back_after_having_been_away_for_long() -> None:
    before = scene(*[{"tier": "MVC", "activity": "shock", "days_since_last_visit": 12}] * 3)
    now = following(before, {"last_gap": 30}, {"last_gap": 13}, {"last_gap": 30, "longest_gap_90d": 60})
    verdict = RULES["vip_back"](now)
    assert lines(verdict) == ["enter", "-", "enter"]
    assert [told["days_away"] for told in verdict.told([1, 3])] == [30, 30]


def test_who_came_again_at_once_was_away_no_less() -> None:
    before = scene({"tier": "MVC", "activity": "shock", "days_since_last_visit": 30})
    (told,) = RULES["vip_back"](following(before, {"last_gap": 1})).told([1])
    assert told["days_away"] == 30
