"""One ASGI application on loopback that is Slack: Web API, response URLs, uploads and Socket Mode."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from playground.slack import Slack

LOOPBACK = "127.0.0.1"


def application(slack: Slack) -> Starlette:
    """Return the application that answers for a Slack."""
    return Starlette(routes=routes(slack))


def routes(slack: Slack) -> list[BaseRoute]:
    """Return what the application answers to."""
    raise NotImplementedError(slack)


@asynccontextmanager
async def serving(slack: Slack, *, port: int = 0) -> AsyncIterator[Slack]:
    """Serve a Slack on loopback for the length of the block; port 0 takes any that is free."""
    with socket.create_server((LOOPBACK, port)) as listening:
        slack.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        configuration = uvicorn.Config(application(slack), log_level="warning", lifespan="off", ws="websockets-sansio")
        server = uvicorn.Server(configuration)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield slack
        finally:
            server.should_exit = True
            await running
