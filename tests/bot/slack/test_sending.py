"""Sending a message one way."""

from typing import Any

from slack_sdk import WebClient

from bot.slack import sending
from bot.slack.client import web_client
from playground.testing import LocalSlack

LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 250}}] * 45
"""Blocks that are too long only together."""


def client(workspace: LocalSlack) -> WebClient:
    """Return the bot's client: one that repeats nothing whose outcome is unknown."""
    return web_client(workspace.bot_token, api_url=workspace.api_url.rstrip("/"))


def test_blocks_that_are_too_long_together_go_out_once_more_as_fewer(workspace: LocalSlack) -> None:
    message: dict[str, Any] = {"text": "A long list.", "blocks": LONG}
    where = {"channel": workspace.channel("random").id, "user": workspace.as_("maria").id}
    assert sending.call(client(workspace), "chat.postEphemeral", message, **where) is None
    [heard] = workspace.heard_by("maria")
    refused, _ = workspace.exchanges("chat.postEphemeral")

    assert refused.refused == "msg_blocks_too_long"
    assert heard.words.count("x") == 45 * 250


def test_a_failure_is_told_by_slacks_word_or_by_its_kind(workspace: LocalSlack) -> None:
    where = {"channel": workspace.channel("general").id}

    def told() -> str | None:
        return sending.call(client(workspace), "chat.postMessage", {"text": "x"}, **where)

    assert told() == "not_in_channel"
    workspace.fault("server_error", of="chat.postMessage")
    assert told() == "status 500"
    workspace.fault("lost_answer", of="chat.postMessage")
    assert told() == "RemoteDisconnected"
