"""How often a method may be called, as Slack counts: per minute and workspace; for posting, per second and channel."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Final

from playground.clock import Clock

SELDOM: Final = 20
SOMETIMES: Final = 50
OFTEN: Final = 100
"""Calls a minute of Slack's tiers 2, 3 and 4; https://docs.slack.dev/apis/web-api/rate-limits."""


@dataclass(frozen=True)
class Pace:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


POSTING: Final = Pace(3, 3.0)
"""One message a second and channel, in bursts of three: Slack allows short ones, and does not say how short."""


class Rates:
    """Counts calls, once that is switched on (`is_on`); off, nobody is held up."""

    def __init__(self, clock: Clock) -> None:
        self.is_on = False
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, subject: str, pace: Pace) -> int:
        """Count a call, or return after how many whole seconds it may be tried again."""
        if not self.is_on:
            return 0
        now, past = self._clock.timestamp(), self._calls[subject]
        while past and past[0] <= now - pace.seconds:
            past.popleft()
        if len(past) < pace.calls:
            past.append(now)
            return 0
        return max(1, math.ceil(past[0] + pace.seconds - now))
