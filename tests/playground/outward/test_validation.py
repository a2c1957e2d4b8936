"""What Slack itself finds wrong with a modal."""

from typing import Any

import pytest

from playground.blocks import values
from playground.outward.validation import REQUIRED, complaints


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({"type": "plain_text_input"}, "", REQUIRED),
        ({"type": "plain_text_input"}, None, REQUIRED),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "plain_text_input", "min_length": 3, "max_length": 3}, "abc", None),
        ({"type": "email_text_input"}, "ann@", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ann@example.com", None),
        ({"type": "url_text_input"}, "example.com", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.com", None),
        ({"type": "number_input", "is_decimal_allowed": False}, "many", "Please enter a valid number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", None),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
            "-0.5",
            "Please enter a number of at least 0.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"},
            "10",
            "Please enter a number of at most 9.",
        ),
    ],
)
def test_what_was_typed_is_checked_before_the_bot_sees_it(
    element: dict[str, Any], value: str | None, complaint: str | None
) -> None:
    blocks = [{"type": "input", "block_id": "b", "element": {**element, "action_id": "a"}}]
    held = values(blocks, {"b": {"a": {"value": value}}})

    assert complaints(blocks, held) == ({"b": complaint} if complaint else {})


def test_what_is_optional_may_stay_empty() -> None:
    block = {"type": "input", "block_id": "b", "optional": True, "element": {"type": "checkboxes", "action_id": "a"}}

    assert complaints([block], values([block], {})) == {}
    assert complaints([{**block, "optional": False}], values([block], {})) == {"b": REQUIRED}
