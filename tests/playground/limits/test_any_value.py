"""Nothing that can be written as JSON makes a check stumble."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.limits import Surface, blocks, message, options, response_action, view
from playground.limits.layout import BLOCKS
from tests.playground.limits.test_surfaces import ONE_OF_EACH

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
surfaces: st.SearchStrategy[Surface] = st.sampled_from(["message", "modal", "home"])


@st.composite
def nearly_blocks(draw: st.DrawFn) -> list[Any]:
    """Valid blocks, a part of which has become something else, or is missing."""

    def bent(value: Any) -> Any:
        if draw(st.integers(0, 12)) == 0:
            return draw(anything)
        if isinstance(value, dict):
            return {key: bent(inner) for key, inner in value.items() if draw(st.integers(0, 20))}
        return [bent(inner) for inner in value] if isinstance(value, list) else value

    kinds = draw(st.lists(st.sampled_from(sorted(BLOCKS)), max_size=4))
    return [bent(ONE_OF_EACH[kind]) for kind in kinds]


@settings(max_examples=60, deadline=None)
@given(value=anything | nearly_blocks(), surface=surfaces)
def test_blocks_may_be_anything(value: object, surface: Surface) -> None:
    for complaint in blocks(value, surface=surface):
        assert complaint.where.startswith("/blocks")
        assert complaint.what


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "text": anything,
            "markdown_text": anything,
            "blocks": anything | nearly_blocks(),
            "attachments": anything | st.lists(st.fixed_dictionaries({"blocks": nearly_blocks()}), max_size=2),
            "metadata": anything,
        },
    ),
    st.booleans(),
)
def test_a_message_may_be_anything(arguments: dict[str, Any], updating: bool) -> None:
    refused = message(arguments, updating=updating)
    assert refused is None or refused.error


@settings(max_examples=60, deadline=None)
@given(
    anything
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["modal", "home"]) | anything, "blocks": nearly_blocks()},
        optional={"title": anything, "submit": anything, "private_metadata": anything},
    ),
    anything,
)
def test_views_and_answers_may_be_anything(value: Any, other: object) -> None:
    refused = view(value)
    assert refused is None or refused.error
    submitted = value if isinstance(value, dict) else {}
    for answer in (other, {"response_action": "push", "view": value}, {"response_action": "errors", "errors": other}):
        assert all(complaint.what for complaint in response_action(answer, submitted))
    assert all(complaint.what for complaint in options(value))
