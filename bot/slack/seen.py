"""Remembering for a while what has been seen: signatures against replays, event ids against redeliveries."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Seen:
    """A memory of keys, bounded in age and number; it belongs to one process."""

    def __init__(self, *, seconds: float, most: int = 100_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._keys: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def again(self, key: str) -> bool:
        """Say whether `key` has been seen before, and remember it."""
        now = self._clock()
        with self._lock:
            self._drop(now)
            if key in self._keys:
                return True
            self._keys[key] = now
            return False

    def forget(self, key: str) -> None:
        """Take `key` for one that has not been seen."""
        with self._lock:
            self._keys.pop(key, None)

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._keys)

    def _drop(self, now: float) -> None:
        """Drop what is too old, and the oldest where a new key would be one too many."""
        while self._keys and (len(self._keys) >= self._most or next(iter(self._keys.values())) < now - self._seconds):
            self._keys.popitem(last=False)
