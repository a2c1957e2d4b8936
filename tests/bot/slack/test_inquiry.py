"""What Slack sends, as a question."""

from typing import Any

import pytest

from bot.slack.inquiry import clicked, commanded, shared

PRESS: dict[str, Any] = {
    "user": {"id": "U1", "name": "ann"},
    "channel": {"id": "C1"},
    "container": {"type": "message", "message_ts": "1.2", "is_ephemeral": True},
}
ACTION = {"action_id": "share", "block_id": "b1", "value": "/customer tier id:1"}


def test_a_command_is_what_was_typed() -> None:
    asked = commanded({"command": "/customer", "text": "A &amp; B", "user_id": "U1", "user_name": "ann"})
    assert (asked.line, asked.slack_id, asked.name, asked.channel_id) == ("/customer A & B", "U1", "ann", None)


def test_a_press_asks_what_the_button_carries() -> None:
    asked = clicked(PRESS, ACTION)
    assert (asked.line, asked.slack_id, asked.name) == ("/customer tier id:1", "U1", "ann")
    assert (asked.replaces, asked.public) == (True, False)
    assert shared(PRESS, ACTION).public


OURS = {"id": "T1", "domain": "acme"}
IN_ORGANISATION = OURS | {"enterprise_id": "E1", "enterprise_name": "Acme"}


@pytest.mark.parametrize(
    ("account", "where", "is_of"),
    [
        ("T1", OURS, "T1"),
        ("T9", OURS, "T9"),
        ("E9", OURS, "E9"),
        ("E1", IN_ORGANISATION, "T1"),
        ("T2", IN_ORGANISATION, "T1"),
        ("E9", IN_ORGANISATION, "E9"),
        ("E1", None, "E1"),
    ],
)
def test_in_an_organisation_whoever_presses_is_of_the_workspace_where_they_do_so(
    account: str, where: dict[str, str] | None, is_of: str
) -> None:
    body = PRESS | {"user": {"id": "W1", "name": "ann", "team_id": account}, "team": where}
    assert clicked(body, ACTION).workspace == is_of


def test_a_second_press_of_the_same_button_is_known_as_such() -> None:
    assert clicked(PRESS, ACTION | {"action_ts": "9"}).button == clicked(PRESS, ACTION | {"action_ts": "8"}).button


@pytest.mark.parametrize(
    ("press", "action"),
    [
        ({"user": {"id": "U2"}}, {}),
        ({"channel": {"id": "C2"}}, {}),
        ({"container": {"message_ts": "1.3"}}, {}),
        ({}, {"block_id": "b2"}),
        ({}, {"value": "/customer tier id:2"}),
    ],
)
def test_another_button_is_another(press: dict[str, Any], action: dict[str, Any]) -> None:
    assert clicked(PRESS | press, ACTION | action).button != clicked(PRESS, ACTION).button
