"""Who hears of an alert."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import Hearing, Mode, Scope
from bot.routing import (
    Member,
    Team,
    Told,
    Why,
    above,
    cares_for,
    covered,
    heirs,
    is_told_of_all,
    keepers,
    route,
    stand_in,
)
from bot.working_time import WorkingTime
from segmentation.rule import Severity

TIME = WorkingTime(ZoneInfo("UTC"))
RULE = "vip_slipping"


def member(
    number: int, role: str = "salesperson", manager: int | None = None, *, there: bool = True, **hears: object
) -> Member:
    """Return somebody of the team."""
    is_head = role in ("manager", "admin")
    chosen: dict[str, object] = {"scope": Scope.TEAM if role == "manager" else Scope.MINE, **hears}
    return Member(number, f"P{number}", role, manager, there, Hearing(TIME, is_head=is_head, **chosen))  # type: ignore[arg-type]


def team(*members: Member) -> Team:
    """Return a team by ids."""
    return {one.id: one for one in members}


TEAM = team(member(1, "manager"), member(2, "lead", 1), member(3, manager=2), member(4, "admin"))


def told(
    owner: int | None, everybody: Team = TEAM, severity: Severity = Severity.URGENT, **how: int
) -> list[tuple[int, str, str]]:
    """Return who hears of an alert, when, and why."""
    return [(one.person_id, one.mode, one.why) for one in route(RULE, severity, owner, everybody, **how)]


def test_the_owner_hears_now_and_the_manager_reads_it_in_the_digest() -> None:
    assert told(3) == [(3, "now", "owner"), (1, "digest", "team")]
    assert told(3, severity=Severity.NOTICE) == [(3, "digest", "owner"), (1, "digest", "team")]


def test_an_owner_without_a_digest_hears_at_once_what_somebody_has_to_take() -> None:
    everybody = team(member(1, "manager", digest=False), member(4, "admin"))
    assert told(1, everybody) == [(1, "now", "owner")]
    assert told(1, everybody, Severity.NOTICE) == [(1, "digest", "owner")]


def test_what_nobody_owns_goes_to_the_leads() -> None:
    assert told(None) == [(2, "now", "unowned")]
    assert told(404) == [(2, "now", "unowned")]


def test_what_an_owner_who_left_cannot_hear_goes_up_the_chain_then_to_the_administrators() -> None:
    left = {**TEAM, 3: replace(TEAM[3], is_reachable=False)}
    assert route(RULE, Severity.URGENT, 3, left)[0] == Told(2, Mode.NOW, Why.INSTEAD, instead_of="P3")

    alone = {**left, 2: replace(TEAM[2], is_reachable=False), 1: replace(TEAM[1], is_reachable=False)}
    assert told(3, alone) == [(4, "digest", "instead")]
    assert told(3, team(alone[3])) == []


def test_who_leads_the_team_hears_as_the_lead_does_where_somebody_reports_to_nobody_or_to_a_manager() -> None:
    joe = replace(member(3, manager=1), led_by=(2, 5))
    everybody = team(member(1, "manager"), member(2, "lead", 6), joe, member(5, "lead"), member(6, "manager"))
    assert [one.id for one in above(3, everybody)] == [1, 2, 5, 6]
    alone = {**everybody, 3: replace(joe, manager_id=None, is_reachable=False)}
    assert told(3, alone)[0] == (2, "now", "instead")
    assert cares_for(alone[2], alone) == {2, 3}
    in_channel = {**everybody, 2: member(2, "lead", channel="C1")}
    assert Told(2, Mode.NOW, Why.TEAM, channel="C1") in route(RULE, Severity.URGENT, 3, in_channel)


def test_nobody_hears_of_what_they_did_themselves() -> None:
    assert told(3, actor=3) == [(1, "digest", "team")]


def test_off_is_off_but_what_nobody_else_hears_is_at_least_in_the_digest() -> None:
    deaf = {RULE: Mode.OFF}

    assert told(3, team(member(3, choices=deaf))) == []
    assert told(None, team(member(2, "lead", choices=deaf))) == [(2, "digest", "unowned")]


def test_a_lead_may_have_the_teams_alerts_posted_in_a_channel() -> None:
    everybody = {**TEAM, 2: member(2, "lead", 1, channel="C1")}
    found = route(RULE, Severity.URGENT, 3, everybody)

    assert Told(2, Mode.NOW, Why.TEAM, channel="C1") in found
    assert route(RULE, Severity.NOTICE, 3, everybody)[1] == Told(1, Mode.DIGEST, Why.TEAM) or found


def test_a_manager_to_whom_nobody_reports_hears_of_all() -> None:
    assert (9, "digest", "all") in told(3, team(member(9, "manager"), member(3)))


def test_the_bot_is_looked_after_by_administrators_else_managers() -> None:
    assert [one.id for one in keepers(TEAM)] == [4]
    assert [one.id for one in keepers(team(TEAM[1], TEAM[2]))] == [1]


teams = st.lists(
    st.builds(
        lambda role, manager, there, scope: (role, manager, there, scope),
        st.sampled_from(["salesperson", "lead", "manager", "admin"]),
        st.none() | st.integers(1, 6),
        st.booleans(),
        st.sampled_from(Scope),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: team(*(member(n, r, m, there=t, scope=s) for n, (r, m, t, s) in enumerate(rows, 1))))


@given(teams, st.none() | st.integers(1, 7))
def test_everybody_hears_once_only_who_can_and_never_nobody_where_somebody_could(
    everybody: Team, owner: int | None
) -> None:
    found = [one.person_id for one in route(RULE, Severity.URGENT, owner, everybody)]

    assert len(found) == len(set(found))
    assert all(everybody[one].is_reachable for one in found)
    in_charge = [one for one in everybody.values() if one.is_reachable and one.role != "salesperson"]
    assert found or not in_charge


@given(teams, st.integers(1, 6))
def test_chains_end_and_heirs_are_others_who_can_hear(everybody: Team, person: int) -> None:
    chain, next_ones = above(person, everybody), list(heirs(person, everybody, gone=[1]))

    assert len({one.id for one in chain}) == len(chain)
    assert person not in {one.id for one in chain}
    assert all(one.is_reachable and one.id not in (person, 1) for one in next_ones)


COVERED = {**TEAM, 3: replace(TEAM[3], covered_by=5), 5: member(5, manager=2)}


def test_who_stands_in_hears_instead_and_is_told_for_whom() -> None:
    found = route(RULE, Severity.URGENT, 3, COVERED)

    assert found == [Told(5, Mode.NOW, Why.COVER, instead_of="P3"), Told(1, Mode.DIGEST, Why.TEAM)]
    assert route(RULE, Severity.NOTICE, 3, COVERED)[0] == Told(5, Mode.DIGEST, Why.COVER, instead_of="P3")
    assert told(5, COVERED)[0] == (5, "now", "owner")


def test_who_stands_in_without_a_digest_hears_at_once() -> None:
    no_digest = {**COVERED, 5: member(5, digest=False)}
    assert told(3, no_digest, Severity.NOTICE)[0] == (5, "now", "cover")


def test_what_a_covered_manager_would_hear_goes_to_the_stand_in_too() -> None:
    away = {**TEAM, 1: replace(TEAM[1], covered_by=4)}

    assert told(3, away) == [(3, "now", "owner"), (4, "digest", "cover")]
    assert cares_for(away[4], away) is None
    assert is_told_of_all(COVERED[5], COVERED) is False
    assert is_told_of_all(member(5), {**away, 1: replace(TEAM[1], covered_by=5), 5: member(5)})
    assert cares_for(COVERED[5], COVERED) == {3, 5}


def test_a_stand_in_who_is_away_is_stood_in_for_as_well_and_never_in_a_circle() -> None:
    chain = team(*(replace(member(one), covered_by=one + 1) for one in (1, 2, 3)), member(4))
    circle = team(replace(member(1), covered_by=2), replace(member(2), covered_by=1))

    assert [one and one.id for one in (stand_in(number, chain) for number in (1, 2, 3, 4))] == [4, 4, 4, None]
    assert [one and one.id for one in (stand_in(number, circle) for number in (1, 2))] == [2, 1]
    assert [one.id for one in covered(4, chain)] == [1, 2, 3]


def test_a_stand_in_who_cannot_hear_stands_in_for_nobody() -> None:
    gone = {**COVERED, 5: replace(COVERED[5], is_reachable=False)}
    assert told(3, gone)[0] == (3, "now", "owner")


def test_a_stand_in_comes_before_everybody_up_the_chain() -> None:
    left = {**COVERED, 3: replace(COVERED[3], is_reachable=False)}
    assert next(heirs(3, left)).id == 5


def test_who_stands_in_for_somebody_who_only_listens_is_not_asked_either() -> None:
    lead = replace(member(2, "lead", 1, scope=Scope.TEAM), covered_by=5)
    everybody = team(lead, member(3, manager=2), member(5))
    found = {one.person_id: (one.why, one.listens) for one in route(RULE, Severity.URGENT, 3, everybody)}
    assert found == {3: (Why.OWNER, False), 5: (Why.COVER, True)}
    away = team(replace(member(3), covered_by=5), member(5))
    assert [(one.why, one.listens) for one in route(RULE, Severity.URGENT, 3, away)] == [(Why.COVER, False)]
