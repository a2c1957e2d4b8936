"""Slack over HTTP: who is let in."""

import json
import logging
import time
from urllib.parse import urlencode

import pytest

from bot.slack import web
from playground.outward.signing import signature
from playground.testing import LocalSlack
from storage import database


def test_slack_may_verify_the_address(workspace: LocalSlack) -> None:
    reaction = workspace.sends_raw({"type": "url_verification", "challenge": "abc"})

    assert reaction.message == {"challenge": "abc"}


COMMAND = urlencode({"command": "/echo", "text": "private words", "user_id": "U1"})


def test_a_request_that_is_not_freshly_signed_by_slack_is_refused(
    workspace: LocalSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    now = str(int(time.time()))
    old = str(int(time.time()) - 301)
    digits = "\u0661\u0662".encode().decode("latin-1")
    long = "9" * 5000
    other = signature("another secret", now, COMMAND.encode())

    for timestamp in ("", "abc", "12.5", "-5", "1e9", digits, "\xb2", long, old, "99999999999"):
        assert workspace.sends_raw(COMMAND, timestamp=timestamp).status == 401, timestamp
    for sign in ("", "v0=", "v0=" + "g" * 64, "v0=" + "0" * 64, "v0=\xe9" + "0" * 63, "v1=" + "0" * 64):
        assert workspace.sends_raw(COMMAND, timestamp=now, signed=sign).status == 401, sign
    assert workspace.sends_raw(COMMAND, signed=other, timestamp=now).status == 401
    assert workspace.sends_raw(b"\xff\xfe=1").status == 401
    assert "private words" not in caplog.text
    assert "private+words" not in caplog.text


def test_a_replay_is_refused(workspace: LocalSlack) -> None:
    now = str(int(time.time()))

    assert workspace.sends_raw(COMMAND, timestamp=now).status == 200
    assert workspace.sends_raw(COMMAND, timestamp=now).status == 401


@pytest.mark.parametrize(
    "body",
    [
        *("", "payload=", "payload=null", "payload=%5B%5D", "payload=1", f"payload={'[' * 100_000}"),
        *("command=%2Fecho", "payload=%7B%22type%22%3A%22block_actions%22%7D"),
        urlencode({"payload": json.dumps({"type": "block_actions", "user": None, "actions": [{"action_id": "ask"}]})}),
        urlencode({"payload": json.dumps({"type": "event_callback", "event_id": []})}),
        urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}),
    ],
)
def test_signed_nonsense_is_no_failure_of_ours(workspace: LocalSlack, body: str) -> None:
    reaction = workspace.sends_raw(body)
    assert reaction.status in {400, 404}
    assert "Traceback" not in reaction.text


def test_a_probe_of_the_certificate_is_answered_and_asks_nothing(workspace: LocalSlack) -> None:
    probe = f"ssl_check=1&{COMMAND}"

    assert workspace.sends_raw(probe, signed="").text == ""
    assert workspace.sends_raw(probe, signed="").status == 200
    assert workspace.requests("GET", "/slack/events?ssl_check=1").status == 200


def test_a_question_about_ssl_check_is_still_a_question(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/echo a&ssl_check=1")
    [reply] = workspace.heard_by("maria")

    assert reply.text.startswith("[a&ssl_check=1]")


def test_a_body_larger_than_slack_sends_is_refused_unread(workspace: LocalSlack) -> None:
    assert workspace.requests("POST", "/slack/events", headers={"content-length": "1000001"}).status == 413


def test_other_addresses_and_methods_are_refused(workspace: LocalSlack) -> None:
    assert workspace.requests("GET", "/slack/events").status == 405
    assert workspace.requests("POST", "/elsewhere").status == 404


def test_health_is_whether_the_database_answers(workspace: LocalSlack) -> None:
    assert workspace.requests("GET", "/healthz").status == 200

    unreachable = database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    assert not web.reachable(unreachable)
