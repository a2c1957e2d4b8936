"""Doing once what is asked for several times: under the writers' lock, by the request's key."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.api.refusal import Refusal
from bot.api.request import Request
from storage import runs
from storage.database import BUSY_SECONDS
from storage.tables import ApiRequest

Answer = dict[str, Any]


def once(session: Session, request: Request, do: Callable[[], Answer], *, now: datetime) -> Answer:
    """Do what a request asks for and keep the answer, or return the one it got before, in the caller's transaction.

    Raises:
        Refusal: another request has come with this key.
    """
    fingerprint = sha256(request.body).hexdigest()
    if (earlier := session.get(ApiRequest, request.key)) is None:
        answer = do()
        session.add(ApiRequest(key=request.key, fingerprint=fingerprint, at=now, answer=answer))
        return answer
    if earlier.fingerprint != fingerprint:
        raise Refusal(HTTPStatus.CONFLICT, "This Idempotency-Key has come with another body.")
    return earlier.answer


def wait_for_turn(session: Session, *, seconds: float) -> None:
    """Become the only writer for the rest of the session's transaction, within some seconds.

    Raises:
        OperationalError: somebody else writes for longer.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text(f"SET LOCAL lock_timeout = '{seconds * 1000:.0f}ms'"))
        runs.wait_for_turn(session)
        return
    session.execute(text(f"PRAGMA busy_timeout = {seconds * 1000:.0f}"))
    try:
        runs.wait_for_turn(session)
    finally:
        session.execute(text(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"))
