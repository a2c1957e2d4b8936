"""People react, and edit and delete what they have written: what the official Bolt hears of it."""

from bisect import insort
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import App, Say

from playground.outward.words import typed, written
from playground.slack import opened
from playground.testing import LocalSlack


@pytest.fixture
def told(workspace: LocalSlack, app: App) -> list[dict[str, Any]]:
    """What a bot in general is told of messages and of emoji, as it happened: what is told may overtake what was."""
    events: list[dict[str, Any]] = []
    for kind in ("message", "reaction_added", "reaction_removed"):
        app.event(kind)(lambda event: insort(events, event, key=itemgetter("event_ts")))
    workspace.joins("bot", "general")
    return events


def test_a_reaction_comes_and_goes(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    joe, maria = workspace.as_("joe"), workspace.as_("maria")
    joe.types("a thought")
    (thought,) = maria.hears()
    for _ in range(2):
        workspace.waits_for_quiet()
        maria.reacts("tada", to=thought)
    workspace.waits_for_quiet()
    item = {"type": "message", "channel": workspace.channel("general").id, "ts": thought.ts}

    assert [event["type"] for event in told] == ["message", "reaction_added", "reaction_removed"]
    assert (told[1]["user"], told[1]["reaction"]) == (maria.id, "tada")
    assert (told[1]["item"], told[1]["item_user"]) == (item, joe.id)
    assert not workspace.channel("general").messages[-1].reactions


def test_a_bot_answers_a_reaction_where_it_was(workspace: LocalSlack, app: App) -> None:
    @app.event("reaction_added")
    def answer(say: Say) -> None:
        say("OK!")

    workspace.joins("bot", "general")
    workspace.as_("joe").types("a thought")
    (thought,) = workspace.heard_by("maria")
    workspace.as_("maria").reacts("tada", to=thought)

    assert [one.text for one in workspace.heard_by("joe")] == ["OK!"]


@pytest.mark.usefixtures("app")
def test_where_the_bot_is_not_nobody_tells_it(workspace: LocalSlack) -> None:
    workspace.as_("joe").types("a thought")
    (thought,) = workspace.heard_by("maria")
    workspace.as_("maria").reacts("tada", to=thought)
    workspace.waits_for_quiet()

    assert workspace.channel("general").messages[-1].reactions == {"tada": [workspace.as_("maria").id]}
    assert not workspace.exchanges("event reaction_added")


@given(st.text(alphabet=st.sampled_from("@#<>&|! joe.general://")))
def test_what_is_to_be_edited_reads_as_it_was_typed(text: str) -> None:
    slack = opened()
    stored = written(slack, text)
    assert written(slack, typed(slack, stored)) == stored


@pytest.mark.parametrize("text", ["Ask @joe in #general, @here & there: https://example.com/a?b=1&c=2 <b>"])
def test_mentions_and_links_are_typed_as_they_were(text: str) -> None:
    slack = opened()
    assert typed(slack, written(slack, text)) == text


def test_what_was_written_is_written_anew_and_taken_away(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    maria = workspace.as_("maria")
    maria.types("one")
    workspace.waits_for_quiet()
    maria.edits("two")
    assert [(one.text, one.is_update) for one in workspace.heard_by("joe")] == [("two", False)]
    maria.deletes()
    workspace.waits_for_quiet()

    assert [event.get("subtype") for event in told] == [None, "message_changed", "message_deleted"]
    assert (told[1]["message"]["text"], told[1]["previous_message"]["text"]) == ("two", "one")
    assert told[1]["message"]["edited"]["user"] == maria.id
    assert told[2]["previous_message"]["text"] == "two"
