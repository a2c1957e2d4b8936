"""What blocks hold, and what Slack calls what was left nameless."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.blocks import VALUES, elements, found, named, values
from playground.ids import Ids

KINDS = sorted(VALUES)
IDS = Ids(1, now=lambda: 0.0)


def of(kind: str, **more: object) -> dict[str, Any]:
    """Return a block with one element."""
    return {"type": "actions", "block_id": "b", "elements": [{"type": kind, "action_id": "a", **more}]}


@pytest.mark.parametrize("kind", KINDS)
def test_an_input_that_nobody_touched_holds_its_beginning(kind: str) -> None:
    initial, name, empty = VALUES[kind]

    assert values([of(kind)], {}) == {"b": {"a": {"type": kind, name: empty}}}
    assert values([of(kind, **{initial: "x"})], {}) == {"b": {"a": {"type": kind, name: "x"}}}
    assert values([of(kind, **{initial: "x"})], {"b": {"a": {name: "y"}}}) == {"b": {"a": {"type": kind, name: "y"}}}


def test_what_was_entered_where_nothing_is_any_more_is_not_held() -> None:
    assert values([of("button")], {"b": {"a": {"value": "x"}}, "gone": {"a": {"value": "y"}}}) == {}


@given(st.lists(st.sampled_from(KINDS), max_size=5), st.booleans())
def test_everything_has_an_id_and_those_that_were_given_stay(kinds: list[str], is_named: bool) -> None:
    own = {"block_id": "mine"} if is_named else {}
    blocks: list[dict[str, Any]] = [
        {"type": "actions", **own, "elements": [{"type": kind} for kind in kinds]},
        of("button"),
    ]
    complete = named(blocks, IDS)

    assert [one["action_id"] for block in complete for one in elements(block)]
    assert len({one["action_id"] for block in complete for one in elements(block)}) == len(kinds) + 1
    assert (complete[0]["block_id"] == "mine") == is_named
    assert complete[1] == blocks[1]
    assert "action_id" not in str(blocks[0])


def test_an_element_is_found_wherever_it_is_in_its_block() -> None:
    section = {"type": "section", "block_id": "s", "accessory": {"type": "overflow", "action_id": "more"}}

    assert found([of("button"), section], "s", "more") == (section, section["accessory"])
    with pytest.raises(KeyError):
        found([section], "s", "less")
