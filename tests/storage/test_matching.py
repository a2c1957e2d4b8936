"""Who is who in Slack: decided of values."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.matching import Gift, Leaves, Matched, Returns, Unmatched, decide, gifts, is_outside, received
from storage.tables import Person, SlackGroup, SlackMember
from tests.business import person


def member(slack_id: str, **values: Any) -> SlackMember:
    """Return a full member of our workspace."""
    usual = {"workspace": "T1", "handle": slack_id.lower(), "name": slack_id, "email": None}
    flags = dict.fromkeys(("is_guest", "is_bot", "is_foreign", "is_deleted"), False)
    return SlackMember(**{"slack_id": slack_id, **usual, **flags, **values})


def decided(people: list[Person], members: list[SlackMember], *, by_email: bool = True) -> list[tuple[Any, ...]]:
    """Return what is decided, by name."""
    found = decide(people, {one.slack_id: one for one in members}, by_email=by_email)
    return [(type(one), one.person.name, *([one.slack_id] if isinstance(one, Matched) else [])) for one in found]


def test_whose_account_is_closed_has_left_and_returns_when_it_is_opened() -> None:
    here = person(1, "Joe", slack_id="U1", matched_by="file")
    gone = person(2, "Ann", slack_id="U2", matched_by="file", active=False, left_by="slack")

    assert decided([here, gone], [member("U1", is_deleted=True), member("U2", is_deleted=True)]) == [(Leaves, "Joe")]
    assert decided([here, gone], [member("U1"), member("U2")]) == [(Returns, "Ann")]


@pytest.mark.parametrize("how", ["hand", "file", "group"])
def test_whom_somebody_else_has_let_go_does_not_return_by_an_open_account(how: str) -> None:
    gone = person(1, "Joe", slack_id="U1", matched_by="file", active=False, left_by=how)

    assert decided([gone], [member("U1")]) == []


@pytest.mark.parametrize("what", ["is_guest", "is_bot", "is_foreign"])
@pytest.mark.parametrize("by", ["file", "email", "hand", "group"])
def test_guests_bots_and_strangers_are_never_matched_however_they_were(what: str, by: str) -> None:
    joe = person(1, "Joe", email="joe@example.com", slack_id="U1", matched_by=by)
    unmatched = person(2, "Ann", email="ann@example.com")
    outside = [
        member("U1", email="joe@example.com", **{what: True}),
        member("U2", email="ann@example.com", **{what: True}),
    ]

    assert decided([joe, unmatched], outside) == [(Unmatched, "Joe")]


def test_a_match_by_address_lasts_as_long_as_it_is_allowed_and_the_addresses_are_equal() -> None:
    joe = person(1, "Joe", email="Joe@Example.com", slack_id="U1", matched_by="email")

    assert decided([joe], [member("U1", email="joe@example.com")]) == []
    assert decided([joe], [member("U1", email="joe@example.com")], by_email=False) == [(Unmatched, "Joe")]
    assert decided([joe], [member("U1", email="other@example.com")]) == [(Unmatched, "Joe")]
    assert decided([joe], [member("U1", email=None)]) == []
    moved = [member("U1", email="other@example.com"), member("U2", email="joe@example.com")]
    assert decided([joe], moved) == [(Unmatched, "Joe"), (Matched, "Joe", "U2")]


def test_an_address_that_two_have_matches_nobody() -> None:
    twice = [person(1, "Joe", email="sales@example.com"), person(2, "Ann", email="sales@example.com")]
    alone = person(3, "Lee", email="lee@example.com")
    accounts = [member("U1", email="lee@example.com"), member("U2", email="LEE@example.com")]

    assert decided(twice, [member("U1", email="sales@example.com")]) == []
    assert decided([alone], accounts) == []
    assert decided([alone], accounts[:1]) == [(Matched, "Lee", "U1")]
    assert decided([alone], accounts[:1], by_email=False) == []


addresses = st.sampled_from([None, "a@x.io", "b@x.io", "A@X.io"])
flags = st.booleans()


@given(
    st.lists(
        st.tuples(addresses, st.sampled_from([None, 0, 1, 2]), flags, st.sampled_from(["email", "file"])), max_size=4
    ),
    st.lists(st.tuples(addresses, flags, flags, flags, flags), max_size=4),
    flags,
)
def test_afterwards_nobody_outside_is_matched_no_account_twice_and_a_second_look_changes_nothing(
    team: list[Any], accounts: list[Any], by_email: bool
) -> None:
    taken: set[Any] = set()
    people = []
    for number, (email, account, active, by) in enumerate(team):
        slack_id = f"U{account}" if account is not None and account not in taken else None
        taken.add(account)
        values = {"slack_id": slack_id, "matched_by": by if slack_id else None, "active": active}
        people.append(person(number, f"P{number}", email=email, left_by=None if active else "slack", **values))
    told = {
        f"U{number}": member(f"U{number}", email=email, is_guest=a, is_bot=b, is_foreign=c, is_deleted=d)
        for number, (email, a, b, c, d) in enumerate(accounts)
    }
    for _ in range(3):
        decisions = list(decide(people, told, by_email=by_email))
        for one in decisions:
            match one:
                case Leaves(who):
                    who.active, who.left_by = False, "slack"
                case Returns(who):
                    who.active, who.left_by = True, None
                case Unmatched(who):
                    who.slack_id = who.matched_by = None
                case Matched(who, slack_id):
                    who.slack_id, who.matched_by = slack_id, "email"

    matched = Counter(one.slack_id for one in people if one.slack_id)
    assert all(count == 1 for count in matched.values())
    assert not any(is_outside(told[slack_id]) for slack_id in matched if slack_id in told)
    assert by_email or not any(one.matched_by == "email" and one.slack_id in told for one in people if one.active)
    assert decisions == []


EAST = SlackGroup(slack_id="S1", handle="east-sales", role="salesperson", team_id=1)
LEADS = SlackGroup(slack_id="S2", handle="leads", role="lead", team_id=2)
NORTH = SlackGroup(slack_id="S3", handle="a-north", role=None, team_id=3)


def test_of_several_groups_the_highest_role_counts_and_the_first_team() -> None:
    given_ = gifts([EAST, LEADS, NORTH], {"S1": ["U1", "U2"], "S2": ["U1"], "S3": ["U1"], "S9": ["U9"]})

    assert given_ == {"U1": Gift("lead", "S2", 3, "S3"), "U2": Gift("salesperson", "S1", 1, "S1")}


def test_what_a_group_gave_is_taken_away_and_what_was_set_by_hand_stays() -> None:
    by_group = person(1, "Joe", role="lead", role_group="S2", team_id=2, team_group="S2")
    by_hand = person(2, "Ann", role="manager", team_id=7)

    assert received(by_group, Gift()) == {
        "role": "salesperson",
        "role_group": None,
        "team_id": None,
        "team_group": None,
    }
    assert received(by_hand, Gift("lead", "S2", 2, "S2")) == {}
    assert received(by_hand, Gift("admin", "S4")) == {"role": "admin", "role_group": "S4"}
    assert received(by_hand, Gift()) == {}
    assert received(person(3, "Lee"), Gift("lead", "S2", 2, "S2"))["team_id"] == 2
