"""Acknowledging in time, whatever an answer takes."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import urlencode

from sqlalchemy import Engine

from bot.answering import Command
from playground.testing import LocalSlack
from tests.bot.slack.installed import installed

SOON = 0.1
"""How long an acknowledgement waits here, in seconds."""

FORTY = [f"p{number}" for number in range(40)]


def test_a_slow_answer_is_promised_and_follows(
    sqlite_engine: Engine, commands: Mapping[str, Command], release: Event
) -> None:
    with installed(sqlite_engine, commands, patience=SOON) as workspace:
        workspace.as_("maria").types("/slow one")
        [promise] = workspace.heard_by("maria")
        workspace.as_("maria").hears_nothing()
        release.set()
        [answer] = workspace.heard_by("maria")

        assert (promise.text, answer.text) == ("Working on it…", "slow one")
        assert workspace.exchanges("/slow")[0].response["text"] == "Working on it…"


def test_forty_slow_commands_are_all_acknowledged_before_the_first_is_done(
    sqlite_engine: Engine, commands: Mapping[str, Command], release: Event
) -> None:
    with installed(sqlite_engine, commands, patience=SOON, people=FORTY) as workspace:
        with ThreadPoolExecutor(40) as people:
            list(people.map(lambda name: workspace.as_(name).types(f"/slow {name}"), FORTY))
        assert [asked.response["text"] for asked in workspace.exchanges("/slow")] == ["Working on it…"] * 40
        assert workspace.exchanges("response_url") == []
        release.set()
        workspace.until(lambda: len(workspace.exchanges("response_url")) == 40)
        workspace.waits_for_quiet()
        answers = [answer.request["text"] for answer in workspace.exchanges("response_url")]
        assert sorted(answers) == sorted(f"slow {name}" for name in FORTY)
        assert [one.text for one in workspace.heard_by("p7")] == ["Working on it…", "slow p7"]


def test_an_answer_to_a_request_that_slack_gave_up_follows_all_the_same(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/echo early")
    [asked] = workspace.exchanges("/echo")
    workspace.heard_by("maria")
    late = urlencode({**asked.request, "text": "late"})

    assert workspace.sends_raw(late, timestamp=str(int(time.time()) - 5)).text == ""
    [answer] = workspace.heard_by("maria")
    assert answer.text.startswith("[late]")
