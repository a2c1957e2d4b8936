"""The table in the documentation says what is granted."""

import re
from pathlib import Path

from bot.access import ANYWHERE, GRANTS, PRIVATELY, Ask, Grant, Place, Rows

PAGE = (Path(__file__).parents[2] / "docs" / "teams.md").read_text(encoding="utf-8")

REACH = {Rows.NONE: "–", Rows.MINE: "own", Rows.TEAM: "team", Rows.ALL: "all"}
WHERE = {
    ANYWHERE: "anywhere",
    PRIVATELY: "privately",
    frozenset({Place.DIRECT}): "direct messages",
    frozenset({Place.PRIVATE, Place.PUBLIC}): "channels",
}


def cells(grant: Grant) -> list[str]:
    """Return a grant as the page writes it."""
    wider = {"stand-ins": grant.stands_in, "colleagues": grant.of_colleagues, "who was told": grant.if_told}
    also = "; ".join(word for word, holds in wider.items() if holds)
    reaches = (grant.salesperson, grant.lead, grant.manager, grant.admin, grant.operator)
    return [*(REACH[one] for one in reaches), WHERE[frozenset(grant.where)], also or "–"]


def test_the_documented_table_is_the_one_in_force() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
    told = {found[1]: row[1:] for row in rows if (found := re.search(r"`([A-Z_]+)`$", row[0]))}
    assert told == {ask.name: cells(grant) for ask, grant in GRANTS.items()}
    assert set(told) == {ask.name for ask in Ask}
    assert all(grant.stranger is Rows.NONE for grant in GRANTS.values())
