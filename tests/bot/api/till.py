"""A till that tells of visits, over HTTP."""

import itertools
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from bot import clock
from bot.api import signature, visits
from bot.settings import UTC, Settings
from playground.testing.bots import over_http
from playground.testing.raw import Reaction, request
from storage import database

SECRET = "the secret of this till"
TODAY = clock.today(UTC)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass(frozen=True)
class Till:
    """Sends what it is told to, signed, each request with a key of its own unless told otherwise."""

    url: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def posts(self, body: Any, *, key: str | None = None, **headers: str) -> Reaction:
        """Send a body: bytes as they are, anything else as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(time.time()))
        usual = {
            "content-type": "application/json",
            "idempotency-key": key or f"request {next(self.numbers)}",
            "x-regulars-timestamp": headers.get("x_regulars_timestamp", stamp),
            "x-regulars-signature": signature.signed(raw, timestamp=stamp, secret=SECRET),
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.requests("POST", raw, {**usual, **given})

    def requests(self, method: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reaction:
        """Send any request."""
        return request(method, self.url, body, headers, patience=30)


@contextmanager
def till(engine: Engine, **how: Any) -> Iterator[Till]:
    """Have the address served for the block, and a till that sends there."""
    application = visits.application(database.sessions(engine), Settings(), secret=SECRET, **how)
    with over_http(application) as url:
        yield Till(url.replace("/slack/events", visits.PATH))


def visit(number: int = 1, **values: Any) -> dict[str, Any]:
    """Return a visit of Acme's."""
    return {"customer": "C-1", "id": f"R-{number}", "day": str(TODAY), "amount": "129.90"} | values
