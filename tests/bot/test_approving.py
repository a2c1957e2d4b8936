"""Whether a handover needs approval, and whose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.approving import NobodyApproves, approval, approvers, may_approve, others, until
from bot.governance import Governance
from bot.routing import Member
from storage.handovers.shown import Shown
from tests.bot.test_routing import member, team

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
BOSS, LEAD, JOE, ADMIN, OTHER = 1, 2, 3, 4, 5
TEAM = team(
    member(BOSS, "manager"), member(LEAD, "lead", BOSS), member(JOE, manager=LEAD), member(ADMIN, "admin"),
    member(OTHER, "manager"),
)  # fmt: skip
SMALL = Shown(20, Decimal(50_000))


@pytest.mark.parametrize(
    ("shown", "is_needed"),
    [
        (SMALL, False),
        (replace(SMALL, accounts=21), True),
        (replace(SMALL, value=Decimal("50000.01")), True),
        (replace(SMALL, vips=(17,)), True),
    ],
)
def test_more_accounts_more_value_or_a_vip_needs_approval(shown: Shown, is_needed: bool) -> None:
    found = approval(shown, Governance(), TEAM[LEAD], TEAM, now=NOW)
    assert (found is not None) == is_needed
    assert found is None or (found.approvers, found.expires_at) == ((BOSS,), NOW + timedelta(hours=48))
    assert approval(shown, Governance(), TEAM[BOSS], TEAM, now=NOW) is None


def test_the_hours_to_approve_count_from_when_a_manager_is_asked() -> None:
    saturday, monday = datetime(2026, 3, 7, 8, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)
    found = approval(Shown(1, vips=(17,)), Governance(), TEAM[JOE], TEAM, now=saturday)
    assert found is not None
    assert found.expires_at == monday.astimezone(TEAM[BOSS].hearing.zone) + timedelta(hours=48)


def test_days_off_are_not_counted_among_the_hours_to_approve() -> None:
    friday, tuesday = datetime(2026, 3, 6, 17, tzinfo=UTC), datetime(2026, 3, 10, 17, tzinfo=UTC)
    assert until([TEAM[BOSS]], Governance(), now=friday) == tuesday
    assert until([TEAM[BOSS]], Governance(approval_hours=24 * 10), now=friday) == friday + timedelta(days=14)


def test_vips_may_be_left_to_everybody() -> None:
    assert approval(Shown(1, vips=(17,)), Governance(approve_vips=False), TEAM[JOE], TEAM, now=NOW) is None


def test_the_nearest_manager_above_is_asked_else_all_managers_else_administrators() -> None:
    assert [one.id for one in approvers(JOE, TEAM)] == [BOSS]
    alone = {**TEAM, LEAD: replace(TEAM[LEAD], manager_id=None)}
    assert [one.id for one in approvers(JOE, alone)] == [BOSS, OTHER]
    assert [one.id for one in approvers(JOE, team(TEAM[JOE], TEAM[ADMIN]))] == [ADMIN]
    with pytest.raises(NobodyApproves):
        approval(Shown(1, vips=(17,)), Governance(), TEAM[JOE], team(TEAM[JOE]), now=NOW)


def test_a_manager_who_is_away_is_asked_last() -> None:
    top = member(6, "manager")
    everybody = {**TEAM, BOSS: replace(TEAM[BOSS], manager_id=6, covered_by=OTHER), 6: top}
    assert [one.id for one in approvers(JOE, everybody)] == [6]
    all_away = {**everybody, 6: replace(top, covered_by=OTHER)}
    assert [one.id for one in approvers(JOE, all_away)] == [ADMIN]
    assert [one.id for one in approvers(JOE, {**all_away, ADMIN: replace(TEAM[ADMIN], covered_by=OTHER)})] == [BOSS]


def test_others_are_asked_once_nobody_who_was_can_approve_or_is_there() -> None:
    assert others((BOSS,), JOE, TEAM) == []
    for gone in (replace(TEAM[BOSS], is_reachable=False), replace(TEAM[BOSS], role="lead")):
        assert [one.id for one in others((BOSS,), JOE, {**TEAM, BOSS: gone})] == [OTHER]
    top, away = member(6, "manager"), replace(TEAM[BOSS], manager_id=6, covered_by=OTHER)
    assert [one.id for one in others((BOSS,), JOE, {**TEAM, BOSS: away, 6: top})] == [6]
    assert others((BOSS, 6), JOE, {**TEAM, BOSS: away, 6: top}) == []
    assert [one.id for one in others((BOSS,), JOE, {**TEAM, BOSS: away})] == [ADMIN]
    assert others((BOSS,), JOE, team(TEAM[JOE], TEAM[LEAD], away)) == [], "nobody else may"


def test_administrators_may_approve_beside_the_managers_above() -> None:
    assert {one.id for one in TEAM.values() if may_approve(one, JOE, TEAM)} == {BOSS, ADMIN}


@given(
    st.lists(
        st.builds(
            lambda role, manager, there: (role, manager, there),
            st.sampled_from(["salesperson", "lead", "manager", "admin"]),
            st.none() | st.integers(0, 5),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_nobody_is_asked_to_approve_their_own_nor_without_the_role(rows: list[tuple[str, int | None, bool]]) -> None:
    everybody: dict[int, Member] = {
        number: member(number, role, manager, there=there) for number, (role, manager, there) in enumerate(rows)
    }
    for asker in everybody:
        for one in approvers(asker, everybody):
            assert one.id != asker
            assert one.role in {"manager", "admin"}
            assert may_approve(one, asker, everybody)
