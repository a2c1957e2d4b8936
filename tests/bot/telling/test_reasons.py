"""The catalogue of alerts: every rule has its words, in both languages, and its figures are told."""

from dataclasses import replace
from string import Formatter

import pytest

from bot.locale import CHINESE, ENGLISH, Language
from bot.telling import reasons
from bot.telling.reasons import CATALOGUE
from segmentation.profile import Policy
from segmentation.rules import RULES
from tests.bot.views.alerts import EVIDENCE, view
from tests.segmentation.scenes import made_up

POLICY = Policy()


def places(text: str) -> set[str]:
    """Return the names in the braces of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    assert CATALOGUE.keys() == RULES.keys() == EVIDENCE.keys()


@pytest.mark.parametrize("rule", CATALOGUE)
def test_the_evidence_that_these_tests_know_is_what_the_rule_gives(rule: str) -> None:
    assert EVIDENCE[rule].keys() == set(RULES[rule](made_up(1, size=1, classified=True)).evidence)


@pytest.mark.parametrize("rule", CATALOGUE)
def test_all_sentences_of_an_entry_are_said_of_the_evidence_that_its_rule_stores(rule: str) -> None:
    derived = {"days_beyond", "of_ten", "name", "value_until", "tipping_day"}
    entry = CATALOGUE[rule]
    usual = [each for each in entry.evidence if "lowered_line" not in places(each)]
    wanted = set().union(*map(places, (entry.change, *usual)))
    assert wanted <= EVIDENCE[rule].keys() | derived
    alert = replace(view(rule=rule), evidence=EVIDENCE[rule])
    assert reasons.evidence(ENGLISH, POLICY, alert).count("; ") == len(usual) - 1


def test_who_becomes_a_vip_because_the_line_has_come_down_was_not_tipped_by_a_visit() -> None:
    crossed = EVIDENCE["growth_crossing"]
    alert = replace(view(rule="growth_crossing"), evidence={**crossed, "value_before": crossed["value_365d"]})
    told = reasons.evidence(ENGLISH, POLICY, alert)
    assert "the line has come down to $" in told
    assert "tipped" not in told
    assert "→" not in told


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@pytest.mark.parametrize("rule", CATALOGUE)
def test_what_changed_names_the_customer_and_nothing_stays_unfilled(rule: str, language: Language) -> None:
    alert = replace(view(rule=rule), evidence=EVIDENCE[rule])
    change = reasons.change(language, POLICY, alert)
    told = (change, reasons.evidence(language, POLICY, alert), reasons.fires(language, POLICY, rule))
    assert "*Acme*" in change
    assert not any("{" in each or "None" in each for each in told)


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_what_is_not_known_is_not_said(language: Language) -> None:
    for rule in CATALOGUE:
        alert = replace(view(rule=rule), evidence=dict.fromkeys(EVIDENCE[rule]))
        assert "*Acme*" in reasons.change(language, POLICY, alert)
        assert reasons.evidence(language, POLICY, alert) == ""


def test_a_rule_that_there_is_no_more_is_called_by_its_name() -> None:
    gone = view(rule="moon_phase")
    assert reasons.change(ENGLISH, POLICY, gone) == "*Acme*: moon phase."
    assert reasons.evidence(ENGLISH, POLICY, gone) == ""


def test_the_evidence_is_told_in_words_and_numbers() -> None:
    assert reasons.evidence(ENGLISH, POLICY, view()) == (
        "Usually 4.1 visits a month, 1 in the last 30 days; away 3 weeks longer than ever; 7 of 10 like this dropped; "
        "$12,400 a year at risk."
    )


def test_one_visit_is_told_as_one() -> None:
    alert = replace(view(), evidence={"usual_month": 1.04, "visits_30d": 0})
    assert reasons.evidence(ENGLISH, POLICY, alert) == "Usually 1 visit a month, 0 in the last 30 days."


@pytest.mark.parametrize(("days", "told"), [(1, "1 day"), (20, "20 days"), (21, "3 weeks"), (90, "3 months")])
def test_spans_are_told_in_the_unit_that_says_most(days: int, told: str) -> None:
    back = replace(view(rule="vip_back"), evidence={**EVIDENCE["vip_back"], "days_away": days})
    assert reasons.change(ENGLISH, POLICY, back) == f"*Acme* is back after {told}."
