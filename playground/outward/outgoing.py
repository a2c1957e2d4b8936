"""Something for the bot, and what may become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

TOKEN = "verification-token"  # noqa: S105 - what Slack still sends along, and nobody should look at


@dataclass(frozen=True)
class Retry:
    """Which attempt this is after the first, and why there is one."""

    number: int
    reason: str


@dataclass(frozen=True)
class Outgoing:
    """Something for the bot."""

    name: str
    """What it is called in the traffic, and what faults go by: `/dormant`, `block_actions`, `event app_mention`."""
    kind: Literal["slash_commands", "interactive", "events_api"]
    payload: Mapping[str, Any]
    path: str | None = None
    """Where the manifest has it sent; None means to where everything goes."""
    takes_answer: bool = False
    """Whether the acknowledgement may carry something."""
    wrong: Callable[[Any], str] = lambda _: ""
    """Says what is wrong with that something."""
    retry: Retry | None = None


class Unacknowledged(Exception):
    """The bot did not acknowledge as it should; `error` is Slack's word for people, `reason` the one for retries."""

    def __init__(self, error: str, reason: str, *, status: int | None = None, answer: Any = None) -> None:
        super().__init__(error)
        self.error = error
        self.reason = reason
        self.status = status
        self.answer = answer
        self.is_final = False
        """Whether the bot asked not to be told again."""
