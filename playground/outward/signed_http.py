"""Signed HTTP: requests as Slack sends them to a bot that has an address."""

import json
import ssl
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx

from playground.limits.encoding import loaded
from playground.outward.outgoing import Outgoing, Retry, Unacknowledged
from playground.outward.signing import signature

if TYPE_CHECKING:
    from playground.slack import Slack

FORM = "application/x-www-form-urlencoded"
ROBOT = "Slackbot 1.0 (+https://api.slack.com/robots)"
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: bots are on loopback, without TLS; and it is there at once."""


async def deliver(slack: "Slack", outgoing: Outgoing) -> Any:
    """Send a signed request, and return what the answer carries.

    Raises:
        Unacknowledged: nobody is there, or not of a mind to take it.
    """
    if slack.request_url is None or slack.manifest.socket_mode:
        raise Unacknowledged("dispatch_failed", "connection_failed")
    content_type, body = _body(outgoing)
    headers = _headers(slack.credentials.signing_secret, body, outgoing.retry) | {"Content-Type": content_type}
    url = _address(slack.request_url, outgoing.path)
    try:
        async with httpx.AsyncClient(verify=PLAIN, trust_env=False, timeout=None) as client:  # noqa: S113 - timed above
            response = await client.post(url, content=body, headers=headers)
    except httpx.RequestError as failure:
        raise Unacknowledged("dispatch_unknown_error", "connection_failed") from failure
    return _acknowledgement(response)


def _acknowledgement(response: httpx.Response) -> Any:
    """Return what the bot's answer carries."""
    if not response.is_success:
        failure = Unacknowledged("dispatch_failed", "http_error", status=response.status_code, answer=response.text)
        failure.is_final = response.headers.get("x-slack-no-retry") == "1"
        raise failure
    if not response.headers.get("content-type", "").startswith("application/json"):
        return response.text or None
    try:
        return loaded(response.text) if response.text else None
    except ValueError:
        raise Unacknowledged("invalid_response: no JSON", "http_error", status=200, answer=response.text) from None


def _body(outgoing: Outgoing) -> tuple[str, bytes]:
    """Return a request's content type and body: events are JSON, all else are forms."""
    if outgoing.kind == "events_api":
        return "application/json", json.dumps(outgoing.payload).encode()
    if outgoing.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(outgoing.payload)}).encode()
    return FORM, urlencode(outgoing.payload).encode()


def _headers(secret: str, body: bytes, retry: Retry | None) -> dict[str, str]:
    """Return what Slack puts above a request, signed now by the machine's own clock: the bot compares with that."""
    timestamp = str(int(time.time()))
    headers = {
        "Accept": "application/json,*/*",
        "User-Agent": ROBOT,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
    return headers


def _address(request_url: str, path: str | None) -> str:
    """Return where something is sent: the path of the manifest on the host that the bot is on."""
    return urlsplit(request_url)._replace(path=path).geturl() if path else request_url
