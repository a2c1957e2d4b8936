"""Who may do what about an alert: every role, every relation, every act."""

from itertools import product

import pytest

from bot.access import Action, Circle, may

ME, SOMEBODY = 1, 2

CIRCLES = {
    "owner": Circle(owner=ME),
    "above": Circle(owner=SOMEBODY, above=frozenset({ME})),
    "hearer": Circle(owner=SOMEBODY, hearers=frozenset({ME})),
    "hearer of what nobody owns": Circle(owner=None, hearers=frozenset({ME})),
    "colleague": Circle(owner=SOMEBODY, above=frozenset({3}), hearers=frozenset({4})),
    "colleague where nobody owns it": Circle(owner=None),
}
ROLES = ("salesperson", "lead", "manager", "admin", "", "unheard of")
HEADS = {"manager", "admin"}

MAY = {
    "owner": set(Action),
    "above": set(Action),
    "hearer": {Action.SEE, Action.ACT},
    "hearer of what nobody owns": {Action.SEE, Action.ACT},
    "colleague": set(),
    "colleague where nobody owns it": set(),
}


@pytest.mark.parametrize(("relation", "role", "action"), list(product(CIRCLES, ROLES, Action)))
def test_nobody_may_do_what_is_not_granted(relation: str, role: str, action: Action) -> None:
    is_for_leads = role == "lead" and relation == "hearer of what nobody owns"
    expected = role in HEADS or is_for_leads or action in MAY[relation]
    assert may(ME, role, action, CIRCLES[relation]) is expected


@pytest.mark.parametrize(("relation", "role", "action"), list(product(CIRCLES, ROLES, Action)))
def test_a_stranger_may_nothing_whatever_they_claim_to_be(relation: str, role: str, action: Action) -> None:
    assert not may(None, role, action, CIRCLES[relation])


@pytest.mark.parametrize("action", Action)
def test_whoever_leads_may_as_much_as_the_owner_although_they_were_told_as_well(action: Action) -> None:
    assert may(ME, "lead", action, Circle(owner=SOMEBODY, above=frozenset({ME}), hearers=frozenset({ME})))
    assert may(ME, "salesperson", action, Circle(owner=ME, hearers=frozenset({ME})))
