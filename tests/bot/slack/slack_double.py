"""A small Slack on this machine: takes Web API calls and answers to `response_url`, and sends signed requests."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from itertools import count
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PATIENCE = 10.0
"""Seconds until a test gives up waiting for something that must happen."""


TRIGGERS = count(1)
"""No two requests of Slack's are alike: each has a trigger of its own."""


TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""The constant of RFC 6455 that a handshake is answered with."""


@dataclass(frozen=True)
class Received:
    """What came to Slack: a Web API call, or an answer."""

    path: str
    body: dict[str, Any]
    headers: Mapping[str, str]


@dataclass
class Slack:
    """Slack as the bot sees it; `answers` maps a path to the status, body and headers that it gets."""

    url: str = ""
    received: dict[str, "Queue[Received]"] = field(default_factory=lambda: defaultdict(Queue))
    answers: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=dict)
    sockets: "Queue[BufferedIOBase]" = field(default_factory=Queue)

    @property
    def api_url(self) -> str:
        """The address of the Web API."""
        return f"{self.url}/api"

    def answer(self, path: str, body: dict[str, Any], status: int = 200, **headers: str) -> None:
        """Have calls of `path` answered so from now on."""
        self.answers[path] = (status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def push(self, envelope: dict[str, Any], *, patience: float = PATIENCE) -> None:
        """Send an envelope over the Socket Mode connection, once there is one."""
        connection = self.sockets.get(timeout=patience)
        connection.write(_frame(TEXT, json.dumps(envelope).encode()))
        self.sockets.put(connection)

    def take(self, path: str, *, patience: float = PATIENCE) -> Received:
        """Wait for the next arrival at `path`."""
        return self.received[path].get(timeout=patience)

    def has(self, path: str) -> bool:
        """Say whether something is waiting at `path`."""
        return not self.received[path].empty()


class SlackRequests(BaseHTTPRequestHandler):
    """What Slack does with a request."""

    protocol_version = "HTTP/1.1"
    double: Slack

    def do_POST(self) -> None:
        """Take a call, and answer as the test wishes."""
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, answer, headers = self.double.answers.get(self.path, (200, {"ok": True}, {}))
        body = _parsed(raw, "" if self.path == "/upload" else self.headers.get("content-type") or "")
        self.double.received[self.path].put(Received(self.path, body, dict(self.headers)))
        written = json.dumps(answer).encode()
        self.send_response_only(status)
        for name, value in {"content-type": "application/json", "date": self.date_time_string(), **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def do_GET(self) -> None:
        """Open a Socket Mode connection: send what the test pushes, take what the bot acknowledges."""
        key = f"{self.headers['sec-websocket-key']}{WEBSOCKET}".encode()
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "upgrade")
        self.send_header("sec-websocket-accept", b64encode(hashlib.sha1(key).digest()).decode())
        self.end_headers()
        self.close_connection = True
        self.double.sockets.put(self.wfile)
        for opcode, payload in _frames(self.rfile):
            if opcode == PING:
                self.wfile.write(_frame(PONG, payload))
            elif opcode == TEXT:
                self.double.received["/socket"].put(Received("/socket", json.loads(payload), {}))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def slack() -> Iterator[Slack]:
    """Run a Slack for the length of the block."""
    double = Slack()
    requests = type("Requests", (SlackRequests,), {"double": double})
    with ThreadingHTTPServer(("127.0.0.1", 0), requests) as server, _running(server):
        double.url = f"http://127.0.0.1:{server.server_port}"
        identity = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "team": "Acme", "user": "regulars"}
        double.answer("/api/auth.test", identity, x_oauth_scopes="commands,chat:write,users:read")
        double.answer("/api/apps.connections.open", {"ok": True, "url": f"ws://127.0.0.1:{server.server_port}/socket"})
        double.answer("/api/conversations.open", {"ok": True, "channel": {"id": "D1"}})
        upload = {"ok": True, "upload_url": f"{double.url}/upload", "file_id": "F1"}
        double.answer("/api/files.getUploadURLExternal", upload)
        double.answer("/api/files.completeUploadExternal", {"ok": True, "files": [{"id": "F1", "title": "list"}]})
        yield double


@dataclass(frozen=True)
class Reaction:
    """What the bot answered to a request."""

    status: int
    text: str
    seconds: float

    @property
    def message(self) -> dict[str, Any]:
        """The acknowledgement as a message."""
        parsed: dict[str, Any] = json.loads(self.text)
        return parsed


@dataclass(frozen=True)
class Bot:
    """The bot as Slack sees it: an address that takes requests."""

    port: int

    def command(self, command: str, words: str = "", *, response_url: str = "", user: str = "U1") -> Reaction:
        """Send a slash command."""
        return self.send(
            urlencode(
                {
                    "command": command,
                    "text": words,
                    "user_id": user,
                    "team_id": "T1",
                    "channel_id": "C1",
                    "response_url": response_url,
                    "trigger_id": str(next(TRIGGERS)),
                }
            )
        )

    def click(self, action: dict[str, Any], *, response_url: str = "", ephemeral: bool = True) -> Reaction:
        """Press a button, or choose from a list."""
        payload = {
            "type": "block_actions",
            "user": {"id": "U1", "team_id": "T1"},
            "team": {"id": "T1"},
            "channel": {"id": "C1"},
            "container": {"type": "message", "is_ephemeral": ephemeral},
            "actions": [{"block_id": "b", "type": "button", **action}],
            "response_url": response_url,
            "trigger_id": str(next(TRIGGERS)),
        }
        return self.send(urlencode({"payload": json.dumps(payload)}))

    def event(self, event: dict[str, Any], *, event_id: str, retry: int = 0) -> Reaction:
        """Send an event."""
        body = {"type": "event_callback", "team_id": "T1", "event_id": event_id, "event": event, "try": retry}
        return self.send(json.dumps(body), content_type="application/json")

    def send(
        self,
        body: str | bytes,
        *,
        content_type: str = "application/x-www-form-urlencoded",
        timestamp: str | None = None,
        signature: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reaction:
        """Send a request, signed as Slack signs unless told otherwise."""
        raw = body.encode() if isinstance(body, str) else body
        stamp = str(int(time.time())) if timestamp is None else timestamp
        signed = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signed_by(SECRET, stamp, raw) if signature is None else signature,
        }
        return self.request("POST", "/slack/events", raw, {**signed, **(headers or {})})

    def request(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reaction:
        """Send any request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        started = time.perf_counter()
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reaction(response.status, response.read().decode(), time.perf_counter() - started)
        finally:
            connection.close()


def signed_by(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


@contextmanager
def serving(application: Any) -> Iterator[Bot]:
    """Serve a WSGI application for the length of the block, a thread for each request."""

    class Requests(WSGIRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with _ThreadingServer(("127.0.0.1", 0), Requests) as server:
        server.set_app(application)
        with _running(server):
            yield Bot(server.server_port)


class _ThreadingServer(ThreadingHTTPServer, WSGIServer):
    """wsgiref with a thread for each request."""

    request_queue_size = 128

    def server_bind(self) -> None:
        """Bind as WSGI servers do."""
        WSGIServer.server_bind(self)


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    """Run a server in a thread until the block ends."""
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _parsed(raw: bytes, content_type: str) -> dict[str, Any]:
    """Return a request's body, whichever way it was written."""
    if not raw:
        return {}
    if content_type.startswith("application/json"):
        parsed: dict[str, Any] = json.loads(raw)
        return parsed
    if content_type.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(raw.decode()).items()}
    return {"raw": raw}


def _frame(opcode: int, payload: bytes) -> bytes:
    """Return a WebSocket frame as servers send it."""
    size = bytes([len(payload)]) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2)
    return bytes([0x80 | opcode]) + size + payload


def _frames(stream: BufferedIOBase) -> Iterator[tuple[int, bytes]]:
    """Yield the WebSocket frames that a client sends, unmasked, until it closes."""
    while len(head := stream.read(2)) == 2 and head[0] & 15 != CLOSE:
        size = head[1] & 127
        if size >= 126:
            size = int.from_bytes(stream.read(2 if size == 126 else 8))
        mask = stream.read(4)
        yield head[0] & 15, bytes(byte ^ mask[place % 4] for place, byte in enumerate(stream.read(size)))
