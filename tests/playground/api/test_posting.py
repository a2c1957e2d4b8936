"""Messages come, change and go: who is notified, and which events Slack has for the bot."""

from typing import Any

import pytest

from playground.manifest import Manifest
from playground.testing.waiting import quiet
from playground.workspace import Group
from tests.playground.api.conftest import Judge


def notified(slack: Judge) -> list[tuple[str, str]]:
    people = slack.workspace.people
    return [(people[notice.person].name, notice.text) for notice in slack.workspace.notices]


def told(slack: Judge) -> list[dict[str, Any]]:
    """Return the events that Slack had for the bot, each one once."""
    slack.running.do(quiet(slack.slack, settle=0.01, patience=5))
    sent = [exchange.request for exchange in slack.slack.traffic.exchanges if exchange.way == "to bot"]
    return list({one["event_id"]: one["event"] for one in sent}.values())


class TestNotices:
    def test_a_direct_message_notifies_with_its_text(self, slack: Judge) -> None:
        divider = [{"type": "divider"}]
        slack.bot.chat_postMessage(channel=slack.person("maria").id, text="Hello", blocks=divider)
        slack.bot.api_call("chat.postMessage", json={"channel": slack.person("maria").id, "blocks": divider})
        assert notified(slack) == [("maria", "Hello"), ("maria", "This content can't be displayed.")]

    def test_a_channel_is_quiet_until_somebody_is_named(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        slack.bot.chat_postMessage(channel="general", text="Hello")
        assert notified(slack) == []
        slack.bot.chat_postMessage(channel="general", text=f"Hello <@{maria}>")
        assert notified(slack) == [("maria", f"Hello <@{maria}>")]

    def test_who_is_named_in_blocks_is_called_and_in_their_stand_in_is_not(self, slack: Judge) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"<@{slack.person('joe').id}>"}}
        text = f"<@{slack.person('maria').id}>"
        slack.bot.chat_postMessage(channel="general", text=text, blocks=[section])
        assert notified(slack) == [("joe", text)]

    def test_everybody_can_be_called_but_the_caller_and_those_who_left(self, slack: Judge) -> None:
        slack.person("joe").is_deactivated = True
        slack.says("chen", slack.channel("general"), "<!channel> Lunch")
        assert notified(slack) == [("maria", "<!channel> Lunch")]

    def test_a_group_is_everybody_in_it(self, slack: Judge) -> None:
        slack.workspace.groups = {"S1": Group("S1", "east", "East", [slack.person("joe").id])}
        slack.bot.chat_postMessage(channel="general", text="<!subteam^S1> Hello")
        assert notified(slack) == [("joe", "<!subteam^S1> Hello")]

    def test_a_thread_calls_those_who_wrote_in_it(self, slack: Judge) -> None:
        channel = slack.channel("general")
        first = slack.says("maria", channel, "one")
        slack.says("joe", channel, "two", thread_ts=first.ts)
        slack.says("chen", channel, "three", thread_ts=first.ts)
        assert notified(slack) == [("maria", "two"), ("maria", "three"), ("joe", "three")]

    def test_a_whisper_pops_up_nowhere(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        slack.bot.chat_postEphemeral(channel=slack.channel("general").id, user=maria, text=f"<@{maria}>")
        assert notified(slack) == []


class TestEvents:
    @pytest.fixture
    def manifest(self) -> Manifest:
        return Manifest("Regulars", events=frozenset({"message.channels", "message.im", "app_mention"}))

    def test_the_bot_hears_what_is_said_where_it_is(self, slack: Judge) -> None:
        slack.says("maria", slack.channel("random", with_bot=False), "Not for the bot")
        message = slack.says("maria", slack.channel("general"), "Hello")
        [event] = told(slack)
        assert (event["type"], event["channel_type"], event["text"]) == ("message", "channel", "Hello")
        assert (event["ts"], event["event_ts"], event["user"]) == (message.ts, message.ts, slack.person("maria").id)

    def test_a_bot_that_is_named_hears_it_twice(self, slack: Judge) -> None:
        slack.says("maria", slack.channel("general"), f"<@{slack.workspace.bot.id}> Hello")
        assert [event["type"] for event in told(slack)] == ["message", "app_mention"]

    def test_the_bot_hears_itself_too(self, slack: Judge) -> None:
        slack.bot.chat_postMessage(channel=slack.channel("general").id, text="Hello")
        [event] = told(slack)
        assert event["bot_id"] == slack.workspace.bot_id

    def test_the_bot_hears_what_changes_and_what_goes(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        ts = slack.bot.chat_postMessage(channel=channel, text="Hello")["ts"]
        slack.bot.chat_update(channel=channel, ts=ts, text="Done")
        slack.bot.chat_delete(channel=channel, ts=ts)
        _, changed, deleted = told(slack)
        assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "Done")
        assert changed["previous_message"]["text"] == "Hello"
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)

    def test_nobody_hears_a_whisper(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        slack.bot.chat_postEphemeral(channel=slack.channel("general").id, user=maria, text="Psst")
        assert told(slack) == []
