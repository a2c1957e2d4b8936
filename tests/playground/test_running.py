"""Bots never seen before are started, found, played with and stopped."""

import socket
import sys
from collections.abc import Iterator
from threading import Event

import pytest

from playground.running import CannotStart, Ended, connected, ended
from playground.testing import LocalSlack, slack
from tests.playground.bots.starting import script, started


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack whose bot is in #general."""
    with slack() as running:
        running.joins("bot", "general")
        yield running


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_a_published_bot_is_played_with_though_it_calls_slack_com(workspace: LocalSlack, mode: str) -> None:
    with started(workspace, *script("greeting.py", mode)) as bot:
        workspace.running.do(connected(workspace.slack, bot))
        maria = workspace.as_("maria")
        maria.types("hello")
        [hello] = maria.hears()
        hello.button("Click Me").click()
        [clicked] = maria.hears()
        maria.types("/greet Joe")
        replies = {reply.text for reply in maria.hears(at_least=2)}

    assert hello.text == f"Hey there <@{maria.id}>!"
    assert clicked.text == f"<@{maria.id}> clicked the button"
    assert replies == {"One moment", "Good day, Joe!"}
    assert (workspace.slack.request_url is None) == (mode == "socket")
    assert any("Bolt app is running" in line for line in bot.lines)


def test_a_bot_that_listens_elsewhere_is_found_where_it_is_said_to(workspace: LocalSlack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hooks/slack"
    with started(workspace, sys.executable, "-m", "http.server", "-b", "127.0.0.1", str(port), url=url) as bot:
        workspace.running.do(connected(workspace.slack, bot))

    assert workspace.slack.request_url == url


def test_what_a_bot_prints_is_passed_on_and_kept(workspace: LocalSlack) -> None:
    heard: list[bytes] = []
    with started(workspace, "sh", "-c", "echo out; echo err >&2; printf rest", hear=heard.append) as bot:
        workspace.running.do(bot.end())

    assert b"".join(heard) == b"out\nerr\nrest"
    assert list(bot.lines) == ["out", "err", "rest"]


def test_a_bot_that_ends_before_it_listens_is_told_of_with_its_last_words(workspace: LocalSlack) -> None:
    with (
        started(workspace, "sh", "-c", "echo No module named slack_bolt >&2; exit 3") as bot,
        pytest.raises(Ended, match=r"The bot has ended \(exit code 3\)(?s:.*)No module named slack_bolt"),
    ):
        workspace.running.do(connected(workspace.slack, bot))


def test_a_bot_that_is_killed_is_told_of_though_its_child_holds_on_to_its_output(workspace: LocalSlack) -> None:
    with started(workspace, "sh", "-c", "sleep 60 & kill -KILL $$") as bot:
        end = workspace.running.do(ended(bot))

    assert str(end) == "The bot has ended (signal SIGKILL)."


def test_a_command_that_does_not_exist_is_told_of_in_a_sentence(workspace: LocalSlack) -> None:
    with (
        pytest.raises(CannotStart, match="no-such-command cannot be started: No such file or directory"),
        started(workspace, "no-such-command"),
    ):
        pass


@pytest.mark.parametrize("manners", ["", "trap '' TERM;"], ids=["willing", "stubborn"])
def test_all_that_a_bot_has_started_is_stopped_with_it(workspace: LocalSlack, manners: str) -> None:
    begun = Event()
    command = f"{manners} sleep 60 & echo begun; wait; sleep 60"
    with started(workspace, "sh", "-c", command, patience=0.1, hear=lambda _: begun.set()) as bot:
        assert begun.wait(workspace.running.patience)

    assert not bot.is_alive
    assert bot.hearing.done()
    assert not bot.hearing.cancelled(), "somebody still holds the output open"
