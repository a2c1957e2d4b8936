"""Every Socket Mode client that Slack's SDK has connects once, and stays until all have."""

import asyncio
import os

from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient as AiohttpClient
from slack_sdk.socket_mode.websockets import SocketModeClient as WebsocketsClient

TOKEN = os.environ["SLACK_APP_TOKEN"]


async def connect() -> None:
    """Connect."""
    builtin, aiohttp, websockets = SocketModeClient(TOKEN), AiohttpClient(TOKEN), WebsocketsClient(TOKEN)
    await asyncio.to_thread(builtin.connect)
    await aiohttp.connect()  # type: ignore[no-untyped-call]
    await websockets.connect()  # type: ignore[no-untyped-call]
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(connect())
