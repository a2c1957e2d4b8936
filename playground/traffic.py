"""Every request in both directions, kept for whoever wants to see what happened and why."""

import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from playground.changes import Changes

KEPT = 2_000

Way = Literal["from bot", "to bot"]


@dataclass
class Exchange:
    """One request and its answer; `seconds` is None as long as there is none."""

    number: int
    at: datetime
    way: Way
    name: str
    """What it is, in Slack's words: `chat.postMessage`, `/dormant`, `block_actions`, `event app_mention`."""
    over: str
    """How it travels: `api`, `http`, `socket` or `response_url`."""
    request: Any
    response: Any = None
    status: int | None = None
    refused: str = ""
    """Why it was refused or failed, in a few words; empty if it was not."""
    seconds: float | None = None
    began: float = field(default_factory=time.perf_counter, repr=False)


class Traffic:
    """The last exchanges, oldest first."""

    def __init__(self, changes: Changes) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self.open = 0
        """How many requests are not answered yet."""
        self._changes = changes
        self._count = 0

    def begin(self, way: Way, name: str, *, over: str, request: Any, at: datetime) -> Exchange:
        """Note that a request is under way."""
        self._count += 1
        self.open += 1
        exchange = Exchange(self._count, at, way, name, over, request)
        self.exchanges.append(exchange)
        self._changes.happened()
        return exchange

    def end(self, exchange: Exchange, response: Any = None, *, status: int | None = None, refused: str = "") -> None:
        """Note how a request was answered, or that it was not."""
        exchange.seconds = time.perf_counter() - exchange.began
        exchange.response, exchange.status, exchange.refused = response, status, refused
        self.open -= 1
        self._changes.happened()
