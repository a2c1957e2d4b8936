"""What happens outside Slack: the plan's commands, which know the bot's business; Slack does not."""

import asyncio
import os
import re
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Mapping, Sequence
from datetime import datetime

from playground.slack import Slack

PATIENCE_SECONDS = 120.0

FIELD = re.compile(r"\{(\w+)\}")


def filled(command: Sequence[str], entered: Mapping[str, str]) -> list[str]:
    """Return a command with what was entered in place of `{name}`; no word is ever read by a shell."""
    return [FIELD.sub(lambda match: entered.get(match[1], match[0]), word) for word in command]


async def happens(slack: Slack, command: Sequence[str], entered: Mapping[str, str]) -> str:
    """Run a command with the bot's variables, and return what it says, or how it ended."""
    words = await _said(filled(command, entered), {**os.environ, **slack.environment})
    slack.changes.happened()
    return words


async def moves_on(slack: Slack, to: datetime) -> str:
    """Let the world go on until a moment, then move the clock there, one move after the other; return what it says."""
    if slack.is_moving_on:
        return ""
    slack.is_moving_on = True
    slack.changes.happened()
    said = await happens(slack, slack.plan.meanwhile, {"moment": to.isoformat()}) if slack.plan.meanwhile else ""
    slack.is_moving_on = False
    slack.clock.to(max(to, slack.clock.now()))
    slack.changes.happened()
    return said


async def _said(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return what a command says, and how it ended."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        )
    except OSError as failure:
        return f"{command[0]} cannot be run: {failure}"
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        return f"It took longer than {PATIENCE_SECONDS:.0f} seconds, and was stopped."
    words = output.decode(errors="replace").strip()
    return words or ("Done." if process.returncode == 0 else f"It ended with {process.returncode}.")
