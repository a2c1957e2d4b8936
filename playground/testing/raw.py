"""Requests as anybody may send them to the bot: badly signed, stale, twice, or nonsense."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from playground.outward.signed_http import FORM
from playground.outward.signing import signature

Body = str | bytes | Mapping[str, Any]


@dataclass(frozen=True)
class Reaction:
    """What the bot answered to a request."""

    status: int
    text: str
    headers: Mapping[str, str]
    seconds: float

    @property
    def message(self) -> Any:
        """The answer, which is JSON."""
        return json.loads(self.text)


def send(
    url: str,
    body: Body,
    *,
    secret: str,
    content_type: str | None = None,
    timestamp: str | None = None,
    signed: str | None = None,
    headers: Mapping[str, str] | None = None,
    patience: float = 10.0,
) -> Reaction:
    """Send a request to the bot, signed now and as Slack signs unless told otherwise.

    Args:
        body: what goes out; a mapping becomes JSON, as events are, anything else a form.
        timestamp: of the signature; None means now.
        signed: the signature; None means the right one.
    """
    is_json = isinstance(body, Mapping)
    raw = json.dumps(body).encode() if isinstance(body, Mapping) else body.encode() if isinstance(body, str) else body
    stamp = str(int(time.time())) if timestamp is None else timestamp
    above = {
        "content-type": content_type or ("application/json" if is_json else FORM),
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(secret, stamp, raw) if signed is None else signed,
    }
    return request("POST", url, raw, {**above, **(headers or {})}, patience=patience)


def request(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, patience: float = 10.0
) -> Reaction:
    """Send any request."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=patience)
    began = time.perf_counter()
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl(), body, dict(headers or {}))
        response = connection.getresponse()
        text = response.read().decode()
        return Reaction(response.status, text, dict(response.getheaders()), time.perf_counter() - began)
    finally:
        connection.close()
