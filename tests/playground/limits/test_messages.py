"""What Slack says to a message."""

import json
from typing import Any

import pytest

from playground.limits import Refused, message
from tests.playground.limits.parts import section, table


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": "x"},
        {"text": "x" * 50_000},
        {"markdown_text": "**x**"},
        {"blocks": [section()]},
        {"blocks": json.dumps([section()])},
        {"text": "x", "blocks": []},
        {"text": "x", "blocks": "", "attachments": None},
        {"attachments": [{"color": "#ff0000", "blocks": [section()]}]},
        {"attachments": json.dumps([{"text": "x", "fallback": "x"}] * 100)},
        {"text": "x", "metadata": {"event_type": "made", "event_payload": {"id": [1]}}},
        {"text": "x", "metadata": '{"event_type": "made", "event_payload": {}}'},
        {"text": "x", "metadata": {"entities": []}},
    ],
)
def test_a_message_that_says_something_passes(arguments: dict[str, Any]) -> None:
    assert message(arguments) is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "  \n"}, "no_text"),
        ({"blocks": [], "attachments": "[]"}, "no_text"),
        ({"blocks": "no JSON"}, "invalid_blocks_format"),
        ({"blocks": "[" * 100_000}, "invalid_blocks_format"),
        ({"blocks": {"blocks": []}}, "invalid_blocks_format"),
        ({"blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"blocks": [{"type": "foo"}]}, "invalid_blocks"),
        ({"blocks": [table(), table()]}, "invalid_attachments"),
        ({"attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"attachments": ["x"]}, "invalid_attachments"),
        ({"attachments": "x"}, "invalid_attachments"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"blocks": [section()], "markdown_text": "x"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "metadata": "no JSON"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": [1]}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "made"}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "made", "event_payload": "x"}}, "invalid_metadata_schema"),
    ],
)
def test_a_message_is_refused_with_slacks_word(arguments: dict[str, Any], error: str) -> None:
    refused = message(arguments)
    assert refused is not None
    assert refused.error == error


def test_the_refusal_says_where() -> None:
    assert message({"blocks": [section("x" * 3001)]}) == Refused(
        "invalid_blocks",
        (
            "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        ),
    )
    assert message({"attachments": [{}, {"blocks": [{"type": "foo"}]}]}) == Refused(
        "invalid_attachments", ("[ERROR] unsupported type: foo [json-pointer:/attachments/1/blocks/0/type]",)
    )


def test_an_update_takes_a_shorter_text_counted_in_bytes() -> None:
    assert message({"text": "x" * 4_000}, updating=True) is None
    assert message({"text": "顾" * 1_333}, updating=True) is None
    assert message({"text": "x" * 4_001}, updating=True) == Refused("msg_too_long")
    assert message({"text": "顾" * 1_334}, updating=True) == Refused("msg_too_long")


@pytest.mark.parametrize(
    ("characters", "count", "passes"),
    [(13_200, 2, True), (9_597, 50, True), (11_341, 45, False), (13_172, 3, False)],
)
def test_blocks_weigh_what_people_measured(characters: int, count: int, passes: bool) -> None:
    each, rest = divmod(characters, count)
    given = [{"type": "markdown", "text": "x" * (each + (number < rest))} for number in range(count)]
    assert message({"blocks": given}) == (None if passes else Refused("msg_blocks_too_long"))


def test_a_table_weighs_nothing() -> None:
    full = table() | {"rows": [[{"type": "raw_text", "text": "x" * 10_000}]]}
    assert message({"blocks": [full, {"type": "markdown", "text": "x" * 12_000}]}) is None
