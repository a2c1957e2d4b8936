"""Starting the bots of this folder beside a Slack for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playground.doors import any_port
from playground.running import Bot, running
from playground.testing import LocalSlack

FOLDER = Path(__file__).parent


@contextmanager
def started(workspace: LocalSlack, *words: str, **how: Any) -> Iterator[Bot]:
    """Run a command for the length of the block, as `playground run` does."""
    process = running(workspace.slack, words, port=None if "url" in how else any_port(), **how)
    bot = workspace.running.do(process.__aenter__())
    try:
        yield bot
    finally:
        workspace.running.do(process.__aexit__(None, None, None))


def script(name: str, *words: str) -> tuple[str, ...]:
    """Return the command that starts one of the bots."""
    return (sys.executable, str(FOLDER / name), *words)
