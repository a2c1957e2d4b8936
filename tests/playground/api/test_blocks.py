"""blocks.validate: the official client asks what would be refused."""

import json
from typing import Any

import pytest

from tests.playground.api.conftest import Judge, refused

GOOD = [{"type": "section", "text": {"type": "plain_text", "text": "Hello"}}]
BAD = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}]


def validate(slack: Judge, **given: Any) -> None:
    slack.bot.api_call("blocks.validate", data={name: json.dumps(value) for name, value in given.items()})


def test_good_blocks_pass_alone_in_a_message_and_in_a_view(slack: Judge) -> None:
    validate(slack, blocks=GOOD)
    validate(slack, message={"blocks": GOOD})
    validate(slack, view={"type": "home", "blocks": GOOD})
    assert slack.workspace.homes == {}


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"blocks": BAD}, "/0/text/text"),
        ({"message": {"blocks": BAD}}, "/blocks/0/text/text"),
        ({"view": {"type": "home", "blocks": BAD}}, "/view/blocks/0/text/text"),
    ],
)
def test_bad_blocks_are_pointed_at(slack: Judge, given: dict[str, Any], pointer: str) -> None:
    with refused("invalid_blocks") as answer:
        validate(slack, **given)
    assert {"code": "failed_constraint", "message": "must be less than 3001 characters", "pointer": pointer} in answer[
        "errors"
    ]


def test_one_thing_is_looked_at_at_a_time(slack: Judge) -> None:
    with refused("invalid_arguments"):
        validate(slack)
    with refused("invalid_arguments"):
        validate(slack, blocks=GOOD, message={"blocks": GOOD})
    with refused("invalid_arguments"):
        validate(slack, message=[1])
