"""The clock of the playground: real time, or time that stands; moved on as anybody likes, and shared by a file."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """A time plus an offset. It can be moved forwards only, as clocks do."""

    def __init__(self, start: datetime | None = None, *, file: Path | None = None, stands: bool = False) -> None:
        """Start at `start`, or now.

        Args:
            file: what the seconds are written into by which it is ahead of the machine, whenever it is moved.
            stands: whether it goes on only when it is moved; then everything that happens has the same times and ids
                each time it happens.
        """
        self._stands = stands
        now = time.time()
        self._offset = (start.timestamp() if start else now) - (0.0 if stands else now)
        self._file = file
        self._moved = asyncio.Event()
        self._write()

    def timestamp(self) -> float:
        """Return this moment in seconds since 1970."""
        return self._offset + (0.0 if self._stands else time.time())

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def move(self, by: timedelta) -> None:
        """Move the clock on, and wake whoever waits for a moment that has come.

        Raises:
            ValueError: for a move into the past.
        """
        if by < timedelta():
            raise ValueError("A clock does not go backwards")
        self._offset += by.total_seconds()
        self._write()
        self._moved.set()
        self._moved = asyncio.Event()

    def to(self, moment: datetime) -> None:
        """Move the clock on to a moment."""
        self.move(moment - self.now())

    async def until(self, timestamp: float) -> None:
        """Wait until it is `timestamp`, however the clock gets there."""
        while (left := timestamp - self.timestamp()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left)

    def _write(self) -> None:
        """Tell the bot, in one step: it may be reading just now."""
        if self._file:
            new = self._file.with_suffix(".new")
            new.write_text(f"{self._offset - (time.time() if self._stands else 0.0):.6f}\n")
            new.replace(self._file)
