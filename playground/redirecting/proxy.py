"""An HTTP proxy on loopback to which slack.com is the playground, and everything else is where it always was."""

import ssl
from asyncio import LimitOverrunError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from playground.redirecting.streams import CHUNK, Address, Stream, listening, relay

HTTPS = 443
TLS_HANDSHAKE = b"\x16"
FOR_THE_PROXY = ("proxy-connection", "proxy-authorization")
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
NOT_UNDERSTOOD = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
NOT_REACHED = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """What a client asks of the proxy: where to connect, and what to send there first."""

    to: Address
    is_tunnel: bool
    first: bytes

    @classmethod
    def parse(cls, head: bytes) -> Self:
        """Read a request up to its empty line.

        Raises:
            ValueError: it asks for no other host, as a proxy must be asked.
        """
        line, *headers = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        method, target, version = line.split(" ")
        if method == "CONNECT":
            return cls(Address.parse(target, port=HTTPS), is_tunnel=True, first=b"")
        url = urlsplit(target)
        if not url.hostname:
            raise ValueError(target)
        path = (url.path or "/") + ("?" + url.query if url.query else "")
        lines = [f"{method} {path} {version}", *_for_one_request(headers), "", ""]
        return cls(Address(url.hostname, url.port or 80), is_tunnel=False, first="\r\n".join(lines).encode("latin-1"))


@asynccontextmanager
async def proxying(slack: Address, *, certificate: ssl.SSLContext) -> AsyncIterator[tuple[Address, Address]]:
    """Proxy for the length of the block.

    Yields:
        Where the proxy listens, and where the front listens that speaks TLS for slack.com.
    """

    async def pass_to_slack(near: Stream) -> None:
        await relay(near, await Stream.to(slack))

    async def answer(near: Stream) -> None:
        await _answer(near, slack=slack, front=front)

    async with listening(pass_to_slack, certificate=certificate) as front, listening(answer) as proxy:
        yield proxy, front


def is_slack(asked: Address, slack: Address) -> bool:
    """Say whether a client that asks for this address wants Slack."""
    return asked == slack or asked.host == "slack.com" or asked.host.endswith(".slack.com")


async def _answer(near: Stream, *, slack: Address, front: Address) -> None:
    """Connect a client to where it asks for, and pass on what they say."""
    try:
        request = Request.parse(await near.reader.readuntil(b"\r\n\r\n"))
    except (ValueError, LimitOverrunError):
        near.writer.write(NOT_UNDERSTOOD)
        return
    if not is_slack(request.to, slack):
        await _pass_elsewhere(near, request)
    elif request.is_tunnel:
        await _meet_slack(near, slack=slack, front=front)
    else:
        await _begin(near, slack, request.first)


async def _pass_elsewhere(near: Stream, request: Request) -> None:
    """Be the proxy that anybody would be."""
    try:
        far = await Stream.to(request.to)
    except OSError:
        near.writer.write(NOT_REACHED)
        return
    if request.is_tunnel:
        near.writer.write(ESTABLISHED)
    far.writer.write(request.first)
    await relay(near, far)


async def _meet_slack(near: Stream, *, slack: Address, front: Address) -> None:
    """Let the client speak first, for it may say either: Slack's SDK speaks TLS in a tunnel even for ws:// URLs."""
    near.writer.write(ESTABLISHED)
    first = await near.reader.read(CHUNK)
    await _begin(near, front if first.startswith(TLS_HANDSHAKE) else slack, first)


async def _begin(near: Stream, to: Address, first: bytes) -> None:
    """Connect a client whose first bytes have come already."""
    far = await Stream.to(to)
    far.writer.write(first)
    await relay(near, far)


def _for_one_request(headers: list[str]) -> list[str]:
    """Return the headers to pass on: a client may ask for another host next, so the connection ends with the answer."""
    named = [(header.partition(":")[0].strip().lower(), header) for header in headers]
    kept = [(name, header) for name, header in named if name not in FOR_THE_PROXY]
    if any(name == "upgrade" for name, _ in kept):
        return [header for _, header in kept]
    return [header for name, header in kept if name != "connection"] + ["Connection: close"]
