"""Ids as Slack writes them, the same ones for the same seed."""

import random
import string
from collections.abc import Callable
from uuid import UUID

ALPHABET = string.ascii_uppercase + string.digits


class Ids:
    """Gives ids out: `T…`, `U…`, `C…`, and time stamps that never repeat."""

    def __init__(self, seed: int, *, now: Callable[[], float]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self._now = now
        self._last = 0

    def new(self, prefix: str) -> str:
        """Return an id that begins with Slack's letter for its kind."""
        return prefix + "".join(self._random.choices(ALPHABET, k=10))

    def secret(self, length: int = 24) -> str:
        """Return letters and digits nobody would guess, were the seed not known."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))

    def ts(self) -> str:
        """Return the time stamp of a new message: seconds and microseconds, later than all before."""
        self._last = max(self._last + 1, int(self._now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def uuid(self) -> str:
        """Return what envelopes are told apart by."""
        return str(UUID(int=self._random.getrandbits(128), version=4))
