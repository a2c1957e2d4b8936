"""A Slack that ends leaves nobody waiting who called at that moment."""

import asyncio
import socket
from pathlib import Path

import pytest

from playground.manifest import Manifest
from playground.server import serving
from playground.slack import opened

MANIFEST = Path(__file__).parent / "bots" / "customers.json"

PATIENCE_SECONDS = 2.0


@pytest.mark.parametrize("turns", range(5))
def test_whoever_is_let_in_just_before_the_end_is_hung_up_on(turns: int) -> None:
    """The loop takes some turns from the call to the connection, and the end may come after any of them."""
    slack = opened(Manifest.read(MANIFEST))

    async def called_before_the_end() -> socket.socket:
        async with serving(slack):
            host, port = slack.url.removeprefix("http://").split(":")
            caller = socket.create_connection((host, int(port)), PATIENCE_SECONDS)
            for _ in range(turns):
                await asyncio.sleep(0)
        return caller

    with asyncio.run(called_before_the_end()) as caller:
        assert _is_hung_up(caller)


def _is_hung_up(caller: socket.socket) -> bool:
    """Whether the other end is gone; waiting for it in vain is an error."""
    try:
        return caller.recv(1) == b""
    except ConnectionResetError:
        return True
