"""Which elements stand in which block.

Source: docs.slack.dev/reference/block-kit/blocks, read in November 2026. The reference allows a menu of several choices
among the actions of a message, where Slack refuses it (`surfaces`).
"""

from collections.abc import Mapping
from typing import Final

from playground.limits.buttons import BUTTONS, IMAGE
from playground.limits.inputs import INPUTS
from playground.limits.menus import CHOICES, SEVERAL_CHOICES
from playground.limits.shapes import Check, union
from playground.limits.texts import mrkdwn, plain_text

EVERY_CHOICE: Final[Mapping[str, Check]] = {**CHOICES, **SEVERAL_CHOICES}


def pressed(*names: str) -> Mapping[str, Check]:
    """Return the buttons that a block takes."""
    return {name: BUTTONS[name] for name in names}


IN_ACTIONS: Final = union(
    {
        **pressed("button", "overflow", "workflow_button"),
        **EVERY_CHOICE,
        "rich_text_input": INPUTS["rich_text_input"],
    }
)
IN_CARD: Final = union(pressed("button"))
IN_CONTEXT: Final = union({"image": IMAGE, "plain_text": plain_text(3000), "mrkdwn": mrkdwn(3000)})
IN_CONTEXT_ACTIONS: Final = union(pressed("feedback_buttons", "icon_button"))
IN_INPUT: Final = union({**INPUTS, **EVERY_CHOICE})
IN_SECTION: Final = union({**pressed("button", "image", "overflow", "workflow_button"), **EVERY_CHOICE})
OVERFLOW: Final = union(pressed("overflow"))
