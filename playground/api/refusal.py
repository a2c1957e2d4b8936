"""Slack's `ok: false`: its error words, and what comes along with them."""

from collections.abc import Sequence
from typing import Any

from playground.limits import Refused


class Refusal(Exception):
    """Slack's `ok: false`, with its error word and whatever comes along."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more | ({"response_metadata": {"messages": list(messages)}} if messages else {})

    @classmethod
    def of(cls, refused: Refused) -> "Refusal":
        """Return what Slack answers where one of its limits is overstepped."""
        if refused.error != "invalid_blocks":
            return cls(refused.error, messages=refused.messages)
        errors = [message.removeprefix("[ERROR] ") for message in refused.messages]
        return cls(refused.error, messages=refused.messages, errors=errors)

    @classmethod
    def invalid(cls, what: str) -> "Refusal":
        """Return Slack's complaint about an argument."""
        return cls("invalid_arguments", messages=[f"[ERROR] {what}"])


class RateLimited(Refusal):
    """Too many calls: `seconds` later it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds
