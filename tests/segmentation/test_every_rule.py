"""What every rule promises, those to come too."""

import json
import pkgutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import episodes, rules
from segmentation.episodes import NO_EPISODES
from segmentation.models.value_group import MVC
from segmentation.profile import LABELS
from segmentation.rule import Rule, Scene, Verdict
from segmentation.rules import RULES
from tests.segmentation.scenes import OUTLOOK, scenes

MAY_BE_UNKNOWN = {
    *(
        "contact_day",
        "days_since_last_visit",
        "last_visit",
        "cadence_days",
        "longest_before",
        "longest_gap",
        "like_this",
    ),
    *("margin_365d", "cost_365d", "value_before", "mvc_line"),
}
"""What evidence names only where it is known."""

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
a_few = settings(max_examples=5, deadline=None)


def chosen(scene: Scene, index: "pd.Index[int] | list[int]") -> Scene:
    """Return the scene of some customers, in that order."""
    return replace(scene, after=scene.after.loc[index], facts=scene.facts.loc[index])


def decided(rule: Rule, scene: Scene, known: pd.DataFrame, *, baseline: bool = False) -> episodes.Decision:
    """Let a rule look at a scene."""
    hushed = episodes.hushed(rule, scene)
    return episodes.decide(rule(scene), known, hushed, as_of=scene.as_of, baseline=baseline)


def same(one: Verdict, other: Verdict) -> None:
    """Hold two verdicts against each other."""
    assert one.enter.tolist() == other.enter.tolist()
    assert one.leave.tolist() == other.leave.tolist()
    pd.testing.assert_frame_equal(one.evidence, other.evidence)
    for mine, others in ((one.score, other.score), (one.level, other.level)):
        np.testing.assert_array_equal(np.asarray(mine, dtype=float), np.asarray(others, dtype=float))


def test_every_rule_is_listed() -> None:
    files = {file.name for file in pkgutil.iter_modules(rules.__path__)}
    assert files == set(RULES)


@every_rule
def test_its_key_is_the_name_of_its_file(rule: Rule) -> None:
    assert rule.judge.__module__ == f"segmentation.rules.{rule.name}"
    assert RULES[rule.name] is rule


@every_rule
def test_its_docstring_is_its_title_and_its_manual(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert len(rule.title) <= 75
    for chapter in ("Fires ", "Ends ", "Why: ", "What to do: "):
        assert chapter in rule.manual


@every_rule
def test_it_says_what_it_reads_and_who_tells_for_it(rule: Rule) -> None:
    assert set(rule.reads) <= {*LABELS, *OUTLOOK}
    assert set(rule.told_by) <= set(RULES) - {rule.name}
    assert rule.expires_days > 0


@every_rule
@given(scenes)
@a_few
def test_it_judges_every_customer_by_what_it_says_it_reads(rule: Rule, scene: Scene) -> None:
    others = {*LABELS, *OUTLOOK} - set(rule.reads)
    verdict = rule(replace(scene, after=scene.after.drop(columns=list(others))))
    same(verdict, rule(scene))
    assert verdict.enter.dtype == verdict.leave.dtype == np.bool_
    assert verdict.evidence.index.equals(scene.after.index)
    for each in (verdict.enter, verdict.leave, verdict.score, verdict.level):
        assert each is None or len(each) == len(scene.after)
    assert verdict.score is None or ((verdict.score >= 0) & (verdict.score <= 1) | np.isnan(verdict.score)).all()
    assert verdict.level is None or (verdict.level >= 1).all()


@every_rule
@given(scenes)
@a_few
def test_a_rule_about_vips_speaks_of_nobody_else(rule: Rule, scene: Scene) -> None:
    verdict = rule(scene)
    others = ~(scene.is_now("tier", MVC) | scene.was("tier", MVC))
    assert not (rule.vips & others & verdict.enter).any()
    assert verdict.score is None or np.isnan(verdict.score[others]).all() or not rule.vips


@every_rule
@given(scenes)
@a_few
def test_nobody_enters_and_leaves_at_once(rule: Rule, scene: Scene) -> None:
    verdict = rule(scene)
    assert not (verdict.enter & verdict.leave).any()


@every_rule
@given(scenes)
@a_few
def test_whoever_enters_has_the_whole_evidence_fit_for_json(rule: Rule, scene: Scene) -> None:
    verdict = rule(scene)
    entering = scene.after.index[verdict.enter].tolist()
    for told in verdict.told(entering):
        assert json.loads(json.dumps(told, allow_nan=False)) == told
        assert {name for name, value in told.items() if value is None} <= MAY_BE_UNKNOWN
    assert len(verdict.told(entering)) == len(entering)


@every_rule
@given(scenes)
@a_few
def test_equal_customers_are_judged_alike_in_any_order_and_alone(rule: Rule, scene: Scene) -> None:
    verdict, ids = rule(scene), scene.after.index
    backwards = rule(chosen(scene, ids[::-1]))
    same(replace(backwards, evidence=backwards.evidence.iloc[::-1]), _turned(verdict))
    for row, customer in enumerate(ids[:3]):
        alone = rule(chosen(scene, [customer]))
        assert (alone.enter[0], alone.leave[0]) == (verdict.enter[row], verdict.leave[row])
        assert alone.told([customer]) == verdict.told([customer])


def _turned(verdict: Verdict) -> Verdict:
    """Return a verdict with its arrays backwards."""
    turned = {
        name: each[::-1]
        for name in ("enter", "leave", "score", "level")
        if (each := getattr(verdict, name)) is not None
    }
    return replace(verdict, **turned)


@every_rule
@given(scenes)
@a_few
def test_closed_customers_never_enter(rule: Rule, scene: Scene) -> None:
    closed = scene.facts.index[~scene.facts["is_open"]]
    assert not set(closed) & set(decided(rule, scene, NO_EPISODES).began)


@every_rule
@given(scenes)
@a_few
def test_the_first_look_is_silent_and_a_second_at_the_same_scene_says_nothing(rule: Rule, scene: Scene) -> None:
    first = decided(rule, scene, NO_EPISODES, baseline=True)
    assert not len(first.speaks)
    loud = decided(rule, scene, NO_EPISODES)
    assert loud.speaks.tolist() == first.began.tolist()
    again = decided(rule, scene, episodes.after(loud, NO_EPISODES, as_of=scene.as_of))
    assert not [*again.began, *again.worsened, *again.speaks, *again.ended]


@every_rule
@given(st.tuples(scenes, scenes, scenes))
@a_few
def test_nobody_is_spoken_of_twice_unless_it_got_worse_or_was_over(rule: Rule, story: tuple[Scene, ...]) -> None:
    held = NO_EPISODES
    worst: dict[int, int] = {}
    for scene in story:
        verdict, decision = rule(scene), decided(rule, scene, held)
        held = episodes.after(decision, held, as_of=scene.as_of)
        over = set(scene.after.index[verdict.leave])
        worst = {customer: level for customer, level in worst.items() if customer not in over}
        for customer in decision.speaks:
            assert decision.level[customer] > worst.get(customer, 0)
            worst[customer] = decision.level[customer]
