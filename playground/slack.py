"""One local Slack: a workspace, its clock, the app that is installed in it, and all that goes to and fro."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from playground.changes import Changes
from playground.clock import Clock
from playground.faults import Faults
from playground.founding import Plan, founded
from playground.ids import Ids
from playground.manifest import Manifest
from playground.outward.connections import Connections
from playground.outward.issued import Issued
from playground.rates import Rates
from playground.traffic import Traffic
from playground.workspace import Workspace


@dataclass(frozen=True)
class Credentials:
    """What the bot needs to speak with this Slack."""

    bot_token: str
    app_token: str
    signing_secret: str


@dataclass
class Slack:
    """Everything there is. All of it changes on one event loop, so nothing is locked."""

    manifest: Manifest
    clock: Clock
    changes: Changes
    traffic: Traffic
    ids: Ids
    workspace: Workspace
    plan: Plan
    credentials: Credentials
    faults: Faults
    rates: Rates
    connections: Connections
    """The bot's Socket Mode connections."""
    issued: Issued = field(default_factory=Issued)
    """The triggers and response URLs the bot has been given."""
    ack_seconds: float = 3.0
    url: str = ""
    """Where this Slack is reached, such as http://127.0.0.1:8000, once it is served."""
    public_url: str = ""
    """What URLs given to the bot begin with, where it believes that it speaks with slack.com; empty means `url`."""
    bot_is_busy: Callable[[], bool] = bool
    """Says whether the bot works on what it has acknowledged, where it runs in this process; `bool` says no."""
    request_url: str | None = None
    """Where the bot takes signed requests; None while it has not said, or in Socket Mode."""
    environment: dict[str, str] = field(default_factory=dict)
    """The variables the bot was started with, over those of this process; what is run for the page gets them too."""
    printed: deque[str] = field(default_factory=deque)
    """The last lines that the bot has printed, if it was started here."""
    revoked: set[str] = field(default_factory=set)
    """Tokens that were good once."""
    is_moving_on: bool = False
    """Whether the clock is about to be moved, and the world goes on until then."""
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    """What is being done."""
    waiting: set[asyncio.Task[Any]] = field(default_factory=set)
    """What will be done at a moment of the clock."""

    def soon(self, work: Coroutine[Any, Any, Any]) -> None:
        """Have something done beside the request at hand."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def at(self, timestamp: float, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Have something done when the clock says so; until then nothing is under way."""
        task = asyncio.get_running_loop().create_task(self._when(timestamp, work))
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)

    async def _when(self, timestamp: float, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Wait for a moment, and begin."""
        await self.clock.until(timestamp)
        self.soon(work())

    def _done(self, task: asyncio.Task[Any]) -> None:
        """Forget what has been done, and tell whoever waits for quiet."""
        self.tasks.discard(task)
        self.changes.happened()

    @property
    def address(self) -> str:
        """What URLs given to the bot begin with."""
        return self.public_url or self.url

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way in either direction, or the bot is at work on one."""
        return self.traffic.open > 0 or bool(self.tasks) or self.bot_is_busy()


def opened(
    manifest: Manifest | None = None,
    *,
    plan: Plan | None = None,
    clock: Clock | None = None,
    seed: int = 1,
    ack_seconds: float = 3.0,
) -> Slack:
    """Return a new Slack with an app installed; the same seed and clock give the same ids."""
    manifest, plan, clock, changes = manifest or Manifest.open_(), plan or Plan(), clock or Clock(), Changes()
    ids = Ids(seed, now=clock.timestamp)
    workspace = founded(plan, ids=ids, bot_name=manifest.name, created=int(clock.timestamp()))
    return Slack(
        manifest=manifest,
        clock=clock,
        changes=changes,
        traffic=Traffic(changes),
        ids=ids,
        workspace=workspace,
        plan=plan,
        credentials=Credentials(f"xoxb-{ids.secret()}", f"xapp-1-{workspace.app_id}-{ids.secret()}", ids.secret(32)),
        faults=Faults(),
        rates=Rates(clock),
        connections=Connections(),
        ack_seconds=ack_seconds,
    )
