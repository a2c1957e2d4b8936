"""Requests as they come: by the right method, of the right kind, not too large, signed, with a key."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from bot.api import signature
from bot.api.refusal import Refusal

BODY_LIMIT = 1_000_000
KEY_LIMIT = 200
MOST_DIGITS = 12
"""Digits of a length that is worth reading."""


@dataclass(frozen=True)
class Request:
    """What was sent, and the idempotency key by which it is recognised when it comes again."""

    key: str
    body: bytes


def read(environ: WSGIEnvironment, *, secret: str, now: datetime) -> Request:
    """Return a request that may be looked into.

    Raises:
        Refusal: it may not.
    """
    if environ["REQUEST_METHOD"] != "POST":
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Visits are sent by POST.", headers={"allow": "POST"})
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json.")
    body = _body(environ)
    timestamp, signed = (environ.get(f"HTTP_X_REGULARS_{name}", "") for name in ("TIMESTAMP", "SIGNATURE"))
    signature.check(body, timestamp=timestamp, signature=signed, secret=secret, now=now)
    return Request(_key(environ), body)


def _body(environ: WSGIEnvironment) -> bytes:
    """Return the body, of which no more is read than allowed."""
    length = environ.get("CONTENT_LENGTH") or ""
    is_told = length.isdecimal()
    if not is_told and not environ.get("wsgi.input_terminated"):
        raise Refusal(HTTPStatus.LENGTH_REQUIRED, "Content-Length is missing.")
    is_too_large = is_told and (len(length) > MOST_DIGITS or int(length) > BODY_LIMIT)
    wanted = int(length) if is_told and not is_too_large else BODY_LIMIT + 1
    body: bytes = b"" if is_too_large else environ["wsgi.input"].read(wanted)
    if is_too_large or len(body) > BODY_LIMIT:
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A body may have {BODY_LIMIT:,} bytes.")
    return body


def _key(environ: WSGIEnvironment) -> str:
    """Return the idempotency key."""
    key = str(environ.get("HTTP_IDEMPOTENCY_KEY", "")).strip()
    if not 1 <= len(key) <= KEY_LIMIT or not key.isascii() or not key.isprintable():
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            f"Idempotency-Key must be 1 to {KEY_LIMIT} ASCII characters that no other request has.",
        )
    return key
