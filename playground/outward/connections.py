"""The bot's Socket Mode connections, at most ten at a time."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket

MOST = 10


@dataclass
class Connections:
    """Tickets given out and not used yet, and the sockets that are open, the one whose turn it is first."""

    tickets: set[str] = field(default_factory=set)
    open: list[WebSocket] = field(default_factory=list)
    unanswered: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    """Envelopes the bot has not acknowledged yet, by id; each becomes the payload of its acknowledgement."""

    def next(self) -> WebSocket | None:
        """Return the connection whose turn it is; None where the bot has none."""
        if not self.open:
            return None
        self.open.append(self.open.pop(0))
        return self.open[-1]
