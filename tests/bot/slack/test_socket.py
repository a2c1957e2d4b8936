"""Slack over Socket Mode: connecting, and stopping when told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from sqlalchemy import Engine

from bot.answering import Command
from bot.slack import socket
from playground.faults import Kind
from playground.testing import LocalSlack, slack
from tests.bot.slack.installed import built, described


@pytest.fixture
def workspace(commands: Mapping[str, Command]) -> Iterator[LocalSlack]:
    """A Slack in which the bot is installed, but does not run."""
    with slack(manifest=described(commands, over="socket")) as running:
        yield running


def test_slack_is_waited_for_a_command_answered_and_stopping_is_clean(
    workspace: LocalSlack, sqlite_engine: Engine, commands: Mapping[str, Command]
) -> None:
    failures: tuple[Kind, ...] = ("server_error", "lost_answer")
    for failure in failures:
        workspace.fault(failure, of="apps.connections.open")
    with listening(workspace, sqlite_engine, commands) as thread:
        workspace.until(lambda: workspace.slack.connections.open)
        workspace.as_("maria").types("/echo tier Acme")
        [reply] = workspace.heard_by("maria")
        assert thread.is_alive()

    assert reply.text.startswith("[tier Acme]")
    assert [opening.refused == "" for opening in workspace.exchanges("apps.connections.open")] == [False, False, True]
    assert not thread.is_alive()


@contextmanager
def listening(workspace: LocalSlack, engine: Engine, commands: Mapping[str, Command]) -> Iterator[Thread]:
    """Listen in a thread until the block ends."""
    stop = Event()
    bot = built(workspace, engine, commands)
    thread = Thread(target=socket.listen, args=(bot,), kwargs={"app_token": workspace.app_token, "stop": stop})
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        workspace.drops_sockets()
        thread.join(workspace.running.patience)
