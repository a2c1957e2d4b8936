"""Slack over HTTP: a WSGI application that lets nothing through to Bolt but fresh, signed requests.

Signatures seen are remembered in this process against replays, so one process serves all requests with many threads
(they mostly wait for the database); a second process would take each replay once more.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.seen import Seen

PATH = "/slack/events"
FORM = "application/x-www-form-urlencoded"
BODY_LIMIT = 1_000_000
WINDOW_SECONDS = 5 * 60
THREADS = 64

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Response:
    """What goes back: most often nothing but a status."""

    status: HTTPStatus
    body: str = ""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def application(
    app: App,
    *,
    signing_secret: str | None,
    healthy: Callable[[], bool],
    beside: Mapping[str, WSGIApplication] = MappingProxyType({}),
) -> WSGIApplication:
    """Return the WSGI application: Slack's requests at `/slack/events`, and `/healthz` for whoever watches.

    Other applications have their paths `beside`. Without a signing secret nothing is let in as Slack's.
    """
    gate = Gate(signing_secret)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if other := beside.get(environ.get("PATH_INFO", "")):
            return other(environ, start_response)
        response = _routed(environ, app, gate, healthy)
        body = response.body.encode()
        headers = [(name, value) for name, values in response.headers.items() for value in values]
        headers = [header for header in headers if header[0].lower() != "content-length"]
        status = f"{response.status.value} {response.status.phrase}"
        start_response(status, [*headers, ("content-length", str(len(body)))])
        return [body]

    return serve


class Gate:
    """Decides which requests come from Slack and are new."""

    def __init__(self, signing_secret: str | None) -> None:
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self._signatures = Seen(seconds=2 * WINDOW_SECONDS)

    def refuses(self, body: bytes, *, timestamp: str, signature: str) -> str | None:
        """Return why a request is not let in, or None if it is."""
        if not _TIMESTAMP.fullmatch(timestamp):
            return "its time stamp is no number"
        if not _SIGNATURE.fullmatch(signature):
            return "its signature has not the form of one"
        if not self._is_signed(body, timestamp, signature):
            return "its signature is wrong or older than five minutes"
        return "it is a replay" if self._signatures.again(signature) and not _is_harmless(body) else None

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Say whether the signature is Slack's for this body, made within the last five minutes."""
        try:
            return self._verifier is not None and self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            return False


def reachable(engine: Engine) -> bool:
    """Say whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, RuntimeError):
        return False
    return True


def serve(load: Callable[[], WSGIApplication], *, port: int, leave: Callable[[], None] = lambda: None) -> None:
    """Serve what `load` returns with gunicorn, until the process is told to stop; unfinished answers still go out.

    `load` is called first and `leave` last in the serving process: threads started before it would not be there.
    """
    _Server(load, leave, port).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told in code."""

    def __init__(self, load: Callable[[], WSGIApplication], leave: Callable[[], None], port: int) -> None:
        self._load = load
        self._leave = leave
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn up: one process, many threads."""
        self.cfg.set("bind", f"0.0.0.0:{self._port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 1)
        self.cfg.set("threads", THREADS)
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("worker_exit", lambda _arbiter, _worker: self._leave())

    def load(self) -> WSGIApplication:
        """Return the WSGI application."""
        return self._load()


def _routed(environ: WSGIEnvironment, app: App, gate: Gate, healthy: Callable[[], bool]) -> Response:
    """Return the response to a request, wherever it goes."""
    path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
    if path == "/healthz":
        return Response(HTTPStatus.OK, "ok") if healthy() else Response(HTTPStatus.SERVICE_UNAVAILABLE, "no database")
    if path != PATH:
        return Response(HTTPStatus.NOT_FOUND)
    if _is_ssl_check(environ.get("QUERY_STRING", "")):
        return Response(HTTPStatus.OK)
    if method != "POST":
        return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers={"allow": ["POST"]})
    body = _body(environ)
    return Response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) if body is None else _slack(environ, body, app, gate)


def _slack(environ: WSGIEnvironment, body: bytes, app: App, gate: Gate) -> Response:
    """Return Bolt's response to a request of Slack's, or the refusal of any other."""
    if environ.get("CONTENT_TYPE", "").startswith(FORM) and _is_ssl_check(body.decode(errors="replace")):
        return Response(HTTPStatus.OK)
    timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
    signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
    if reason := gate.refuses(body, timestamp=timestamp, signature=signature):
        log.warning("A request was refused: %s", reason)
        return Response(HTTPStatus.UNAUTHORIZED)
    try:
        response = app.dispatch(BoltRequest(body=body.decode(), headers=_headers(environ)))
    except Exception:  # Bolt takes for granted that what is signed is written as Slack writes
        log.exception("A request could not be understood")
        return Response(HTTPStatus.BAD_REQUEST)
    return Response(HTTPStatus(response.status), response.body, response.headers)


def _body(environ: WSGIEnvironment) -> bytes | None:
    """Return the body of a request; None if it is larger than anything Slack sends."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > BODY_LIMIT:
        return None
    if not length.isdecimal() and not environ.get("wsgi.input_terminated"):
        return b""
    body: bytes = environ["wsgi.input"].read(int(length) if length.isdecimal() else BODY_LIMIT + 1)
    return body if len(body) <= BODY_LIMIT else None


def _is_harmless(body: bytes) -> bool:
    """Say whether a request only asks for suggestions: who types the same twice in a second sends it twice."""
    try:
        payload = json.loads(parse_qs(body.decode()).get("payload", [""])[0])
    except ValueError:
        return False
    return isinstance(payload, dict) and payload.get("type") == "block_suggestion"


def _is_ssl_check(form: str) -> bool:
    """Say whether Slack only looks at our certificate: such probes ask nothing and are answered unsigned."""
    return "ssl_check" in form and parse_qs(form).get("ssl_check") == ["1"]


def _headers(environ: WSGIEnvironment) -> dict[str, Any]:
    """Return a request's headers by their usual names."""
    named = {key.removeprefix("HTTP_"): value for key, value in environ.items() if key.startswith("HTTP_")}
    named["CONTENT_TYPE"] = environ.get("CONTENT_TYPE", "")
    return {key.replace("_", "-").lower(): value for key, value in named.items()}
