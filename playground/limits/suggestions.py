"""Suggestions: what a bot answers when an external menu asks for options.

Source: docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select, read in November 2026.
"""

from typing import Final

from playground.limits.complaint import Complaint
from playground.limits.rules import at_least_one, at_most_one, keeping
from playground.limits.shapes import listing, shape
from playground.limits.texts import OPTION, OPTION_GROUP

SUGGESTIONS: Final = keeping(
    shape(options=listing(OPTION, most=100), option_groups=listing(OPTION_GROUP, most=100)),
    at_least_one("options", "option_groups"),
    at_most_one("options", "option_groups"),
)


def options(value: object) -> list[Complaint]:
    """Say what is wrong with the answer to a `block_suggestion`."""
    return list(SUGGESTIONS(value, ""))
