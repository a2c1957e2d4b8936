"""Byte streams on loopback: listening, connecting, and passing on what comes."""

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self

LOOPBACK = "127.0.0.1"
CHUNK = 2**16


@dataclass(frozen=True)
class Address:
    """Where something listens."""

    host: str
    port: int

    def __str__(self) -> str:
        """Write it as in a URL."""
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, written: str, *, port: int) -> Self:
        """Read an address as in a URL; `port` is where it names none.

        Raises:
            ValueError: its port is no number.
        """
        host, colon, named = written.rpartition(":")
        if not colon or named.endswith("]"):
            host, named = written, str(port)
        return cls(host.strip("[]").lower(), int(named))


@dataclass(frozen=True)
class Stream:
    """Both directions of one connection."""

    reader: StreamReader
    writer: StreamWriter

    @classmethod
    async def to(cls, address: Address) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection(address.host, address.port))


@asynccontextmanager
async def listening(
    answer: Callable[[Stream], Awaitable[None]], *, certificate: ssl.SSLContext | None = None
) -> AsyncIterator[Address]:
    """Answer connections on a free port of loopback for the length of the block, then break them off."""
    talks: set[asyncio.Task[None]] = set()

    def met(reader: StreamReader, writer: StreamWriter) -> None:
        talk = asyncio.create_task(_talk(answer, Stream(reader, writer)))
        talks.add(talk)
        talk.add_done_callback(talks.discard)

    server = await asyncio.start_server(met, LOOPBACK, 0, ssl=certificate)
    try:
        yield Address(LOOPBACK, server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def relay(near: Stream, far: Stream) -> None:
    """Pass on what comes from either side, until both have finished."""
    try:
        await asyncio.gather(_pass_on(near.reader, far.writer), _pass_on(far.reader, near.writer))
    finally:
        far.writer.close()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    """Pass on one direction, its end included; TLS has no end of one direction alone."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
    else:
        writer.close()


async def _talk(answer: Callable[[Stream], Awaitable[None]], near: Stream) -> None:
    """Answer one connection; that one side hangs up is how they end."""
    try:
        with suppress(OSError, EOFError):
            await answer(near)
    finally:
        near.writer.close()
