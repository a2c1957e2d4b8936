"""`POST /api/visits`: visits as they happen, each request taken in once, and as a whole or not at all."""

import json
import logging
import secrets
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from threading import BoundedSemaphore
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sqlalchemy import exc

from bot import clock
from bot.api import receipts, request
from bot.api.fields import Calendar
from bot.api.once import Answer, once, wait_for_turn
from bot.api.refusal import Refusal
from bot.api.taking import take
from bot.settings import Settings
from storage.database import Sessions

PATH = "/api/visits"

PATIENCE_SECONDS = 10
"""How long a request waits while an import or a classification writes."""

AT_ONCE = 16
"""Requests that are looked at or wait together: the others' threads are for people."""

log = logging.getLogger(__name__)


def application(
    sessions: Sessions, settings: Settings, *, secret: str, patience: float = PATIENCE_SECONDS, at_once: int = AT_ONCE
) -> WSGIApplication:
    """Return the WSGI application that takes in what is signed with the secret."""
    room = BoundedSemaphore(at_once)

    def answer(environ: WSGIEnvironment) -> Answer:
        asked = request.read(environ, secret=secret, now=clock.by_machine())
        if not room.acquire(blocking=False):
            raise _later("Too many requests wait", seconds=1)
        try:
            return _taken(asked, sessions, settings, patience)
        finally:
            room.release()

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, told, headers = _answered(partial(answer, environ))
        body = json.dumps(told, sort_keys=True).encode()
        kind = {"content-type": "application/json", "content-length": str(len(body))}
        start_response(f"{status.value} {status.phrase}", [*kind.items(), *headers.items()])
        return [body]

    return serve


def _answered(answer: "partial[Answer]") -> tuple[HTTPStatus, Answer, dict[str, str]]:
    """Return the status, the content and the headers of an answer, whatever happens; never raise."""
    try:
        return HTTPStatus.OK, answer(), {}
    except Refusal as refusal:
        return refusal.status, refusal.answer, dict(refusal.headers)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("A request failed, reference %s", reference)
        sentence = f"This is a mistake of the bot's; its log says more under {reference}."
        return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": sentence, "problems": []}, {}


def _taken(asked: request.Request, sessions: Sessions, settings: Settings, patience: float) -> Answer:
    """Take visits in, in one transaction."""
    now, zone = clock.now(), settings.time_zone
    sent = receipts.read(asked.body, Calendar(clock.today(zone), zone))
    try:
        with sessions() as session, session.begin():
            wait_for_turn(session, seconds=patience)
            return once(session, asked, lambda: take(session, sent, settings.policy, now=now), now=now)
    except (exc.OperationalError, exc.TimeoutError) as failure:
        log.warning("A request has to come again: %s", failure)
        raise _later("An import or a classification is writing", seconds=30) from None


def _later(reason: str, *, seconds: int) -> Refusal:
    """Return the refusal of a request that should come again."""
    sentence = f"{reason}; send the same request again in a while, with the same Idempotency-Key."
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, headers={"retry-after": str(seconds)})
