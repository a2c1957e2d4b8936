"""A Slack, and the official Bolt as its judge: listeners may be added while it runs."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App

from playground.testing import LocalSlack, slack


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack in which everything is granted, sent and delivered."""
    with slack() as running:
        yield running


@pytest.fixture
def app(workspace: LocalSlack) -> App:
    """A Bolt app that runs over signed HTTP."""
    return bolt(workspace)


def keep(into: list[Any], what: Any) -> Any:
    """Put something into a list, and return it: for listeners of one line."""
    into.append(what)
    return what


def bolt(workspace: LocalSlack, *, over: str = "http") -> App:
    """Run a Bolt app."""
    app = App(name="bot", client=workspace.client, signing_secret=workspace.signing_secret)
    workspace.runs(app, over="socket" if over == "socket" else "http")
    return app
