"""Who may do what, with whose customers, and where: every ask, every role, every kind of row, every place."""

import re
from itertools import product
from pathlib import Path

import pytest

from bot.access import GRANTS, Ask, Circle, Place, Role, Rows, role, rows, within

ME, COVERED, BELOW, COLLEAGUE = 1, 2, 3, 4
OWNERS = {"mine": ME, "covered": COVERED, "below": BELOW, "nobody's": None, "a colleague's": COLLEAGUE}

ROLES = (Role.SALESPERSON, Role.LEAD, Role.MANAGER, Role.ADMIN, Role.OPERATOR)
"""The columns of the table that the administrator reads, in this order."""

WHERE = {
    "anywhere": {Place.DIRECT, Place.PRIVATE, Place.PUBLIC, Place.TERMINAL},
    "privately": {Place.DIRECT, Place.PRIVATE, Place.TERMINAL},
    "direct messages": {Place.DIRECT},
    "channels": {Place.PRIVATE, Place.PUBLIC},
}
KINDS = {
    "–": set[str](),
    "own": {"mine"},
    "team": {"mine", "below", "nobody's"},
    "all": set(OWNERS),
}
MANUAL = Path(__file__).parents[2] / "docs" / "teams.md"
ROW = re.compile(r"^\| [^|`]*`([A-Z_]+)` \|(.*)\|$", re.MULTILINE)

LINES = {
    Ask[ask]: [cell.strip() for cell in cells.split("|")]
    for ask, cells in ROW.findall(MANUAL.read_text(encoding="utf-8"))
}
"""What is granted, as the administrator is told."""


def granted(ask: Ask, who: Role, kind: str, place: Place, *, colleagues: bool) -> bool:
    """Say what the table grants."""
    *reaches, where, wider = LINES[ask]
    reach = dict(zip(ROLES, reaches, strict=True)).get(who, "–")
    if reach == "–" or place not in WHERE[where]:
        return False
    stands_in = "stand-ins" in wider and kind == "covered"
    return kind in KINDS[reach] or stands_in or ("colleagues" in wider and colleagues)


def test_the_table_has_every_ask_and_nothing_else_is_granted() -> None:
    assert LINES.keys() == set(Ask) == GRANTS.keys()


@pytest.mark.parametrize("ask", Ask)
def test_nobody_may_do_anything_anywhere_with_anybodys_customers_but_what_is_granted(ask: Ask) -> None:
    for who, (kind, owner), place, colleagues in product(Role, OWNERS.items(), Place, (True, False)):
        me = None if who is Role.OPERATOR else ME
        circle = Circle(who, me, frozenset({COVERED}), frozenset({BELOW}))
        sees = within(circle, ask, place, colleagues=colleagues).covers(owner)
        expected = granted(ask, who, kind, place, colleagues=colleagues)
        assert sees is expected, (who, kind, place, colleagues)


@pytest.mark.parametrize("ask", Ask)
def test_what_somebody_was_told_of_is_theirs_to_see_and_to_act_on_and_no_more(ask: Ask) -> None:
    assert GRANTS[ask].if_told is ("told" in LINES[ask][-1]) is (ask in {Ask.ALERTS, Ask.ACT})


@pytest.mark.parametrize(("ask", "place"), list(product(Ask, Place)))
def test_a_stranger_may_nothing_and_in_a_shared_channel_nobody_may(ask: Ask, place: Place) -> None:
    assert rows(Role.STRANGER, ask, place) is Rows.NONE
    assert all(rows(who, ask, Place.SHARED) is Rows.NONE for who in Role)


@pytest.mark.parametrize("word", ["salesperson", "", "unheard of", "stranger", "operator"])
def test_a_word_that_is_no_role_gives_no_more_than_a_salesperson_has(word: str) -> None:
    assert role(word, leads=False) is Role.SALESPERSON
    assert role(word, leads=True) is Role.LEAD


def test_the_roles_are_known_by_their_words() -> None:
    assert [role(word, leads=True) for word in ("lead", "manager", "admin")] == [Role.LEAD, Role.MANAGER, Role.ADMIN]
