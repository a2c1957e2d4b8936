"""The same for the official AsyncApp."""

from typing import Any, Literal

import pytest
from slack_bolt.async_app import AsyncApp

from playground.testing import LocalSlack
from tests.playground.outward.test_actions import PLAIN


@pytest.mark.parametrize("over", ["http", "socket"])
def test_commands_and_buttons_are_answered(workspace: LocalSlack, over: Literal["http", "socket"]) -> None:
    app = AsyncApp(name="bot", client=workspace.async_client, signing_secret=workspace.signing_secret)

    @app.command("/show")
    async def show(ack: Any) -> None:
        await ack(blocks=PLAIN)

    @app.action("go")
    async def go(ack: Any, respond: Any) -> None:
        await ack()
        await respond("gone", replace_original=True)

    workspace.runs(app, over=over)
    workspace.as_("maria").types("/show")
    workspace.heard_by("maria")[0].button("Go").click()

    assert workspace.heard_by("maria")[0].text == "gone"
