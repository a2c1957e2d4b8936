"""How people hear: what they chose, and the defaults."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.governance import Colleagues, Governance
from bot.hearing import Hearing, Mode, Scope, hearing
from segmentation.rule import Severity
from storage.tables import Hearing as Stored
from storage.tables import RuleChoice
from tests.business import person

BERLIN = ZoneInfo("Europe/Berlin")


def heard(
    role: str = "salesperson", zone: str | None = None, choices: dict[str, str] | None = None, **stored: Any
) -> Hearing:
    """Return how somebody of a role hears who chose something."""
    chosen = [RuleChoice(person_id=1, rule=rule, mode=mode) for rule, mode in (choices or {}).items()]
    return hearing(person(1, role=role, time_zone=zone), Stored(**stored), chosen, business_zone=BERLIN)


def test_a_channel_hears_alerts_only_while_everybody_may_see_the_customers_of_colleagues() -> None:
    chosen, lead = Stored(channel="C1"), person(1, role="lead")
    for colleagues, channel, scope in (
        (Colleagues.YES, "C1", Scope.MINE),
        (Colleagues.NAMES, None, Scope.TEAM),
        (Colleagues.NO, None, Scope.TEAM),
    ):
        found = hearing(lead, chosen, (), business_zone=BERLIN, house=Governance(colleagues))
        assert (found.channel, found.scope) == (channel, scope)


@pytest.mark.parametrize(
    ("role", "severity", "mode"),
    [
        ("salesperson", Severity.URGENT, Mode.NOW),
        ("salesperson", Severity.OPPORTUNITY, Mode.NOW),
        ("salesperson", Severity.NOTICE, Mode.DIGEST),
        ("lead", Severity.URGENT, Mode.NOW),
        ("manager", Severity.URGENT, Mode.DIGEST),
        ("admin", Severity.URGENT, Mode.DIGEST),
    ],
)
def test_by_default_what_matters_is_heard_now_and_managers_read_the_digest(
    role: str, severity: Severity, mode: Mode
) -> None:
    assert heard(role).mode("vip_slipping", severity) is mode


def test_a_choice_about_a_rule_counts_for_it_alone() -> None:
    chosen = heard(choices={"vip_back": "off", "vip_unowned": "sometimes"})

    assert chosen.mode("vip_back", Severity.URGENT) is Mode.OFF
    assert chosen.mode("vip_unowned", Severity.URGENT) is Mode.NOW


def test_nobody_has_to_choose_anything() -> None:
    default = hearing(person(1), None, (), business_zone=BERLIN)

    assert (default.scope, default.daily_limit, default.digest_hour) == (Scope.MINE, 5, 9)
    assert default.working_time.zone is BERLIN
    assert default.working_time.country == "DE"
    assert heard("manager").scope is Scope.TEAM


def test_choices_that_make_no_sense_are_none() -> None:
    broken = heard(
        zone="Mars/Olympus", country="XX", work_from=18, work_to=9, work_days="890", scope="some", digest_hour=99
    )

    assert broken == heard()


def test_choices_that_make_sense_count() -> None:
    time = heard(zone="Asia/Shanghai", country="DE-BY", work_from=8, work_to=24, work_days="1346").working_time

    assert (time.zone.key, time.country, time.first_hour, time.last_hour) == ("Asia/Shanghai", "DE-BY", 8, 24)
    assert time.days == frozenset({0, 2, 3, 5})


@pytest.mark.parametrize(
    ("role", "scope"), [("admin", Scope.ALL), ("manager", Scope.ALL), ("lead", Scope.MINE), ("salesperson", Scope.MINE)]
)
def test_whoever_is_no_manager_any_more_hears_no_more_of_everybody(role: str, scope: Scope) -> None:
    assert heard(role, scope="all").scope is scope


def test_what_the_administrator_decided_holds_for_whoever_has_not_chosen() -> None:
    house = Governance(digest_hour=7, daily_limit=0)
    usual = hearing(person(1), None, (), business_zone=BERLIN, house=house)
    chosen = hearing(person(1), Stored(digest_hour=10), (), business_zone=BERLIN, house=house)

    assert (usual.digest_hour, usual.daily_limit) == (7, 0)
    assert (chosen.digest_hour, chosen.daily_limit) == (10, 0)
