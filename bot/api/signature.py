"""Signatures: who knows the secret, signs the moment and the body with it, by HMAC-SHA256."""

import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

from bot.api.refusal import Refusal

WINDOW = timedelta(minutes=5)

_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


def signed(body: bytes, *, timestamp: str, secret: str) -> str:
    """Return the signature of a body sent at a moment (seconds since 1970): of both, with a full stop between."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def check(body: bytes, *, timestamp: str, signature: str, secret: str, now: datetime) -> None:
    """Let a body pass that is signed with the secret, and lately.

    Raises:
        Refusal: it is not.
    """
    if not _SECONDS.fullmatch(timestamp) or abs(int(timestamp) - now.timestamp()) > WINDOW.total_seconds():
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "X-Regulars-Timestamp must be the present time in seconds since 1970, five minutes off at most.",
        )
    if not hmac.compare_digest(signed(body, timestamp=timestamp, secret=secret).encode(), signature.encode()):
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "X-Regulars-Signature must be v1= and the hexadecimal HMAC-SHA256, with API_SECRET as the key, of the "
            "time stamp, a full stop, and the body.",
        )
