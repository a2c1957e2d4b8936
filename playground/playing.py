"""Playing: a Slack, its page and a bot, together for as long as somebody wants to try things."""

import asyncio
import os
import shlex
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.applications import Starlette

from playground import doors
from playground.clock import Clock
from playground.doors import address
from playground.founding import Plan
from playground.manifest import Manifest
from playground.redirecting import redirecting
from playground.running import Bot, connected, ended, introduced, running
from playground.server import application, serving
from playground.slack import Slack, opened

PORT = 8765
SLOW_SECONDS = 15.0
"""How long a bot may take to listen before something is said about it."""

Say = Callable[[str], None]
"""Tells the person at the terminal something."""


@dataclass(frozen=True)
class Game:
    """What there is to play with."""

    manifest: Manifest = field(default_factory=Manifest.open_)
    plan: Plan = field(default_factory=Plan)
    port: int = PORT
    url: str | None = None
    """Where the bot takes Slack's requests, if it does not show by itself."""
    redirect: bool = True
    """Whether the bot calls https://slack.com."""
    has_page: bool = True
    opens: bool = True
    """Whether the page is opened in a browser, where there is one."""


async def run(game: Game, command: Sequence[str], *, say: Say, hear: Callable[[bytes], object]) -> None:
    """Play with a bot until the task is cancelled.

    Args:
        hear: takes what the bot prints.

    Raises:
        CannotStart: there is no such command.
        Ended: the bot has ended, without ever listening, or with no page that might still be looked at.
        OSError: the playground's port is taken.
    """
    async with _playing(game, say) as (slack, clock):
        environment = {**os.environ, "CLOCK_FILE": str(clock)}
        async with running(
            slack, command, url=game.url, redirect=game.redirect, environment=environment, hear=hear
        ) as bot:
            await _listens(slack, bot, say)
            if game.has_page and game.opens and _has_screen():
                await asyncio.to_thread(webbrowser.open, slack.url)
            end = await ended(bot)
            bot.lines.append(f"({end.how})")
            if not game.has_page:
                raise end
            say(f"{end}\nThe page is still there; Ctrl-C ends it.")
            await asyncio.Event().wait()


async def serve(game: Game, *, say: Say) -> None:
    """Play with a bot that is started elsewhere, in a debugger for instance, until the task is cancelled.

    Raises:
        OSError: the playground's port is taken.
    """
    async with _playing(game, say) as (slack, clock), redirecting(address(slack.url)) as redirected:
        slack.request_url = game.url or doors.url_at(doors.PORT)
        variables = {**introduced(slack, port=address(slack.request_url).port), "CLOCK_FILE": str(clock)}
        slack.environment = {**variables, **redirected}
        say("Start the bot with these variables:")
        say("\n".join(f"export {name}={shlex.quote(value)}" for name, value in slack.environment.items()))
        await asyncio.Event().wait()


def _has_screen() -> bool:
    """Say whether a browser has a screen to open on."""
    return sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


@asynccontextmanager
async def _playing(game: Game, say: Say) -> AsyncIterator[tuple[Slack, Path]]:
    """Serve a Slack for the length of the block, or until SIGTERM, and tell the file of its clock."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with TemporaryDirectory(prefix="playground-") as folder:
        clock = Path(folder, "clock")
        slack = opened(game.manifest, plan=game.plan, clock=Clock(file=clock))
        async with serving(slack, port=game.port, app=_application(slack, game)):
            say(f"Slack is at {slack.url}")
            yield slack, clock


def _application(slack: Slack, game: Game) -> Starlette:
    """Return what answers the bot, and shows the page if there is one."""
    app = application(slack)
    if game.has_page:
        from playground import page  # takes a second to load

        page.mount(app, slack)
    return app


def _silent(slack: Slack) -> str:
    """Say that a bot takes its time, and what may be the reason."""
    if slack.manifest.socket_mode:
        return "The bot has not connected yet."
    return "The bot neither connects nor listens where bots usually do; --url says where it does."


async def _listens(slack: Slack, bot: Bot, say: Say) -> None:
    """Wait until a bot listens, and say where.

    Raises:
        Ended: it never will.
    """
    listening = asyncio.create_task(connected(slack, bot))
    try:
        if not (await asyncio.wait([listening], timeout=SLOW_SECONDS))[0]:
            say(_silent(slack))
        await listening
    finally:
        listening.cancel()
    if slack.connections.open:
        say("The bot is connected.")
        return
    say(f"The bot listens at {slack.request_url}")
    if slack.manifest.socket_mode:
        say("Its manifest turns Socket Mode on; Slack would send nothing there, the playground does.")
        slack.manifest = replace(slack.manifest, socket_mode=False)
