"""What every method promises, those to come included."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.api.calling import Call
from playground.api.methods import METHODS
from playground.api.refusal import Refusal
from playground.manifest import Manifest
from playground.slack import opened
from playground.workspace import Message
from tests.playground.api.conftest import Judge

DOCUMENT = Path(__file__).parents[3] / "docs" / "playground.md"
ELSEWHERE = {"blocks.validate"}
"""Too new for the official client."""

NAMES = (
    "channel user users text blocks view ts thread_ts cursor limit files file name timestamp types hash email "
    "usergroup user_id channel_id view_id external_id trigger_id metadata attachments filename length oldest latest bot"
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    st.sampled_from(
        ["C1", "general", "U1", "S1", "D1", "1.000000", "[]", "{}", "[1]", '[{"type": "divider"}]', "null"]
    ),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "id", "text"]), inner),
        max_leaves=5,
    ),
)
ARGUMENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES.split(), VALUES))


@pytest.mark.parametrize("name", sorted(METHODS))
def test_it_is_one_of_slacks(name: str) -> None:
    assert name in ELSEWHERE or hasattr(WebClient, name.replace(".", "_"))


def test_all_are_in_the_table_of_what_is_emulated() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in METHODS if f"`{name}`" not in written] == []


def test_none_but_one_works_without_a_token(slack: Judge) -> None:
    stranger = slack.client(None)
    for name in METHODS.keys() - {"api.test"}:
        with pytest.raises(SlackApiError, match="not_authed"):
            stranger.api_call(name)


class TestWithoutScopes:
    @pytest.fixture
    def manifest(self) -> Manifest:
        return Manifest("Regulars", scopes=frozenset())

    def test_each_that_takes_one_is_refused(self, slack: Judge) -> None:
        for name in (name for name, method in METHODS.items() if method.scopes):
            with pytest.raises(SlackApiError, match="missing_scope"):
                slack.bot.api_call(name)


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(sorted(METHODS)), arguments=ARGUMENTS)
def test_any_arguments_are_answered_or_refused(name: str, arguments: dict[str, Any]) -> None:
    slack = opened(Manifest("Regulars", events=frozenset()))
    general = slack.workspace.channel_named("general")
    general.id, general.members = "C1", [*general.members, slack.workspace.bot.id]
    general.messages.append(Message("1.000000", slack.workspace.bot.id, "Hello"))
    slack.workspace.channels["C1"] = general
    known = {key: value for key, value in arguments.items() if value is not None}
    with suppress(Refusal):
        assert isinstance(METHODS[name].answer(Call(slack, name, known)), dict)
