"""Views: modals and the Home tab.

Source: docs.slack.dev/reference/views and docs.slack.dev/surfaces/modals, read in November 2026. Fields that Slack adds
to the views it sends (`id`, `hash`, `state` and others) are refused when they are sent back.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.limits.complaint import Complaint, Refused
from playground.limits.encoding import decoded, size
from playground.limits.rules import keeping
from playground.limits.shapes import Check, either, flag, string, typed, union
from playground.limits.surfaces import Surface, blocks
from playground.limits.texts import plain_text

MOST_BYTES: Final = 250_000
TITLE: Final = plain_text(24)


def _blocks_of(surface: Surface) -> Check:
    return lambda value, where: blocks(value, surface=surface, where=where)


def submit_for_inputs(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Want a button to submit what is put in."""
    for place, block in enumerate(value["blocks"]):
        if block["type"] == "input" and "submit" not in value:
            what = "must define `submit` to use an `input` block in modals"
            yield Complaint(f"{where}/blocks/{place}/input", what)


def _view(needs: Mapping[str, Check]) -> Check:
    return typed(
        needs,
        close=TITLE,
        submit=TITLE,
        private_metadata=string(most=3000),
        callback_id=string(most=255),
        external_id=string(most=255),
        clear_on_close=flag,
        notify_on_close=flag,
        title=TITLE,
    )


MODAL: Final = keeping(_view({"title": TITLE, "blocks": _blocks_of("modal")}), submit_for_inputs)
HOME: Final = _view({"blocks": _blocks_of("home")})
VIEW: Final = either(union({"modal": MODAL, "home": HOME}))


def view(value: object) -> Refused | None:
    """Say why Slack would refuse a view, if it would."""
    given = decoded(value)
    if wrong := list(VIEW(given, "/view")):
        return Refused("invalid_arguments", tuple(map(str, wrong)))
    return Refused("view_too_large") if size(given) > MOST_BYTES else None
