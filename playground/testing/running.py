"""A Slack that is served in a thread of its own, and reached from the test's."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, TypeVar

from playground.server import serving
from playground.slack import Slack

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """A Slack, the loop that it lives on, and how long to wait for it."""

    slack: Slack
    loop: asyncio.AbstractEventLoop
    patience: float
    settle: float

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done on the loop, and wait for what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def look(self, function: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Call a function on the loop, and return its result; on the loop already, as `until` is, at once."""
        if self._is_here:
            return function(*arguments, **named)

        async def call() -> T:
            return function(*arguments, **named)

        return self.do(call())

    @property
    def _is_here(self) -> bool:
        """Whether this is the thread of the loop."""
        try:
            return asyncio.get_running_loop() is self.loop
        except RuntimeError:
            return False


@contextmanager
def running(slack: Slack, *, patience: float, settle: float) -> Iterator[Running]:
    """Serve a Slack for the length of the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="slack")
    thread.start()
    served = serving(slack)
    try:
        asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result()
        try:
            yield Running(slack, loop, patience, settle)
        finally:
            asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
