"""How often a method may be called, as Slack counts: per minute, and for posting per second and channel."""

from collections import defaultdict, deque

from playground.clock import Clock

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute for each of Slack's tiers."""


class Rates:
    """Counts calls, once that is switched on (`is_on`); off, nobody is held up."""

    def __init__(self, clock: Clock) -> None:
        self.is_on = False
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, subject: str, *, calls: int, seconds: float) -> int:
        """Count a call, or return after how many whole seconds it may be tried again."""
        if not self.is_on:
            return 0
        now, past = self._clock.timestamp(), self._calls[subject]
        while past and past[0] <= now - seconds:
            past.popleft()
        if len(past) < calls:
            past.append(now)
            return 0
        return max(1, int(past[0] + seconds - now + 0.999))
