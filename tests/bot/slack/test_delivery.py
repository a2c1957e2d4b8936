"""Bringing answers and files to people, whatever fails on the way."""

from collections.abc import Mapping
from threading import Event

import pytest
from sqlalchemy import Engine

from bot.answering import Command
from bot.slack.manifest import NEEDED_SCOPES
from playground.testing import Heard, LocalSlack
from tests.bot.slack.hearing import answer_and_beside
from tests.bot.slack.installed import installed

EXPIRED = "31 minutes"
"""After these a `response_url` takes nothing any more."""


def asks(workspace: LocalSlack, release: Event, *, channel: str, line: str = "/slow one") -> None:
    """Let maria ask something slow by a button, and be answered when the button's `response_url` has expired."""
    presses(workspace, line, channel=channel)
    workspace.clock.on(EXPIRED)
    release.set()


def presses(workspace: LocalSlack, line: str, *, channel: str = "random") -> Heard:
    """Let maria press a button that asks a line, and return the message that it is in."""
    workspace.as_("maria").types(f"/offering {line}", channel=channel)
    [offered] = workspace.heard_by("maria")
    offered.button("Ask").click()
    return offered


def test_an_answer_that_response_url_refuses_is_posted_beside_the_question(
    workspace: LocalSlack, release: Event
) -> None:
    asks(workspace, release, channel="random")
    [answer] = workspace.heard_by("maria")

    assert (answer.text, answer.channel, answer.is_ephemeral) == ("slow one", "random", True)
    assert [one.refused for one in workspace.exchanges("response_url")] == ["expired_url"]


def test_an_answer_that_may_not_be_posted_beside_goes_to_the_asker_directly(
    workspace: LocalSlack, release: Event
) -> None:
    asks(workspace, release, channel="general")
    [answer] = workspace.heard_by("maria")

    assert (answer.text, answer.channel[0], answer.is_ephemeral) == ("slow one", "D", False)
    assert [one.refused for one in workspace.exchanges("chat.postEphemeral")] == ["not_in_channel"]


def test_of_an_archived_channel_the_answer_goes_to_the_asker_directly(
    sqlite_engine: Engine, commands: Mapping[str, Command], release: Event
) -> None:
    with installed(sqlite_engine, commands, patience=0.1) as workspace:
        workspace.as_("maria").types("/slow one", channel="random")
        workspace.heard_by("maria")
        workspace.archives("random", by="joe")
        release.set()
        [answer] = workspace.heard_by("maria")

        assert (answer.text, answer.channel[0]) == ("slow one", "D")


def test_an_answer_that_reaches_nobody_is_told_in_the_log(
    workspace: LocalSlack, release: Event, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.fault("server_error", of="chat.postMessage")
    asks(workspace, release, channel="general")
    workspace.until(lambda: "reached nobody" in caplog.text)

    workspace.as_("maria").hears_nothing()


def test_where_slack_asks_to_wait_for_an_hour_the_answer_comes_another_way(
    workspace: LocalSlack, release: Event
) -> None:
    workspace.fault("ratelimited", of="chat.postEphemeral", seconds=3600)
    asks(workspace, release, channel="random")
    [answer] = workspace.heard_by("maria")

    assert (answer.text, answer.channel[0]) == ("slow one", "D")


def test_where_slack_asks_to_wait_the_answer_follows_after_that(workspace: LocalSlack, release: Event) -> None:
    workspace.fault("ratelimited", of="chat.postEphemeral", seconds=1)
    asks(workspace, release, channel="random")
    [answer] = workspace.heard_by("maria")
    refused, taken = workspace.exchanges("chat.postEphemeral")

    assert answer.text == "slow one"
    assert (refused.status, taken.status) == (429, 200)
    assert (taken.at - refused.at).total_seconds() >= 1


def test_where_slack_fails_the_answer_goes_the_next_way(workspace: LocalSlack, release: Event) -> None:
    workspace.fault("server_error", of="chat.postEphemeral")
    asks(workspace, release, channel="random")
    [answer] = workspace.heard_by("maria")

    assert (answer.text, answer.channel[0]) == ("slow one", "D")


def test_an_answer_that_may_have_arrived_goes_the_next_way_but_never_twice_by_one(
    workspace: LocalSlack, release: Event
) -> None:
    for method in ("chat.postEphemeral", "chat.postMessage"):
        workspace.fault("lost_answer", of=method)
    asks(workspace, release, channel="random")
    answers = workspace.as_("maria").hears(at_least=2)

    assert [(one.text, one.is_ephemeral) for one in answers] == [("slow one", True), ("slow one", False)]
    workspace.as_("maria").hears_nothing()


def test_a_file_goes_to_the_askers_direct_messages(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/listing a,b")
    reply, sent = answer_and_beside(workspace.as_("maria"))

    assert (reply.text, sent.channel[0]) == ("Here is the list.", "D")
    assert (sent.file.name, sent.file.title, sent.file.content) == ("list.csv", "List", b"a,b")
    workspace.as_("joe").hears_nothing()


def test_a_file_that_may_not_be_sent_is_owned_up_to(sqlite_engine: Engine, commands: Mapping[str, Command]) -> None:
    with installed(sqlite_engine, commands, scopes=NEEDED_SCOPES) as workspace:
        workspace.as_("maria").types("/listing a,b")
        reply, excuse = sorted(one.text for one in workspace.as_("maria").hears(at_least=2))

        assert reply == "Here is the list."
        assert "list.csv: the app needs the scopes files:write and im:write" in excuse


def test_a_file_that_is_lost_is_owned_up_to_below_the_answer(workspace: LocalSlack) -> None:
    workspace.fault("server_error", of="files.completeUploadExternal")
    offered = presses(workspace, "/listing a,b")
    heard = {one.text: one.ts for one in workspace.as_("maria").hears(at_least=2)}

    assert heard.keys() == {"Here is the list.", "I could not send you the file list.csv. Please ask again."}
    assert heard["Here is the list."] == offered.ts


def test_an_answer_whose_blocks_slack_refuses_goes_out_once_more_in_plain_text(workspace: LocalSlack) -> None:
    offered = presses(workspace, "/refused")
    [answer] = workspace.heard_by("maria")
    rich, plain = workspace.exchanges("response_url")

    assert (rich.refused, plain.refused) == ("invalid_blocks", "")
    assert answer.ts == offered.ts
    assert_plain(answer)


@pytest.mark.parametrize("channel", ["random", "general"])
def test_such_an_answer_goes_in_plain_text_by_every_way(workspace: LocalSlack, release: Event, channel: str) -> None:
    asks(workspace, release, channel=channel, line="/slowly refused")
    [answer] = workspace.heard_by("maria")

    assert answer.is_ephemeral is (channel == "random")
    assert_plain(answer)


def test_where_there_is_nobody_else_nothing_is_offered_to_be_shared(workspace: LocalSlack, release: Event) -> None:
    asks(workspace, release, channel="general", line="/slowly standing")
    answers = workspace.as_("maria").hears(at_least=2)

    assert answers[0].buttons == ["Why?"]


def assert_plain(answer: Heard) -> None:
    """See that an answer says everything that its blocks say."""
    assert [block["type"] for block in answer.blocks] == ["section"]
    assert answer.words == "Acme is MVC\nData as of today."
