"""A Slack with the bot in it, which answers the commands made for tests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import Engine

from bot.answering import Command
from bot.question import Question, Reply
from playground.testing import LocalSlack
from tests.bot.slack.commands import COMMANDS
from tests.bot.slack.installed import installed

PATIENCE = 30


@pytest.fixture
def release() -> Iterator[Event]:
    """What `/slow` waits for."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def commands(release: Event) -> Mapping[str, Command]:
    """The commands made for tests, and two that take as long as the test wants."""

    def slow(question: Question) -> Reply:
        """Answer when the test says so."""
        release.wait(PATIENCE)
        return Reply(f"slow {question.words}")

    def slowly(question: Question) -> Reply:
        """Answer as another command does, when the test says so."""
        release.wait(PATIENCE)
        return COMMANDS[f"/{question.words}"](replace(question, words=""))

    return {**COMMANDS, "/slow": slow, "/slowly": slowly}


@pytest.fixture
def workspace(sqlite_engine: Engine, commands: Mapping[str, Command]) -> Iterator[LocalSlack]:
    """A Slack with maria, joe and chen, and with the bot, which is in #random."""
    with installed(sqlite_engine, commands) as running:
        running.joins("bot", "random")
        yield running
