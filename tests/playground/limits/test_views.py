"""What Slack says to a view."""

import json
from typing import Any

import pytest

from playground.limits import Refused, view
from tests.playground.limits.parts import Part, asked, home, line, modal, plain, section


def said(value: object) -> list[str]:
    """What Slack says after that the view matches no schema."""
    refused = view(value)
    assert refused is not None
    assert refused.error == "invalid_arguments"
    assert refused.messages[0] == "[ERROR] failed to match all allowed schemas [json-pointer:/view]"
    return [message.removeprefix("[ERROR] ") for message in refused.messages[1:]]


@pytest.mark.parametrize(
    "value",
    [
        home(),
        home(section(), callback_id="home", private_metadata="x", external_id="e"),
        home(asked({"type": "plain_text_input"}, dispatch_action=True)),
        modal(section(), clear_on_close=True, notify_on_close=True),
        modal(asked({"type": "plain_text_input"}), submit=plain(), close=plain()),
        json.dumps(modal(section())),
    ],
)
def test_a_view_passes(value: object) -> None:
    assert view(value) is None


@pytest.mark.parametrize(
    ("field", "most", "where"),
    [
        ("title", 24, "title/text"),
        ("submit", 24, "submit/text"),
        ("close", 24, "close/text"),
        ("callback_id", 255, "callback_id"),
        ("external_id", 255, "external_id"),
        ("private_metadata", 3000, "private_metadata"),
    ],
)
def test_a_field_of_a_view_is_no_longer_than_so_much(field: str, most: int, where: str) -> None:
    def made(size: int) -> Part:
        return modal() | {field: plain("x" * size) if where.endswith("text") else "x" * size}

    assert view(made(most)) is None
    assert said(made(most + 1)) == [f"must be less than {most + 1} characters [json-pointer:/view/{where}]"]


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        (None, ["must provide an object [json-pointer:/view]"]),
        ("no JSON", ["must provide an object [json-pointer:/view]"]),
        ({"blocks": []}, ["missing required field: type [json-pointer:/view]"]),
        ({"type": "sheet"}, ["unsupported type: sheet [json-pointer:/view/type]"]),
        ({"type": "home"}, ["missing required field: blocks [json-pointer:/view]"]),
        ({"type": "modal", "blocks": []}, ["missing required field: title [json-pointer:/view]"]),
        (modal(submit=None), ["must provide an object [json-pointer:/view/submit]"]),
        (modal(state={}), ["invalid additional property: state [json-pointer:/view]"]),
        (modal(submit_disabled=True), ["invalid additional property: submit_disabled [json-pointer:/view]"]),
        (
            modal(section(), asked({"type": "plain_text_input"})),
            ["must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"],
        ),
        (
            modal(section(block_id="a"), section(block_id="a")),
            ['`block_id` "a" already exists [json-pointer:/view/blocks/1/block_id]'],
        ),
        (home({"type": "markdown", "text": "x"}), ["unsupported type: markdown [json-pointer:/view/blocks/0/type]"]),
    ],
)
def test_a_view_is_refused_with_a_reason(value: object, messages: list[str]) -> None:
    assert said(value) == messages


def test_a_view_is_no_larger_than_250_kilobytes() -> None:
    def made(size: int) -> dict[str, Any]:
        empty = len(json.dumps(home(line({"type": "text", "text": ""})), separators=(",", ":")))
        return home(line({"type": "text", "text": "x" * (size - empty)}))

    assert view(made(250_000)) is None
    assert view(made(250_001)) == Refused("view_too_large")
