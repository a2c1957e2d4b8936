"""A workspace as it is planned in a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.founding import Plan, founded
from playground.ids import Ids


def test_a_name_is_all_that_a_person_needs(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(
        json.dumps({"people": [{"name": "ana"}], "channels": [{"name": "sales", "members": ["ana", "bot"]}]})
    )
    workspace = founded(Plan.read(file), ids=Ids(1, now=lambda: 0.0), bot_name="Helper", created=0)
    ana = workspace.named("ana")

    assert (ana.real_name, workspace.team.name) == ("ana", "Playground")
    assert workspace.channel_named("sales").members == [ana.id, workspace.bot.id]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"persons": []}, "unknown persons; known are actions, channels"),
        ({"people": [{"nickname": "ana"}]}, "nickname"),
        ({"people": [{"real_name": "Ana"}]}, "name"),
        ({"people": ["ana"]}, "people.json"),
        ({"people": 5}, "people.json"),
        ({"channels": [{"name": "sales", "members": ["nobody"]}]}, "there is nobody called 'nobody'"),
        ([1], "people.json"),
        (5, "people.json"),
    ],
    ids=str,
)
def test_what_is_no_plan_is_told_of_in_a_sentence(tmp_path: Path, written: Any, sentence: str) -> None:
    file = tmp_path / "people.json"
    file.write_text(json.dumps(written))

    with pytest.raises(ValueError, match=sentence):
        Plan.read(file)
