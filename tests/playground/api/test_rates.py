"""Rates: once they are switched on, the official client is held up as by Slack."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from playground.api.methods import METHODS
from tests.playground.api.conftest import Judge


def test_a_channel_takes_a_burst_and_then_a_message_a_second(slack: Judge) -> None:
    slack.slack.rates.is_on = True
    for _ in range(3):
        slack.bot.chat_postMessage(channel="general", text="Hello")
    with pytest.raises(SlackApiError) as failure:
        slack.bot.chat_postMessage(channel="general", text="Hello")
    assert failure.value.response.status_code == 429
    assert failure.value.response["error"] == "ratelimited"
    assert 1 <= int(failure.value.response.headers["Retry-After"]) <= 3
    slack.bot.chat_postMessage(channel="random", text="Hello")
    slack.running.look(slack.slack.clock.move, timedelta(seconds=3))
    slack.bot.chat_postMessage(channel="general", text="Hello")
    assert len(slack.channel("general").messages) == 4


def test_a_method_takes_so_many_calls_a_minute(slack: Judge) -> None:
    slack.slack.rates.is_on = True
    for _ in range(20):
        slack.bot.users_list()
    with pytest.raises(SlackApiError) as failure:
        slack.bot.users_list()
    assert 50 <= int(failure.value.response.headers["Retry-After"]) <= 60
    slack.bot.users_info(user=slack.person("maria").id)
    slack.running.look(slack.slack.clock.move, timedelta(minutes=1))
    assert slack.bot.users_list()["ok"]


def test_nobody_is_held_up_while_they_are_off(slack: Judge) -> None:
    for _ in range(21):
        slack.bot.users_list()


@pytest.mark.parametrize(
    ("method", "per_minute"),
    [
        ("views.open", 100),
        ("users.info", 100),
        ("chat.postEphemeral", 100),
        ("files.getUploadURLExternal", 100),
        ("chat.update", 50),
        ("users.lookupByEmail", 50),
        ("users.list", 20),
        ("usergroups.list", 20),
        ("conversations.list", 20),
    ],
)
def test_methods_are_in_the_tiers_that_slack_publishes(method: str, per_minute: int) -> None:
    assert METHODS[method].per_minute == per_minute
