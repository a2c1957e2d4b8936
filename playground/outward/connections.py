"""The bot's Socket Mode connections, at most ten at a time."""

from dataclasses import dataclass, field

from starlette.websockets import WebSocket

MOST = 10


@dataclass
class Connections:
    """Tickets given out and not used yet, and the sockets that are open, oldest first."""

    tickets: set[str] = field(default_factory=set)
    open: list[WebSocket] = field(default_factory=list)
