"""Of which workspace somebody is, as Slack tells it."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.slack.roster import member


@pytest.mark.parametrize(
    ("told", "workspace", "is_foreign"),
    [
        ({"team_id": "T1"}, "T1", False),
        ({"team_id": "T1", "is_stranger": True}, "T1", True),
        ({"team_id": "T9"}, "T9", True),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2", "T1"]}}, "T1", False),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, "E1", True),
        ({"enterprise_user": {"teams": ["T2"]}}, "T2", True),
        ({"team_id": None, "enterprise_user": None}, "", True),
    ],
)
def test_in_an_organisation_somebody_is_of_ours_who_is_a_member_of_it(
    told: Mapping[str, Any], workspace: str, is_foreign: bool
) -> None:
    found = member({"id": "U1", **told}, ours="T1")
    assert (found.workspace, found.is_foreign) == (workspace, is_foreign)
