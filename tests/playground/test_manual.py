"""The manual says what there is: nothing can be added and left out of it."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

from playground.faults import Kind
from playground.founding import Plan, founded
from playground.ids import Ids
from playground.outward.own_commands import COMMANDS
from playground.outward.socket_mode import Reason
from playground.running import introduced
from playground.slack import opened

MANUAL = (Path(__file__).parents[2] / "docs" / "playground.md").read_text(encoding="utf-8")


def test_all_that_there_is_to_know_by_name_is_in_it() -> None:
    variables = {*introduced(opened(), port=3000)} - {"PYTHONUNBUFFERED"}
    plan = {one.name for one in fields(Plan)} - {"team"}
    names = [*get_args(Kind), *get_args(Reason), *COMMANDS, *plan, *variables]

    assert [name for name in names if f"`{name}`" not in MANUAL] == []


def test_the_plan_in_it_founds_a_workspace(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL)[0], encoding="utf-8")
    plan = Plan.read(file)
    workspace = founded(plan, ids=Ids(1, now=lambda: 0.0), bot_name="Helper", created=0)

    assert plan.meanwhile[-1] == "{moment}"
    assert workspace.channel_named("sales").members == [workspace.named("ana").id, workspace.bot.id]
