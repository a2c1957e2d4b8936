"""Events: who is told what, and how often."""

from typing import Any

import pytest
from slack_bolt import App, BoltResponse

from playground.testing import LocalSlack, slack
from tests.playground.outward.conftest import bolt


def subscribed(*events: str) -> dict[str, Any]:
    """Return the manifest of an app that wants to hear of these."""
    home = {"app_home": {"home_tab_enabled": True}}
    return {"features": home, "settings": {"event_subscriptions": {"bot_events": list(events)}}}


class Failing:
    """A bot that fails at events, and keeps what Slack put above them."""

    def __init__(self, *, status: str = "500 No", **headers: str) -> None:
        self.retries: list[tuple[str | None, str | None]] = []
        self.status = status
        self.headers = [(name.replace("_", "-"), value) for name, value in headers.items()]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Fail."""
        above = (environ.get("HTTP_X_SLACK_RETRY_NUM"), environ.get("HTTP_X_SLACK_RETRY_REASON"))
        self.retries.append(above)
        start_response(self.status, self.headers)
        return [b""]


def test_an_event_comes_in_slacks_wrapping(workspace: LocalSlack, app: App) -> None:
    got: list[dict[str, Any]] = []
    app.event("app_mention")(lambda body: got.append(body))
    app.event("message")(lambda: None)
    workspace.joins("bot", "general")
    workspace.as_("maria").types("hey @your-app")
    body = workspace.until(lambda: got)[0]
    team, bot = workspace.workspace.team.id, workspace.workspace.bot.id

    assert (body["type"], body["team_id"], body["api_app_id"]) == ("event_callback", team, workspace.workspace.app_id)
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == bot
    assert abs(body["event_time"] - workspace.clock.now.timestamp()) < 60
    assert (body["event"]["user"], body["event"]["text"]) == (workspace.as_("maria").id, f"hey <@{bot}>")
    assert body["event"]["event_ts"] == body["event"]["ts"]
    assert body["event"]["client_msg_id"], "by that some bots know what people have typed"


def test_a_message_in_a_thread_answers_there(workspace: LocalSlack, app: App) -> None:
    app.event("app_mention")(lambda event, say: say("yes?", thread_ts=event["ts"]))
    app.event("message")(lambda: None)
    workspace.joins("bot", "general")
    workspace.as_("maria").types("hey @your-app")
    (reply,) = workspace.heard_by("maria")

    assert (reply.text, reply.thread_ts) == ("yes?", workspace.exchanges("event app_mention")[0].request["event"]["ts"])


def test_nobody_is_told_what_they_did_not_subscribe_to() -> None:
    with slack(manifest=subscribed("message.im"), channels=[{"name": "general", "members": ["maria", "bot"]}]) as there:
        bolt(there).event("message")(lambda: None)
        there.as_("maria").types("in a channel")
        there.as_("maria").types("to you alone", channel="@your-app")
        there.waits_for_quiet()
        told = [one.request["event"]["text"] for one in there.exchanges("event message")]

    assert told == ["to you alone"]


@pytest.mark.usefixtures("app")
def test_what_is_said_where_the_bot_is_not_stays_there(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("among ourselves")
    workspace.waits_for_quiet()

    assert not workspace.exchanges("event message")


def test_an_event_that_fails_comes_again_at_once_after_a_minute_and_after_five() -> None:
    with slack(manifest=subscribed("app_home_opened")) as workspace:
        bot = Failing()
        workspace.runs(bot)
        workspace.tells({"type": "app_home_opened"})
        for passed, times in (("1 second", 2), ("58 seconds", 2), ("2 seconds", 3), ("4 minutes", 3), ("2 minutes", 4)):
            workspace.clock.on(passed)
            workspace.waits_for_quiet()
            assert len(bot.retries) == times, passed
        workspace.clock.on("1 day")
        workspace.waits_for_quiet()
        ids = {one.request["event_id"] for one in workspace.exchanges("event app_home_opened")}

    assert bot.retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len(ids) == 1


def test_a_bot_that_takes_too_long_is_told_so() -> None:
    with slack(manifest=subscribed("app_home_opened")) as workspace:
        bot = Failing(status="200 OK")
        workspace.runs(bot)
        workspace.fault("timeout_after", of="event")
        workspace.tells({"type": "app_home_opened"})
        workspace.waits_for_quiet()

    assert bot.retries == [(None, None), ("1", "http_timeout")]


def test_a_bot_may_ask_not_to_be_told_again() -> None:
    with slack(manifest=subscribed("app_home_opened")) as workspace:
        bot = Failing(x_slack_no_retry="1")
        workspace.runs(bot)
        workspace.tells({"type": "app_home_opened"})
        workspace.waits_for_quiet()
        workspace.clock.on("1 day")
        workspace.waits_for_quiet()

    assert bot.retries == [(None, None)]


@pytest.mark.usefixtures("app")
def test_an_app_without_manifest_is_not_told_again_what_it_does_not_know(workspace: LocalSlack) -> None:
    workspace.tells({"type": "app_home_opened"})
    workspace.waits_for_quiet()

    assert [one.status for one in workspace.exchanges("event app_home_opened")] == [404]


def test_events_may_be_late(workspace: LocalSlack, app: App) -> None:
    got: list[int] = []
    app.event("team_join")(lambda: got.append(1))
    workspace.fault("late", of="event", seconds=7200)
    workspace.tells({"type": "team_join"})
    workspace.waits_for_quiet()

    assert not got
    workspace.clock.on("2 hours")
    workspace.until(lambda: got)


def test_events_may_come_twice(workspace: LocalSlack, app: App) -> None:
    got: list[str] = []
    app.event("team_join")(lambda body: got.append(body["event_id"]))
    workspace.fault("duplicate", of="event")
    workspace.tells({"type": "team_join"})
    workspace.until(lambda: len(got) == 2)

    assert got[0] == got[1]


@pytest.mark.parametrize("over", ["http", "socket"])
def test_home_is_published_when_it_is_opened_and_comes_along_the_next_time(workspace: LocalSlack, over: str) -> None:
    seen: list[dict[str, Any]] = []
    app = bolt(workspace, over=over)

    @app.event("app_home_opened")
    def publish(event: dict[str, Any], client: Any) -> BoltResponse:
        seen.append(event)
        text = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Visit {len(seen)}*"}}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [text]})
        return BoltResponse(status=200)

    maria = workspace.as_("maria")

    assert maria.home.words == "*Visit 1*"
    assert maria.home.words == "*Visit 2*"
    assert [(event["tab"], event["channel"][0], "view" in event) for event in seen] == [
        ("home", "D", False),
        ("home", "D", True),
    ]
