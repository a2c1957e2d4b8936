"""A call of the Web API: read, checked against token, scope, rate and fault, and put to its method."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.slack import Slack

Answer = dict[str, Any]


class Refusal(Exception):
    """Slack's `ok: false`, with its error word and whatever comes along."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True)
class Call:
    """One call: the arguments as values, whichever way they were written."""

    slack: Slack
    method: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str, otherwise: str | None = None) -> str:
        """Return an argument that must be a text.

        Raises:
            Refusal: `invalid_arguments`, where it is missing and there is no `otherwise`.
        """
        value = self.arguments.get(name, otherwise)
        if value is None or (value == "" and otherwise is None):
            raise Refusal(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]}
            )
        return value if isinstance(value, str) else json.dumps(value)


@dataclass(frozen=True)
class Method:
    """A method of the Web API: what it does, which scope it takes (any one of them), and how often it may be called."""

    answer: Callable[[Call], Answer]
    scopes: tuple[str, ...] = ()
    per_minute: int | None = None
    takes_app_token: bool = False
