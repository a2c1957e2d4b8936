"""One ASGI application on loopback that is Slack: Web API, response URLs, uploads, files and Socket Mode."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from email.utils import formatdate
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState
from websockets.exceptions import InvalidState

from playground.api import beside, transfers
from playground.api.answering import answer
from playground.outward import socket_mode
from playground.portraits import portrait
from playground.slack import Slack

LOOPBACK = "127.0.0.1"
GRACE_SECONDS = 1.0
"""How long a request that is under way may take when everything ends."""


class Line(HttpToolsProtocol):
    """A connection that can be torn: `request.state.tear()` closes it without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the way to tear it to the application."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "tear": transport.abort}

    def on_message_begin(self) -> None:
        """Date the answer, as servers do."""
        self.server_state.default_headers = [(b"date", formatdate(usegmt=True).encode())]
        super().on_message_begin()


def application(slack: Slack) -> Starlette:
    """Return the application that answers for a Slack."""
    return Starlette(routes=routes(slack), exception_handlers={ClientDisconnect: _missed})


def routes(slack: Slack) -> list[BaseRoute]:
    """Return what the application answers to."""

    async def api(request: Request) -> Response:
        return await answer(slack, request.path_params["method"], request) or await _torn(request)

    async def respond(request: Request) -> Response:
        return await beside.respond(slack, request) or await _torn(request)

    async def upload(request: Request) -> Response:
        return await beside.upload(slack, request) or await _torn(request)

    async def download(request: Request) -> Response:
        return transfers.download(slack, request)

    async def picture(request: Request) -> Response:
        person = slack.workspace.people.get(request.path_params["id"])
        name = person.real_name if person else slack.workspace.team.name
        return Response(portrait(name, request.path_params["size"]), media_type="image/svg+xml")

    async def link(websocket: WebSocket) -> None:
        await socket_mode.listen(slack, websocket)

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/actions/{token:path}", respond, methods=["POST"]),
        Route("/commands/{token:path}", respond, methods=["POST"]),
        Route("/upload/v1/{file}", upload, methods=["POST", "PUT"]),
        Route("/files-pri/{file}/{name:path}", download),
        Route("/portraits/{id}/{size:int}.svg", picture),
        WebSocketRoute("/link/", link),
    ]


async def _missed(_request: Request, _failure: Exception) -> Response:
    """Answer whoever hung up before all was said, and will not get it."""
    return Response()


async def _torn(request: Request) -> Response:
    """Close the connection, and return what nobody will get."""
    request.state.tear()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


@asynccontextmanager
async def serving(slack: Slack, *, port: int = 0, app: Starlette | None = None) -> AsyncIterator[Slack]:
    """Serve a Slack on loopback for the length of the block; port 0 takes any that is free.

    Args:
        app: what answers, if it is more than `application(slack)`.
    """
    app = app or application(slack)
    configuration = uvicorn.Config(app, ws="websockets-sansio", log_level="warning", lifespan="off")
    configuration.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    async with app.router.lifespan_context(app):
        listening = await loop.create_server(lambda: Line(configuration, state, {}), LOOPBACK, port)
        slack.url = f"http://{LOOPBACK}:{listening.sockets[0].getsockname()[1]}"
        try:
            yield slack
        finally:
            for task in (*slack.tasks, *slack.waiting):
                task.cancel()
            await hang_up(listening, state, {*slack.tasks, *slack.waiting})


async def hang_up(listening: asyncio.Server, state: ServerState, waiting_for: Iterable[asyncio.Task[Any]] = ()) -> None:
    """Listen no longer, and let go of all connections and of all that is still to be done.

    No connection may outlive the loop. Whoever was let in at the last moment is among them two turns of the loop
    later, if the server is not closed before; and one that is closed is gone one turn later.
    """
    for each in listening.sockets:
        asyncio.get_running_loop().remove_reader(each)
    await _turns(2)
    listening.close()
    for connection in tuple(state.connections):
        with suppress(InvalidState):  # it is closing already
            connection.shutdown()
    if left := {*state.tasks, *waiting_for}:
        _, late = await asyncio.wait(left, timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    for connection in tuple(state.connections):
        connection.transport.abort()
    await _turns(1)


async def _turns(count: int) -> None:
    """Let the loop do what is due, so many times."""
    for _ in range(count):
        await asyncio.sleep(0)
