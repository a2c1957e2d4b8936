"""blocks.validate: what Slack would have against blocks, a message or a view, without showing it to anybody."""

import re
from collections.abc import Iterable
from typing import Any

from playground import limits
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.limits import Complaint, Refused

KINDS = ("blocks", "view", "message")

_WRITTEN = re.compile(r"\[ERROR\] (?P<what>.*) \[json-pointer:(?P<where>.*)\]", re.DOTALL)


def validate(call: Call) -> Answer:
    """blocks.validate: complain, or say nothing."""
    given = [kind for kind in KINDS if call.arguments.get(kind)]
    if len(given) != 1:
        raise Refusal("invalid_arguments", messages=["must provide exactly one of `blocks`, `view`, or `message`"])
    value = call.value(given[0])
    if given[0] == "blocks":
        return _found(limits.blocks(value, surface="message", where=""))
    if given[0] == "message" and not isinstance(value, dict):
        raise Refusal("invalid_arguments", messages=["`message` must be an object"])
    return _read(limits.view(value) if given[0] == "view" else limits.message(value))


def _found(complaints: Iterable[Complaint]) -> Answer:
    """Go on only where there is nothing to complain of.

    Raises:
        Refusal: `invalid_blocks`, with each complaint and where it points.
    """
    errors = [{"code": "failed_constraint", "message": one.what, "pointer": one.where} for one in complaints]
    if errors:
        raise Refusal("invalid_blocks", errors=errors)
    return {}


def _read(refused: Refused | None) -> Answer:
    """Go on only where Slack would.

    Raises:
        Refusal: as for blocks, or with the word for a whole that is too large.
    """
    if refused is None:
        return {}
    written: list[Any] = [_WRITTEN.fullmatch(message) for message in refused.messages]
    if not all(written):
        raise Refusal.of(refused)
    _found(Complaint(one["where"], one["what"]) for one in written)
    raise Refusal(refused.error)


METHODS = {"blocks.validate": Method(validate)}
