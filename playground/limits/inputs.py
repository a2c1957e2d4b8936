"""Elements that something is typed into, and the one that takes files.

Source: docs.slack.dev/reference/block-kit/block-elements, read in November 2026, and slack_sdk 3.47.
"""

from collections.abc import Mapping
from typing import Final

from playground.limits.rich_text import RICH_TEXT
from playground.limits.shapes import Check, flag, integer, listing, string, typed
from playground.limits.texts import DISPATCH_ACTION_CONFIG, NAME, plain_text


def written(needs: Mapping[str, Check] | None = None, /, **takes: Check) -> Check:
    """Take an element that something is typed into."""
    return typed(
        needs,
        action_id=NAME,
        placeholder=plain_text(150),
        focus_on_load=flag,
        dispatch_action_config=DISPATCH_ACTION_CONFIG,
        **takes,
    )


LINES: Final = integer(least=1, most=100)

INPUTS: Final[Mapping[str, Check]] = {
    "email_text_input": written(initial_value=string()),
    "file_input": typed(action_id=NAME, filetypes=listing(string(), least=1), max_files=integer(least=1, most=10)),
    "number_input": written(
        {"is_decimal_allowed": flag}, initial_value=string(), min_value=string(), max_value=string()
    ),
    "plain_text_input": written(
        initial_value=string(most=3000),
        multiline=flag,
        min_length=integer(least=0, most=3000),
        max_length=integer(least=1, most=3000),
    ),
    "rich_text_input": written(initial_value=RICH_TEXT, min_lines=LINES, max_lines=LINES),
    "url_text_input": written(initial_value=string()),
}
