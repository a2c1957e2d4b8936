"""Showing everybody in a channel what one person was answered."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.answering import Command
from playground.testing import Heard, LocalSlack
from storage.tables import Person
from tests.bot.slack.commands import ASKED
from tests.bot.slack.hearing import answer_and_beside
from tests.bot.slack.installed import Way, installed
from tests.business import person, remember


@pytest.fixture
def team(sqlite_engine: Engine) -> Callable[[LocalSlack], None]:
    """Let the bot know everybody of a workspace."""

    def known(workspace: LocalSlack) -> None:
        names = {"maria": "Li & Wei", "joe": "Joe", "chen": "Chen"}
        team = (person(n, name, slack_id=workspace.as_(who).id) for n, (who, name) in enumerate(names.items(), 1))
        remember(sqlite_engine, *team)

    return known


@pytest.fixture
def workspace(workspace: LocalSlack, team: Callable[[LocalSlack], None]) -> LocalSlack:
    """A Slack with maria, joe and chen, whom the bot knows."""
    team(workspace)
    return workspace


def answered(workspace: LocalSlack, *, channel: str = "random", command: str = "/standing Acme") -> Heard:
    """Let maria ask in a channel, and return the answer that she may share."""
    workspace.as_("maria").types(command, channel=channel)
    answer, _file = answer_and_beside(workspace.as_("maria"))
    return answer


def test_an_answer_is_shared_as_it_is_now_with_the_name_of_who_shared_it(workspace: LocalSlack) -> None:
    answer = answered(workspace)
    first = next(ASKED)
    answer.button("Share").click()
    [shared] = workspace.heard_by("joe")
    mine, same = answer_and_beside(workspace.as_("maria"))

    assert shared.text == "Shared by Li &amp; Wei: Acme is MVC"
    assert shared.words.split("\n") == ["Shared by Li & Wei:", f"asked {first + 1} times", "Data as of today."]
    assert (shared.channel, shared.buttons, shared.files) == ("random", [], [])
    assert (mine.ts, mine.buttons) == (answer.ts, ["Why?"])
    assert "You shared this with the channel." in mine.words
    assert same.ts == shared.ts


@pytest.mark.parametrize("over", ["http", "socket"])
def test_a_press_that_slack_delivers_twice_shares_once(
    sqlite_engine: Engine, commands: Mapping[str, Command], over: Way, team: Callable[[LocalSlack], None]
) -> None:
    with installed(sqlite_engine, commands, over=over) as workspace:
        team(workspace)
        workspace.joins("bot", "random")
        answer = answered(workspace)
        workspace.fault("duplicate", of="block_actions")
        answer.button("Share").click()

        assert len(workspace.heard_by("joe")) == 1
        assert len(workspace.exchanges("block_actions")) == 2
        assert len(workspace.exchanges("chat.postMessage")) == 1


def test_an_answer_is_shared_once_however_often_the_button_is_pressed(workspace: LocalSlack) -> None:
    answered(workspace).button("Share").click()
    workspace.heard_by("joe")
    [pressed] = workspace.exchanges("block_actions")
    presses = [{**pressed.request, "trigger_id": str(number)} for number in range(5)]
    with ThreadPoolExecutor(5) as fingers:
        reactions = list(fingers.map(workspace.sends_raw, [urlencode({"payload": json.dumps(one)}) for one in presses]))

    assert [reaction.status for reaction in reactions] == [200] * 5
    workspace.as_("joe").hears_nothing()
    assert len(workspace.exchanges("chat.postMessage")) == 1


CHANNELS = [
    {"name": "elsewhere"},
    {"name": "hidden", "kind": "private"},
    {"name": "partners", "is_shared": True, "members": ["maria", "joe", "bot"]},
]
INVITE = "`/invite @Regulars`"


@pytest.mark.parametrize(
    ("channel", "told"),
    [("elsewhere", f"I am not in this channel, so I cannot share it here. Type {INVITE}"), ("hidden", INVITE)],
)
def test_where_an_answer_cannot_be_shared_the_person_is_told_and_may_try_again(
    sqlite_engine: Engine,
    commands: Mapping[str, Command],
    team: Callable[[LocalSlack], None],
    channel: str,
    told: str,
) -> None:
    with installed(sqlite_engine, commands, channels=CHANNELS) as workspace:
        team(workspace)
        answer = answered(workspace, channel=channel)
        for _ in range(2):
            answer.button("Share").click()
            [refusal] = workspace.heard_by("maria")
            assert told in refusal.text
            assert (refusal.is_update, refusal.is_ephemeral) == (False, True)
        workspace.as_("joe").hears_nothing()


def test_where_people_of_another_company_are_nothing_is_answered_to_anybody(
    sqlite_engine: Engine, commands: Mapping[str, Command], team: Callable[[LocalSlack], None]
) -> None:
    with installed(sqlite_engine, commands, channels=CHANNELS) as workspace:
        for is_known in (False, True):
            for line in ("/standing Acme", "/regulars help"):
                workspace.as_("maria").types(line, channel="partners")
                [refusal] = workspace.heard_by("maria")
                assert refusal.words == "I do not answer that here. Send me a direct message instead."
                assert refusal.buttons == []
            if not is_known:
                team(workspace)


def test_once_the_bot_is_invited_the_answer_can_be_shared(workspace: LocalSlack) -> None:
    answer = answered(workspace, channel="general")
    answer.button("Share").click()
    workspace.heard_by("maria")
    workspace.joins("bot", "general")
    answer.button("Share").click()

    assert len(workspace.heard_by("joe")) == 1


def test_of_an_archived_channel_the_person_is_told_directly(workspace: LocalSlack) -> None:
    answer = answered(workspace)
    workspace.archives("random", by="joe")
    answer.button("Share").click()
    [refusal] = workspace.heard_by("maria")

    assert (refusal.channel[0], "(is_archived)" in refusal.text) == ("D", True)


def test_where_slack_fails_the_person_is_told_and_may_try_again(workspace: LocalSlack) -> None:
    answer = answered(workspace)
    workspace.fault("server_error", of="chat.postMessage")
    answer.button("Share").click()
    [refusal] = workspace.heard_by("maria")
    workspace.as_("joe").hears_nothing()
    answer.button("Share").click()

    assert "I could not share it here (status 500)." in refusal.text
    assert len(workspace.heard_by("joe")) == 1


def test_where_somebody_is_whom_the_team_does_not_know_nothing_is_shared(
    workspace: LocalSlack, sqlite_engine: Engine
) -> None:
    answer = answered(workspace)
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Person, 3).active = False
    answer.button("Share").click()
    [refusal] = workspace.heard_by("maria")

    assert refusal.text == "1 of 3 people here may not see this, so I do not share it."
    workspace.as_("joe").hears_nothing()


def test_what_may_have_arrived_is_not_shared_twice_but_told(workspace: LocalSlack) -> None:
    answer = answered(workspace)
    workspace.fault("lost_answer", of="chat.postMessage")
    answer.button("Share").click()
    shared, told = workspace.as_("maria").hears(at_least=2)

    assert [one.ts for one in workspace.heard_by("joe")] == [shared.ts]
    assert "If it has not arrived all the same, try again." in told.text
    workspace.as_("joe").hears_nothing()


def test_what_can_no_longer_be_answered_is_not_shared(workspace: LocalSlack) -> None:
    answered(workspace, command="/once Acme").button("Share").click()
    [refusal] = workspace.heard_by("maria")

    assert refusal.text.startswith("There is no customer called Acme.")
    workspace.as_("joe").hears_nothing()


def test_in_direct_messages_there_is_nobody_to_share_with(workspace: LocalSlack) -> None:
    assert answered(workspace, channel="@regulars").buttons == ["Why?"]
