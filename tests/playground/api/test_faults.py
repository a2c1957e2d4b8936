"""Faults: what the official client sees of them, and whether the effect was there."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import RemoteDisconnected

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, FixedValueRetryIntervalCalculator

from playground.faults import Fault, Kind
from tests.playground.api.conftest import Judge


def spoken(slack: Judge) -> int:
    return len(slack.channel("general").messages)


def post(slack: Judge, timeout: int = 30) -> None:
    client = slack.client(slack.slack.credentials.bot_token, timeout=timeout)
    client.chat_postMessage(channel="general", text="Hello")


def test_a_burst_of_429_says_when_to_try_again(slack: Judge) -> None:
    slack.slack.faults.switch_on(Fault("ratelimited", "chat.postMessage", times=2, seconds=7))
    for _ in range(2):
        with pytest.raises(SlackApiError) as failure:
            post(slack)
        assert failure.value.response.status_code == 429
        assert failure.value.response.headers["Retry-After"] == "7"
    post(slack)
    assert spoken(slack) == 1


def test_a_500_is_no_json(slack: Judge) -> None:
    slack.slack.faults.switch_on(Fault("server_error"))
    with pytest.raises(SlackApiError) as failure:
        post(slack)
    assert failure.value.response.status_code == 500
    assert spoken(slack) == 0
    assert slack.slack.traffic.exchanges[-1].refused == "Internal Server Error"


@pytest.mark.parametrize(("kind", "messages"), [("timeout_before", 0), ("timeout_after", 1)])
def test_a_client_that_waits_too_long_gives_up(slack: Judge, kind: Kind, messages: int) -> None:
    slack.slack.faults.switch_on(Fault(kind, "chat.postMessage", seconds=30))
    client = slack.client(slack.slack.credentials.bot_token)
    client.timeout = 0.05  # type: ignore[assignment]
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel="general", text="Hello")
    assert spoken(slack) == messages
    assert slack.bot.auth_test()["ok"]


@pytest.mark.parametrize(("kind", "messages"), [("timeout_before", 0), ("timeout_after", 1), ("lost_answer", 1)])
def test_a_client_with_patience_sees_the_connection_end(slack: Judge, kind: Kind, messages: int) -> None:
    slack.slack.faults.switch_on(Fault(kind, "chat.postMessage", seconds=0.01))
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        post(slack)
    assert spoken(slack) == messages
    assert slack.slack.traffic.exchanges[-1].status is None


def test_a_client_that_tries_a_lost_answer_again_posts_twice(slack: Judge) -> None:
    slack.slack.faults.switch_on(Fault("lost_answer", "chat.postMessage"))
    at_once = FixedValueRetryIntervalCalculator(fixed_internal=0)
    slack.bot.retry_handlers.append(ConnectionErrorRetryHandler(interval_calculator=at_once))
    slack.bot.chat_postMessage(channel="general", text="Hello")
    assert spoken(slack) == 2


@pytest.mark.parametrize(("kind", "is_there"), [("timeout_before", False), ("lost_answer", True)])
def test_an_upload_can_fail_too(slack: Judge, kind: Kind, is_there: bool) -> None:
    slack.slack.faults.switch_on(Fault(kind, "upload", seconds=0.01))
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        slack.bot.files_upload_v2(filename="list.csv", content="a,b")
    [file] = slack.workspace.files.values()
    assert file.content == (b"a,b" if is_there else None)


def test_answers_are_dated_by_the_clock_of_the_machine(slack: Judge) -> None:
    slack.running.look(slack.slack.clock.move, timedelta(days=2))
    dated = parsedate_to_datetime(slack.bot.auth_test().headers["date"])
    assert abs(dated - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_fault_of_one_method_leaves_the_others_alone(slack: Judge) -> None:
    slack.slack.faults.switch_on(Fault("server_error", "chat.update"))
    post(slack)
    slack.slack.faults.clear()
    assert spoken(slack) == 1
