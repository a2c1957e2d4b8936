"""Where a bot takes requests: the ports on which bots listen, and what is asked of them there."""

import asyncio
import socket
from urllib.parse import urlsplit

from playground.redirecting import Address

HOST = "localhost"
LOOPBACK = "127.0.0.1"
PORT = 3000
USUAL_PORTS = (PORT, 5000, 8000, 8080)
"""Where a bot may listen that was not asked: Bolt's port first, then those of Flask, uvicorn and everybody else."""
PATH = "/slack/events"


def address(url: str) -> Address:
    """Return where a URL leads."""
    parts = urlsplit(url)
    return Address(parts.hostname or HOST, parts.port or (443 if parts.scheme == "https" else 80))


def url_at(port: int) -> str:
    """Return where a bot takes requests that listens on a port, as Bolt does."""
    return f"http://{HOST}:{port}{PATH}"


def doors(port: int, *others: int) -> dict[Address, str]:
    """Return where a bot may come to listen, and what its URL is then; where others listen already is not the bot's."""
    ports = (port, *(other for other in others if other != port and _is_free(other)))
    return {Address(HOST, number): url_at(number) for number in ports}


def free_port() -> int:
    """Return the port that bots expect if it is free, or else any that is."""
    return PORT if _is_free(PORT) else any_port()


def any_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as server:
        return int(server.getsockname()[1])


def _is_free(port: int) -> bool:
    """Say whether a bot could listen on a port."""
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


async def opens(door: Address) -> bool:
    """Say whether somebody listens."""
    try:
        _, writer = await asyncio.open_connection(door.host, door.port)
    except OSError:
        return False
    writer.close()
    return True
