"""Response URLs: five answers in thirty minutes, as the official webhook client sees them."""

import json
import re
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.webhook import WebhookClient

from playground.faults import Kind
from playground.outward import responses
from playground.testing import LocalSlack, raw, slack
from tests.playground.outward.conftest import keep


@pytest.fixture
def url(workspace: LocalSlack) -> str:
    """Where a command of maria's in general may be answered."""
    return new(workspace)


def new(workspace: LocalSlack, message: str | None = None) -> str:
    """Return a new response URL for maria in general, which may replace a message."""
    where = (workspace.channel("general").id, workspace.as_("maria").id, message)
    return workspace.running.look(responses.new, workspace.slack, *where)


@pytest.fixture
def posted(workspace: LocalSlack) -> str:
    """A message of the bot that everybody has heard."""
    workspace.joins("bot", "general")
    posted = workspace.client.chat_postMessage(channel=workspace.channel("general").id, text="first")
    for name in ("maria", "joe"):
        workspace.heard_by(name)
    return str(posted["ts"])


def test_an_answer_is_for_the_asker_alone_unless_it_says_otherwise(workspace: LocalSlack, url: str) -> None:
    answer = WebhookClient(url).send(text="psst")
    WebhookClient(url).send(text="to all", response_type="in_channel")

    assert (answer.status_code, answer.body) == (200, "ok")
    assert [(one.text, one.is_ephemeral) for one in workspace.heard_by("maria", at_least=2)] == [
        ("psst", True),
        ("to all", False),
    ]
    assert [one.text for one in workspace.heard_by("joe")] == ["to all"]


def test_the_sixth_answer_is_one_too_many(url: str) -> None:
    answers = [WebhookClient(url).send(text=str(number)) for number in range(6)]

    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert json.loads(answers[5].body) == {"ok": False, "error": "used_url"}


def test_after_thirty_minutes_it_is_too_late(workspace: LocalSlack, url: str) -> None:
    workspace.clock.on("29 minutes")
    assert WebhookClient(url).send(text="still").status_code == 200
    workspace.clock.on("61 seconds")
    answer = WebhookClient(url).send(text="late")

    assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "expired_url")


def test_a_url_that_was_never_given_out_is_as_good_as_expired(workspace: LocalSlack) -> None:
    assert WebhookClient(f"{workspace.slack.url}/actions/made-up").send(text="x").status_code == 404


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": ""}, "no_text"),
    ],
)
def test_what_slack_would_not_show_is_refused_and_costs_nothing(
    workspace: LocalSlack, url: str, body: dict[str, Any], error: str
) -> None:
    for _ in range(6):
        answer = WebhookClient(url).send_dict(body)
        assert (answer.status_code, json.loads(answer.body)["error"]) == (400, error)

    assert WebhookClient(url).send(text="good").status_code == 200
    assert workspace.exchanges("response_url")[0].refused == error


def test_a_message_is_replaced_for_everybody_who_sees_it(workspace: LocalSlack, posted: str) -> None:
    WebhookClient(new(workspace, posted)).send(text="second", replace_original=True)
    (heard,) = workspace.heard_by("joe")

    assert (heard.text, heard.ts, heard.is_update) == ("second", posted, True)


def test_a_message_is_deleted(workspace: LocalSlack, posted: str) -> None:
    url = new(workspace, posted)
    WebhookClient(url).send(delete_original=True)

    assert not workspace.channel("general").message(posted)
    assert WebhookClient(url).send(text="x", replace_original=True).status_code == 404


def test_an_answer_may_go_into_the_thread(workspace: LocalSlack, posted: str) -> None:
    WebhookClient(new(workspace, posted)).send_dict({"text": "below", "thread_ts": posted})

    assert workspace.heard_by("maria")[0].thread_ts == posted


def test_what_is_structured_may_be_written_as_json_in_a_text(workspace: LocalSlack, url: str) -> None:
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]}]
    answer = WebhookClient(url).send_dict({"text": 5, "blocks": json.dumps(blocks), "attachments": "[]"})
    (heard,) = workspace.heard_by("maria")

    assert answer.status_code == 200
    assert (heard.text, heard.buttons) == ("5", ["Go"])


def test_what_is_pressed_in_an_attachment_has_ids_as_everywhere(workspace: LocalSlack, app: App, url: str) -> None:
    got: list[dict[str, Any]] = []
    app.action(re.compile(".*"))(lambda ack, action: (ack(), keep(got, action)))
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    WebhookClient(url).send(text="x", attachments=[{"blocks": [{"type": "actions", "elements": [button]}]}])
    workspace.heard_by("maria")[0].button("Go").click()

    assert got[0]["block_id"]
    assert got[0]["action_id"]


def test_metadata_comes_along(workspace: LocalSlack, url: str) -> None:
    metadata = {"event_type": "asked", "event_payload": {"id": 1}}
    WebhookClient(url).send(text="x", metadata=metadata)

    assert workspace.heard_by("maria")[0].metadata == metadata


@pytest.mark.parametrize(("kind", "heard"), [("timeout_before", []), ("lost_answer", ["psst"])])
def test_an_answer_can_be_lost_before_or_after_it_was_heard(
    workspace: LocalSlack, url: str, kind: Kind, heard: list[str]
) -> None:
    workspace.fault(kind, of="response_url", seconds=0.01)
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        WebhookClient(url, retry_handlers=[]).send(text="psst")
    workspace.waits_for_quiet()

    messages = workspace.channel("general").messages
    assert [one.text for one in messages] == heard


def test_too_many_answers_are_told_when_to_come_again(workspace: LocalSlack, url: str) -> None:
    workspace.fault("ratelimited", of="response_url", seconds=7)
    answer = WebhookClient(url, retry_handlers=[]).send(text="psst")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 100_000, b'{"text": "\\ud83d"}'], ids=range(5))
def test_what_cannot_be_read_is_refused(workspace: LocalSlack, url: str, body: bytes) -> None:
    answer = raw.request("POST", url, body)

    assert (answer.status, answer.message["error"]) == (400, "invalid_payload")
    assert workspace.slack.traffic.open == 0


def test_there_is_no_answering_into_an_archived_channel() -> None:
    with slack() as workspace:
        url = new(workspace)
        workspace.archives("general", by="maria")

        assert json.loads(WebhookClient(url).send(text="x").body)["error"] == "is_archived"
