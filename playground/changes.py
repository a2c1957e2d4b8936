"""Something has changed: how the page and the tests notice."""

import asyncio
from collections.abc import Callable


class Changes:
    """Counts changes, and wakes whoever waits for the next."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()
        self._listeners: list[Callable[[], None]] = []

    def happened(self) -> None:
        """Say that something is different now."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()
        for listener in tuple(self._listeners):
            listener()

    async def after(self, count: int) -> int:
        """Wait until more than `count` changes have happened, and return how many."""
        while self.count <= count:
            await self._next.wait()
        return self.count

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` at each change, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
