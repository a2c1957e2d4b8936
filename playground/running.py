"""Running a bot: the environment it needs, how it turns out to listen, and stopping it with all that it has started."""

import asyncio
import os
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import cast

from playground import guard
from playground.doors import USUAL_PORTS, address, doors, free_port, opens
from playground.redirecting import Address, redirecting
from playground.slack import Slack

LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 5.0
REST_SECONDS = 0.5
"""How long what a bot printed last may take to arrive after its end."""
KEPT = 1_000
CHUNK = 2**16


class CannotStart(Exception):
    """A command that starts no bot; the message says why."""


class Ended(Exception):
    """A bot that has ended by itself; the message says how, and what it said last."""

    def __init__(self, bot: "Bot") -> None:
        """Tell of a bot."""
        last = "".join(f"\n    {line}" for line in tuple(bot.lines)[-10:])
        self.how = f"The bot has ended ({_status(bot.process.returncode)})."
        super().__init__(self.how + (last and " Its last words:" + last))


class Bot:
    """A bot that has been started."""

    def __init__(self, process: Process, *, hear: Callable[[bytes], object]) -> None:
        """Listen to what it prints."""
        self.process = process
        self.lines: deque[str] = deque(maxlen=KEPT)
        self.hearing = asyncio.create_task(_heard(cast(StreamReader, process.stdout), self.lines, hear))

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.returncode is None

    async def end(self) -> None:
        """Wait until it ends: it alone, what it has started may outlive it and hold its output open."""
        while self.is_alive:
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.wait([self.hearing], timeout=REST_SECONDS)


@asynccontextmanager
async def running(
    slack: Slack,
    command: Sequence[str],
    *,
    port: int | None = None,
    url: str | None = None,
    redirect: bool = True,
    environment: Mapping[str, str] = os.environ,
    patience: float = PATIENCE_SECONDS,
    hear: Callable[[bytes], object] = lambda _: None,
) -> AsyncIterator[Bot]:
    """Run a bot for the length of the block, so that what it says to slack.com comes to a Slack that is being served.

    Args:
        port: where the bot is to listen, and nowhere else; without, PORT tells it 3000 if that is free, or else any
            that is, and other usual ports are watched too.
        url: where it takes Slack's requests, if neither PORT nor what is usual tells.
        redirect: whether it calls https://slack.com; without, it has to read SLACK_API_URL.
        patience: how many seconds it may take to stop when asked to.
        hear: called with everything it prints.

    Raises:
        CannotStart: there is no such command.
    """
    expected = {address(url): url} if url else doors(port) if port else doors(free_port(), *USUAL_PORTS)
    port = port or next(iter(expected)).port
    nowhere: AbstractAsyncContextManager[Mapping[str, str]] = nullcontext({})
    async with redirecting(address(slack.url), environment=environment) if redirect else nowhere as variables:
        slack.environment = {**environment, **variables, **introduced(slack, port=port)}
        async with _guard() as told:
            bot = await _started(command, slack.environment, hear=hear)
            told.write(b"%d\n" % bot.process.pid)
            slack.printed = bot.lines
            meeting = asyncio.create_task(_met(slack, bot, expected))
            try:
                yield bot
            finally:
                meeting.cancel()
                await _stopped(bot, patience)


async def connected(slack: Slack, bot: Bot) -> None:
    """Wait until a bot listens, over Socket Mode or HTTP.

    Raises:
        Ended: it never will.
    """
    while not (slack.connections.open or slack.request_url):
        if not bot.is_alive:
            raise await ended(bot)
        await asyncio.sleep(LOOK_SECONDS)


async def ended(bot: Bot) -> Ended:
    """Wait until a bot ends by itself, and return what is to be said about it."""
    await bot.end()
    return Ended(bot)


def introduced(slack: Slack, *, port: int) -> dict[str, str]:
    """Return the variables that published bots read."""
    return {
        "SLACK_BOT_TOKEN": slack.credentials.bot_token,
        "SLACK_APP_TOKEN": slack.credentials.app_token,
        "SLACK_SIGNING_SECRET": slack.credentials.signing_secret,
        "SLACK_API_URL": f"{slack.url}/api/",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


async def _started(command: Sequence[str], environment: Mapping[str, str], *, hear: Callable[[bytes], object]) -> Bot:
    """Start a bot, as the leader of a group of processes that is stopped as one."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
    except OSError as failure:
        raise CannotStart(f"{command[0]} cannot be started: {failure.strerror}") from failure
    return Bot(process, hear=hear)


@asynccontextmanager
async def _guard() -> AsyncIterator[StreamWriter]:
    """Have the group of processes that is written down end with this process, however that ends, within the block."""
    command = (sys.executable, "-I", "-S", guard.__file__)
    guarding = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, start_new_session=True)
    try:
        yield cast(StreamWriter, guarding.stdin)
    finally:
        guarding.kill()
        await guarding.wait()


async def _stopped(bot: Bot, patience: float) -> None:
    """Ask a bot and all that it has started to stop, and make them if they do not."""
    _signal_group(bot, signal.SIGTERM)
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.end(), patience)
    _signal_group(bot, signal.SIGKILL)
    await bot.end()
    bot.hearing.cancel()


def _signal_group(bot: Bot, what: signal.Signals) -> None:
    """Send a signal to whoever is left of a bot's group."""
    with suppress(ProcessLookupError):
        os.killpg(bot.process.pid, what)


async def _heard(output: StreamReader, lines: deque[str], hear: Callable[[bytes], object]) -> None:
    """Keep what a bot prints, and pass it on."""
    rest = b""
    while chunk := await output.read(CHUNK):
        hear(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        lines.extend(_read(line) for line in whole)
    if rest:
        lines.append(_read(rest))


def _read(line: bytes) -> str:
    """Return a printed line as it reads."""
    return line.decode(errors="replace").rstrip()


async def _met(slack: Slack, bot: Bot, expected: Mapping[Address, str]) -> None:
    """Find out where a bot takes requests: behind the first door that opens, unless it connects by itself."""
    while bot.is_alive and not slack.connections.open:
        for door, url in expected.items():
            if await opens(door):
                slack.request_url = url
                slack.changes.happened()
                return
        await asyncio.sleep(LOOK_SECONDS)


def _status(code: int | None) -> str:
    """Say how a process ended."""
    return f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit code {code}"
