"""Bots that run in this process: a Bolt app over HTTP or in Socket Mode, or any WSGI application."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from playground.server import hang_up

PATH = "/slack/events"
LOOPBACK = "127.0.0.1"
LOOK_SECONDS = 0.005
LOOKS = 500


@contextmanager
def over_http(app: Any) -> Iterator[str]:
    """Serve a bot for the length of the block, and tell where it takes requests.

    Args:
        app: a Bolt `App` or `AsyncApp`, or a WSGI application.
    """
    from slack_bolt import App
    from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
    from slack_bolt.adapter.wsgi import SlackRequestHandler
    from slack_bolt.async_app import AsyncApp

    if isinstance(app, AsyncApp):
        with _asgi(AsyncSlackRequestHandler(app, path=PATH)) as port:
            yield f"http://{LOOPBACK}:{port}{PATH}"
    else:
        with _wsgi(SlackRequestHandler(app, path=PATH) if isinstance(app, App) else app) as port:
            yield f"http://{LOOPBACK}:{port}{PATH}"


@contextmanager
def in_socket_mode(app: Any, app_token: str, *, hang_up: Callable[[], None], **options: Any) -> Iterator[None]:
    """Connect a Bolt `App` or `AsyncApp` for the length of the block.

    Args:
        hang_up: ends its connections: a client that is listening takes seconds to end them itself.
        options: of Bolt's `SocketModeHandler`, such as `ping_interval`.
    """
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp

    if isinstance(app, AsyncApp):
        with _looping() as do:
            handler: Any = do(_made(AsyncSocketModeHandler, app, app_token, **options))
            do(handler.connect_async())
            try:
                yield
            finally:
                handler.client.auto_reconnect_enabled = False
                hang_up()
                do(handler.close_async())
    else:
        handler = SocketModeHandler(app, app_token, **options)
        handler.connect()
        try:
            yield
        finally:
            handler.client.auto_reconnect_enabled = False
            hang_up()
            _close(handler)


def _close(handler: Any) -> None:
    """Close a Socket Mode handler that has been hung up on.

    It must have noticed, as closing it at that moment fails; and its thread looks for the end once a second, or
    whenever there is a message: so it gets some.
    """
    pause = Event()
    for _ in range(LOOKS):
        if not handler.client.is_connected():
            break
        pause.wait(LOOK_SECONDS)
    closing = Thread(target=handler.close)
    closing.start()
    while closing.is_alive():
        handler.client.message_queue.put("")
        closing.join(LOOK_SECONDS)


class _Line(WSGIRequestHandler):
    """A request that is not written about; whoever hung up is not missed."""

    def log_message(self, *_: object) -> None: ...


class _ThreadingServer(ThreadingHTTPServer, WSGIServer):
    """wsgiref with a thread for each request."""

    request_queue_size = 128

    def server_bind(self) -> None:
        """Bind as WSGI servers do."""
        WSGIServer.server_bind(self)


@contextmanager
def _wsgi(application: Any) -> Iterator[int]:
    """Serve a WSGI application for the length of the block, and tell at which port."""
    with _ThreadingServer((LOOPBACK, 0), _Line) as server:
        server.set_app(application)
        thread = Thread(target=server.serve_forever, args=(0.01,), name="bot")
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _asgi(application: Any) -> Iterator[int]:
    """Serve an ASGI application for the length of the block, and tell at which port."""
    configuration = uvicorn.Config(application, log_level="warning", lifespan="off")
    configuration.load()
    state = ServerState()

    async def listen() -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: H11Protocol(configuration, state, {}), LOOPBACK, 0)

    with _looping() as do:
        server = do(listen())
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            do(hang_up(server, state))


@contextmanager
def _looping() -> Iterator[Callable[[Any], Any]]:
    """Run an event loop in a thread for the length of the block, and give what has something done on it."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="bot")
    thread.start()
    try:
        yield lambda work: asyncio.run_coroutine_threadsafe(work, loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _made(make: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Make something that must be made on the loop."""
    return make(*arguments, **options)
