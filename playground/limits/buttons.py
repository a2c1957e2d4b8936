"""Elements that are pressed, and the image that stands beside them.

Source: docs.slack.dev/reference/block-kit/block-elements, read in November 2026, and slack_sdk 3.47.
"""

from collections.abc import Mapping
from typing import Final

from playground.limits.rules import at_least_one, at_most_one, keeping
from playground.limits.shapes import Check, choice, listing, shape, string, typed
from playground.limits.texts import CONFIRM, NAME, OVERFLOW_OPTION, SLACK_FILE, STYLE, URL, WORKFLOW, plain_text

VALUE: Final = string(most=2000)
SPOKEN: Final = string(most=75)
"""What a screen reader says instead of a button's text."""

VIEWERS: Final = listing(string(), most=10)
FEEDBACK: Final = shape({"text": plain_text(75), "value": VALUE}, accessibility_label=SPOKEN)

IMAGE: Final = keeping(
    shape(
        {"type": choice("image"), "alt_text": string(most=2000)},
        image_url=string(least=1, most=3000),
        slack_file=SLACK_FILE,
    ),
    at_least_one("image_url", "slack_file"),
    at_most_one("image_url", "slack_file"),
)

BUTTONS: Final[Mapping[str, Check]] = {
    "button": typed(
        {"text": plain_text(75)},
        action_id=NAME,
        url=URL,
        value=VALUE,
        style=STYLE,
        confirm=CONFIRM,
        accessibility_label=SPOKEN,
        visible_to_user_ids=VIEWERS,
        agent_prompt=string(most=4000),
        agent_prompt_display=string(),
    ),
    "feedback_buttons": typed({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, action_id=NAME),
    "icon_button": typed(
        {"text": plain_text(75), "icon": choice("trash")},
        action_id=NAME,
        value=VALUE,
        confirm=CONFIRM,
        accessibility_label=SPOKEN,
        visible_to_user_ids=VIEWERS,
    ),
    "image": IMAGE,
    "overflow": typed({"options": listing(OVERFLOW_OPTION, least=1, most=5)}, action_id=NAME, confirm=CONFIRM),
    "workflow_button": typed(
        {"text": plain_text(75), "workflow": WORKFLOW},
        action_id=NAME,
        style=STYLE,
        confirm=CONFIRM,
        accessibility_label=SPOKEN,
    ),
}
