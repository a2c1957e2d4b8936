"""The Slack for tests: what it is to write a test with it."""

import json
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from slack_bolt import Ack, Respond, Say
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from playground.clock import Clock
from playground.testing import Silence, slack
from playground.testing.moments import moment, span
from playground.testing.words import words
from tests.playground.outward.conftest import bolt, keep
from tests.playground.outward.test_modals import ASKING, plain

SUNDAY = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)


def test_a_slack_is_there_in_no_time() -> None:
    assert any(seconds_until_it_answers() < 1 for _attempt in range(5))


def seconds_until_it_answers() -> float:
    """Return how long a Slack takes that is started and ended again."""
    began = time.perf_counter()
    with slack() as workspace:
        assert workspace.client.auth_test()["ok"]

    return time.perf_counter() - began


def test_the_same_seed_and_start_make_the_same_conversation() -> None:
    assert conversation() == conversation()


def conversation() -> str:
    """Return all that goes to and fro in a conversation with a message, a command, a modal and a button."""
    with slack(clock=Clock(SUNDAY, stands=True), seed=7) as workspace:
        app = bolt(workspace)
        app.event(re.compile(".*"))(lambda: None)
        app.action("go")(lambda ack, respond: (ack(), respond("went")))
        opened = {**ASKING, "callback_id": "asked"}

        @app.command("/ask")
        def ask(ack: Ack, client: WebClient, command: dict[str, str], say: Say) -> None:
            client.views_open(trigger_id=command["trigger_id"], view=opened)
            go = {"type": "button", "action_id": "go", "text": plain("Go")}
            say(text="go?", blocks=[{"type": "actions", "elements": [go]}])
            ack("asked")  # last: what it does beside its acknowledgement has no order

        workspace.joins("bot", "general")
        maria = workspace.as_("maria")
        maria.types("hello")
        workspace.waits_for_quiet()
        maria.types("/ask")
        asking, go = maria.hears(at_least=2)
        (asking if asking.buttons else go).button("Go").click()
        workspace.clock.on("1 hour")
        maria.types("bye")
        maria.hears()
        seen = [
            (one.name, str(one.at), one.request, one.response) for one in workspace.traffic if one.name != "auth.test"
        ]
        return json.dumps(seen, default=str).replace(workspace.slack.url, "")


def test_what_was_heard_is_not_heard_again() -> None:
    with slack(people=["maria", "joe"]) as workspace:
        workspace.as_("maria").types("one")
        assert [(one.text, one.author, one.channel) for one in workspace.heard_by("joe")] == [
            ("one", "maria", "general")
        ]
        workspace.as_("joe").hears_nothing()
        workspace.as_("maria").types("two")
        assert [one.text for one in workspace.heard_by("joe")] == ["two"]
        workspace.as_("maria").hears_nothing()


def test_who_hears_nothing_is_told_what_happened_instead() -> None:
    with slack(patience=0.1) as workspace:
        bolt(workspace).command("/hi")(lambda ack: ack())
        workspace.as_("maria").types("/hi")
        with pytest.raises(Silence, match=r"(?s)maria does not hear 1 within 0.1 s.*to bot: /hi over http"):
            workspace.heard_by("maria")
        workspace.as_("joe").types("hello")
        with pytest.raises(AssertionError, match="maria hears"):
            workspace.as_("maria").hears_nothing()


def test_what_a_bot_says_later_in_a_thread_of_its_own_is_waited_for() -> None:
    release = Event()

    def later(respond: Respond) -> None:
        release.wait(5)
        respond("the answer")

    with slack() as workspace:

        @bolt(workspace).command("/slow")
        def slow(ack: Ack, respond: Respond) -> None:
            ack("Working on it…")
            Thread(target=later, args=(respond,)).start()

        workspace.as_("maria").types("/slow")
        assert workspace.heard_by("maria")[0].text == "Working on it…"
        workspace.as_("maria").hears_nothing()
        release.set()
        assert workspace.heard_by("maria")[0].text == "the answer"


def test_anything_that_can_be_looked_at_can_be_waited_for() -> None:
    with slack() as workspace:
        bolt(workspace).command("/hi")(lambda ack: ack())
        typing = Thread(target=workspace.as_("maria").types, args=("/hi",))
        typing.start()
        workspace.until(lambda: workspace.exchanges("/hi"))
        typing.join()


def test_people_talk_to_the_bot_directly_and_have_notices() -> None:
    with slack() as workspace:

        @bolt(workspace).message("hello")
        def hello(say: Say) -> None:
            say("hello yourself")

        workspace.as_("maria").types("hello", channel="@your-app")
        (reply,) = workspace.heard_by("maria")

        assert (reply.text, reply.is_ephemeral, reply.channel[0]) == ("hello yourself", False, "D")
        assert [notice.text for notice in workspace.as_("maria").notices] == ["hello yourself"]
        workspace.as_("joe").hears_nothing()


def test_a_file_is_heard_with_its_message() -> None:
    with slack() as workspace:
        channel = workspace.client.conversations_open(users=workspace.as_("maria").id)["channel"]["id"]
        workspace.client.files_upload_v2(channel=channel, filename="list.csv", content="a,b", initial_comment="Here.")
        (message,) = workspace.heard_by("maria")

        assert (message.file.name, message.file.content, message.text) == ("list.csv", b"a,b", "Here.")


def test_a_modal_takes_text_options_people_and_dates() -> None:
    def asking(label: str, **element: Any) -> dict[str, Any]:
        return {"type": "input", "block_id": label, "label": plain(label), "element": {"action_id": "it", **element}}

    options = [{"text": plain(word), "value": word.casefold()} for word in ("Gold", "Silver", "Bronze")]
    view = {
        **ASKING,
        "blocks": [
            asking("Name", type="plain_text_input"),
            asking("Tier", type="static_select", options=options),
            asking("Also", type="checkboxes", options=options),
            asking("Owner", type="users_select"),
            asking("Others", type="multi_users_select"),
            asking("Day", type="datepicker"),
        ],
    }
    got: list[dict[str, Any]] = []
    with slack() as workspace:
        app = bolt(workspace)
        app.command("/new")(
            lambda ack, client, body: (ack(), client.views_open(trigger_id=body["trigger_id"], view=view))
        )
        app.view("asked")(lambda ack, view: (ack(), keep(got, view["state"]["values"])))
        workspace.as_("maria").types("/new")
        modal = workspace.as_("maria").modal
        modal.fill("Name", "Acme").fill("Tier", "silver").fill("Also", "Gold", "Bronze").fill("Owner", "joe")
        modal.fill("Others", "joe", "chen").fill("Day", "2026-02-01").submit()
        joe, chen = (workspace.as_(name).id for name in ("joe", "chen"))

    held = {label: value["it"] for label, value in got[0].items()}
    assert held["Name"]["value"] == "Acme"
    assert held["Tier"]["selected_option"] == options[1]
    assert held["Also"]["selected_options"] == [options[0], options[2]]
    assert (held["Owner"]["selected_user"], held["Others"]["selected_users"]) == (joe, [joe, chen])
    assert held["Day"]["selected_date"] == "2026-02-01"


def test_what_is_not_there_is_said_with_what_is() -> None:
    buttons = [{"type": "button", "action_id": name, "text": plain(name)} for name in ("Yes", "No", "Yes, all")]
    menu = {"type": "static_select", "action_id": "menu", "options": [{"text": plain("Gold"), "value": "g"}]}
    with slack() as workspace:
        bolt(workspace).command("/hi")(lambda ack: ack(blocks=[{"type": "actions", "elements": [*buttons, menu]}]))
        workspace.as_("maria").types("/hi")
        (reply,) = workspace.heard_by("maria")

        assert reply.button("Yes").action_id == "Yes"
        with pytest.raises(
            AssertionError, match="No one thing to use is called 'Maybe'; there is 'Yes', 'No', 'Yes, all'"
        ):
            reply.button("Maybe")
        with pytest.raises(AssertionError, match=r"No one option is 'Lead'; there are \['Gold'\]"):
            reply.select().choose("Lead")


def test_the_clock_goes_on_to_the_moment_that_is_named() -> None:
    with slack(at=SUNDAY, zone="Asia/Shanghai") as workspace:
        workspace.clock.to("mon 09:00")
        assert workspace.clock.now.replace(microsecond=0) == datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
        workspace.clock.on("+1 day")
        assert workspace.clock.now.replace(microsecond=0) == datetime(2026, 2, 3, 1, 0, tzinfo=UTC)


def test_moments_are_the_next_such_ones() -> None:
    assert moment("sun 12:00", after=SUNDAY, zone="UTC") == datetime(2026, 2, 8, 12, 0, tzinfo=UTC)
    assert moment("12:01", after=SUNDAY, zone="UTC") == datetime(2026, 2, 1, 12, 1, tzinfo=UTC)
    assert moment("11:00", after=SUNDAY, zone="UTC") == datetime(2026, 2, 2, 11, 0, tzinfo=UTC)
    assert span("90 minutes").total_seconds() == 5400
    for nonsense in (lambda: moment("someday 25", after=SUNDAY, zone="UTC"), lambda: span("a while")):
        with pytest.raises(ValueError, match="is no"):
            nonsense()


def test_the_bot_may_be_sent_anything_by_anybody() -> None:
    with slack() as workspace:
        bolt(workspace).event("team_join")(lambda: None)
        event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}
        old = str(int(time.time()) - 301)

        assert workspace.sends_raw(event).status == 200
        assert workspace.sends_raw(event, signed="v0=" + "0" * 64).status == 401
        assert workspace.sends_raw(event, timestamp=old).status == 401
        assert workspace.sends_raw({"type": "url_verification", "challenge": "abc"}).message == {"challenge": "abc"}
        assert workspace.sends_raw("ssl_check=1&token=x").status == 200
        assert workspace.requests("GET", "/elsewhere").status == 404


def test_a_bot_may_run_in_a_process_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "bot.py"
    script.write_text(BOT, encoding="utf-8")
    with slack() as workspace:
        workspace.starts([sys.executable, str(script)], {"GREETING": "hello"})
        workspace.as_("maria").types("/hi")

        assert workspace.heard_by("maria")[0].text == "hello"


BOT = """
import os
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
app.command("/hi")(lambda ack: ack(os.environ["GREETING"]))
SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
"""


def test_faults_are_switched_on_by_name() -> None:
    with slack() as workspace:
        workspace.fault("ratelimited", of="chat.postMessage", seconds=7)
        workspace.joins("bot", "general")
        answer = WebhookClient(f"{workspace.api_url}chat.postMessage").send(text="x")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")


def test_everything_that_can_be_read_is_read_and_nothing_else() -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Hi "},
                    {"type": "user", "user_id": "U1"},
                    {"type": "emoji", "name": "wave"},
                    {"type": "link", "url": "https://x.io"},
                ],
            }
        ],
    }
    option = {"text": plain("hidden"), "value": "secret"}
    menu = {"type": "static_select", "action_id": "a", "placeholder": plain("Pick"), "options": [option]}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*A &amp; B*"}, "accessory": menu}
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]}

    assert words([section, rich, table]) == "*A & B*\nPick\nHi <@U1>:wave:https://x.io\ncell"


def test_before_a_bot_runs_nothing_can_be_sent_to_it() -> None:
    with slack() as workspace, pytest.raises(RuntimeError, match="call runs"):
        workspace.sends_raw("x")
