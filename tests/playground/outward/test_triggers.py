"""Trigger ids: once, and within three seconds on the playground's clock."""

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from playground.testing import LocalSlack
from tests.playground.outward.test_modals import ASKING


def trigger(workspace: LocalSlack, app: App) -> str:
    """Return the trigger of a command of maria's."""
    app.command("/hi")(lambda ack: ack())
    workspace.as_("maria").types("/hi")
    trigger_id: str = workspace.exchanges("/hi")[-1].request["trigger_id"]
    return trigger_id


def test_a_trigger_opens_one_modal(workspace: LocalSlack, app: App) -> None:
    trigger_id = trigger(workspace, app)
    workspace.client.views_open(trigger_id=trigger_id, view=ASKING)

    assert workspace.as_("maria").modal.title == "Customer"
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        workspace.client.views_open(trigger_id=trigger_id, view=ASKING)


def test_a_trigger_is_of_no_use_after_three_seconds(workspace: LocalSlack, app: App) -> None:
    trigger_id = trigger(workspace, app)
    workspace.clock.on("4 seconds")

    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        workspace.client.views_open(trigger_id=trigger_id, view=ASKING)
