"""Submissions: what a bot may answer when somebody submits a view.

Source: docs.slack.dev/surfaces/modals#response_actions, read in November 2026. Whatever is wrong, people only read "We
had some trouble connecting. Try again?"; the complaints are for developers.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from playground.limits.complaint import Complaint
from playground.limits.shapes import Check, anything, shape, string, union
from playground.limits.views import MODAL

ACTIONS: Final = ("errors", "update", "push", "clear")
SHOWN: Final = union({"modal": MODAL})


def response_action(value: object, view: Mapping[str, object]) -> list[Complaint]:
    """Say what is wrong with the answer to the submission of `view`; an empty answer is right, and closes it."""
    if value in (None, "", {}):
        return []
    if not isinstance(value, Mapping):
        return [Complaint("", "must provide an object")]
    action = value.get("response_action")
    if action not in ACTIONS:
        return [Complaint("/response_action", "must be a valid enum value")]
    return list(_answer(str(action), view)(value, ""))


def _answer(action: str, view: Mapping[str, object]) -> Check:
    said: dict[str, Check] = {"response_action": anything}
    match action:
        case "clear":
            return shape(said)
        case "errors":
            return shape({**said, "errors": _errors(view)})
        case _:
            return shape({**said, "view": SHOWN})


def _errors(view: Mapping[str, object]) -> Check:
    inputs = set(_inputs(view))

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Mapping) or not value:
            yield Complaint(where, "must provide an object")
            return
        for name, sentence in value.items():
            if name not in inputs:
                yield Complaint(f"{where}/{name}", f"no input block has the block_id: {name}")
            yield from string(least=1)(sentence, f"{where}/{name}")

    return check


def _inputs(view: Mapping[str, object]) -> Iterator[str]:
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list | tuple) else ():
        if isinstance(block, Mapping) and block.get("type") == "input" and isinstance(block.get("block_id"), str):
            yield block["block_id"]
