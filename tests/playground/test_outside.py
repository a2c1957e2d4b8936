"""What happens outside Slack: the plan's commands, and the world that goes on before the clock moves."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from playground import outside
from playground.clock import Clock
from playground.founding import Plan
from playground.slack import opened

ECHO = (sys.executable, "-c", "import os, sys; print(*sys.argv[1:], os.environ.get('WHO', ''))")


def test_a_command_is_run_with_the_bots_variables_and_what_was_entered() -> None:
    slack = opened()
    slack.environment = {"WHO": "the bot"}
    said = asyncio.run(outside.happens(slack, (*ECHO, "{customer}", "{unknown}"), {"customer": "A & B; ls"}))
    assert said == "A & B; ls {unknown} the bot"


def test_a_command_that_cannot_be_run_or_fails_says_so() -> None:
    slack = opened()
    assert "no-such-command cannot be run" in asyncio.run(outside.happens(slack, ("no-such-command",), {}))
    assert asyncio.run(outside.happens(slack, (sys.executable, "-c", "exit(3)"), {})) == "It ended with 3."


def test_the_world_goes_on_before_the_clock_moves(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    write = f"import sys, pathlib; print(sys.argv[1], pathlib.Path({str(file)!r}).read_text())"
    slack = opened(plan=Plan(meanwhile=(sys.executable, "-c", write, "{moment}")), clock=Clock(file=file))
    to = slack.clock.now() + timedelta(days=1)

    said = asyncio.run(outside.moves_on(slack, to))

    assert said == f"{to.isoformat()} 0.000000"
    assert slack.clock.now() >= to
    assert float(file.read_text()) > 86_000


def test_of_two_moves_at_once_one_happens() -> None:
    slack = opened(plan=Plan(meanwhile=ECHO))

    async def twice() -> None:
        day = slack.clock.now() + timedelta(days=1)
        await asyncio.gather(outside.moves_on(slack, day), outside.moves_on(slack, day + timedelta(days=9)))

    before = slack.clock.now()
    asyncio.run(twice())
    assert timedelta(days=1) <= slack.clock.now() - before < timedelta(days=2)
