"""chat.*: the official client posts, whispers, changes and deletes."""

from typing import Any

import pytest

from tests.playground.api.conftest import Judge, refused

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
BUTTON: dict[str, Any] = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}


class TestPosting:
    def test_a_message_looks_as_slack_shows_it(self, slack: Judge) -> None:
        channel = slack.channel("general")
        answer = slack.bot.chat_postMessage(channel=channel.id, text="Hello")
        message = answer["message"]
        assert (answer["channel"], answer["ts"]) == (channel.id, message["ts"])
        assert message["type"] == "message"
        assert message["text"] == "Hello"
        assert message["user"] == slack.workspace.bot.id
        assert message["bot_id"] == message["bot_profile"]["id"] == slack.workspace.bot_id
        assert message["app_id"] == slack.workspace.app_id
        assert message["team"] == slack.workspace.team.id
        assert "thread_ts" not in message

    @pytest.mark.parametrize("written", ["general", "#general"])
    def test_a_channel_may_be_called_by_its_name(self, slack: Judge, written: str) -> None:
        assert slack.bot.chat_postMessage(channel=written, text="Hello")["channel"] == slack.channel("general").id

    def test_a_person_gets_a_direct_message_that_has_an_id_of_its_own(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        first = slack.bot.chat_postMessage(channel=maria, text="Hello")["channel"]
        assert first.startswith("D")
        assert slack.bot.chat_postMessage(channel=maria, text="Again")["channel"] == first
        assert slack.bot.chat_postMessage(channel=first, text="And again")["channel"] == first

    def test_a_message_to_a_deactivated_person_seems_to_arrive(self, slack: Judge) -> None:
        slack.person("maria").is_deactivated = True
        assert slack.bot.chat_postMessage(channel=slack.person("maria").id, text="Hello")["ok"]
        assert slack.workspace.notices == []

    def test_blocks_and_elements_without_ids_are_given_some(self, slack: Judge) -> None:
        blocks: list[dict[str, Any]] = [SECTION, {"type": "actions", "block_id": "mine", "elements": [BUTTON]}]
        answer = slack.bot.chat_postMessage(channel="general", text="Hello", blocks=blocks)
        section, actions = answer["message"]["blocks"]
        assert section["block_id"]
        assert actions["block_id"] == "mine"
        assert actions["elements"][0]["action_id"]

    def test_a_reply_belongs_to_the_thread_even_if_it_answers_a_reply(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        first = slack.bot.chat_postMessage(channel=channel, text="Hello")["ts"]
        second = slack.bot.chat_postMessage(channel=channel, text="Hello too", thread_ts=first)
        third = slack.bot.chat_postMessage(channel=channel, text="And me", thread_ts=second["ts"], reply_broadcast=True)
        assert second["message"]["parent_user_id"] == slack.workspace.bot.id
        assert third["message"]["thread_ts"] == first
        assert third["message"]["subtype"] == "thread_broadcast"

    def test_the_bot_may_take_another_name(self, slack: Judge) -> None:
        message = slack.bot.chat_postMessage(channel="general", text="Hello", username="Robin")["message"]
        assert (message["username"], message["subtype"]) == ("Robin", "bot_message")
        assert "user" not in message

    def test_metadata_and_attachments_stay_with_the_message(self, slack: Judge) -> None:
        metadata = {"event_type": "sent", "event_payload": {"key": "1"}}
        attachments: list[Any] = [{"text": "Below", "color": "#ff0000"}]
        answer = slack.bot.chat_postMessage(channel="general", text="-", metadata=metadata, attachments=attachments)
        assert answer["message"]["metadata"] == metadata
        assert answer["message"]["attachments"][0] == {
            "id": 1, "text": "Below", "color": "#ff0000", "fallback": "Below",
        }  # fmt: skip

    def test_markdown_becomes_a_block(self, slack: Judge) -> None:
        answer = slack.bot.chat_postMessage(channel="general", markdown_text="**Hello**")
        assert answer["message"]["blocks"][0]["type"] == "markdown"
        with refused("markdown_text_conflict"):
            slack.bot.chat_postMessage(channel="general", markdown_text="**Hello**", text="Hello")

    def test_a_text_is_cut_where_slack_cuts_it(self, slack: Judge) -> None:
        answer = slack.bot.chat_postMessage(channel="general", text="x" * 40_001)
        assert len(answer["message"]["text"]) == 40_000

    def test_flags_that_change_nothing_here_are_taken(self, slack: Judge) -> None:
        flags: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": True, "link_names": True}
        assert slack.bot.chat_postMessage(channel="general", text="Hello", **flags)["ok"]

    def test_without_a_channel_nothing_is_posted(self, slack: Judge) -> None:
        with refused("invalid_arguments") as answer:
            slack.bot.api_call("chat.postMessage", json={"text": "Hello"})
        assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]

    @pytest.mark.parametrize("channel", ["C000", "#nowhere", "D000"])
    def test_what_does_not_exist_is_not_found(self, slack: Judge, channel: str) -> None:
        with refused("channel_not_found"):
            slack.bot.chat_postMessage(channel=channel, text="Hello")

    def test_a_private_channel_without_the_bot_is_not_found(self, slack: Judge) -> None:
        with refused("channel_not_found"):
            slack.bot.chat_postMessage(channel=slack.private("maria", "joe").id, text="Hello")

    def test_an_archived_channel_takes_nothing(self, slack: Judge) -> None:
        slack.channel("general").is_archived = True
        with refused("is_archived"):
            slack.bot.chat_postMessage(channel="general", text="Hello")

    def test_an_empty_message_is_none(self, slack: Judge) -> None:
        with refused("no_text"):
            slack.bot.api_call("chat.postMessage", json={"channel": "general", "text": "", "blocks": []})

    def test_slack_says_where_blocks_are_wrong(self, slack: Judge) -> None:
        wrong = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
        with refused("invalid_blocks") as answer:
            slack.bot.chat_postMessage(channel="general", text="-", blocks=[SECTION, wrong])
        messages = answer["response_metadata"]["messages"]
        assert "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]" in messages
        assert answer["errors"] == [message.removeprefix("[ERROR] ") for message in messages]

    def test_blocks_that_are_no_json_have_no_format(self, slack: Judge) -> None:
        with refused("invalid_blocks_format"):
            slack.bot.api_call("chat.postMessage", data={"channel": "general", "blocks": "[{"})

    def test_blocks_with_too_much_text_are_too_long(self, slack: Judge) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
        with refused("msg_blocks_too_long"):
            slack.bot.chat_postMessage(channel="general", text="-", blocks=[section] * 5)

    def test_too_many_attachments_are_refused(self, slack: Judge) -> None:
        with refused("too_many_attachments"):
            slack.bot.chat_postMessage(channel="general", text="-", attachments=[{"text": "x"}] * 101)

    def test_metadata_must_have_its_form(self, slack: Judge) -> None:
        with refused("invalid_metadata_format"):
            slack.bot.api_call("chat.postMessage", data={"channel": "general", "text": "-", "metadata": "1"})


class TestWhispering:
    def test_only_one_person_sees_it(self, slack: Judge) -> None:
        channel, maria = slack.channel("general"), slack.person("maria").id
        ts = slack.bot.chat_postEphemeral(channel=channel.id, user=maria, text="Psst")["message_ts"]
        assert [message.ts for message in channel.seen_by(maria)] == [ts]
        assert list(channel.seen_by(slack.person("joe").id)) == []
        with refused("message_not_found"):
            slack.bot.chat_update(channel=channel.id, ts=ts, text="Louder")

    def test_the_person_must_be_there(self, slack: Judge) -> None:
        channel = slack.private("maria", "bot").id
        with refused("user_not_in_channel"):
            slack.bot.chat_postEphemeral(channel=channel, user=slack.person("joe").id, text="Psst")

    def test_the_bot_must_be_there(self, slack: Judge) -> None:
        channel = slack.channel("general", with_bot=False).id
        with refused("not_in_channel"):
            slack.bot.chat_postEphemeral(channel=channel, user=slack.person("joe").id, text="Psst")


class TestUpdating:
    def test_a_new_text_takes_the_place_of_blocks(self, slack: Judge) -> None:
        channel = slack.channel("general")
        ts = slack.bot.chat_postMessage(channel=channel.id, text="Hello", blocks=[SECTION])["ts"]
        answer = slack.bot.chat_update(channel=channel.id, ts=ts, text="Done")
        assert (answer["channel"], answer["ts"], answer["text"]) == (channel.id, ts, "Done")
        assert "blocks" not in answer["message"]
        assert answer["message"]["edited"]["user"] == slack.workspace.bot.id

    def test_new_blocks_leave_no_sign_of_an_edit(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        ts = slack.bot.chat_postMessage(channel=channel, text="Hello")["ts"]
        message = slack.bot.chat_update(channel=channel, ts=ts, text="Hello", blocks=[SECTION])["message"]
        assert message["blocks"][0]["text"]["text"] == "Hello"
        assert "edited" not in message

    def test_what_is_not_given_stays(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        metadata = {"event_type": "sent", "event_payload": {}}
        sent = slack.bot.chat_postMessage(
            channel=channel, text="-", blocks=[SECTION], metadata=metadata, attachments=[{"text": "x"}]
        )
        changed = slack.bot.chat_update(channel=channel, ts=sent["ts"], attachments=[{"text": "y", "fallback": "y"}])[
            "message"
        ]
        assert changed["blocks"] == sent["message"]["blocks"]
        assert changed["metadata"] == metadata
        assert changed["attachments"][0]["text"] == "y"
        with refused("no_text"):
            slack.bot.api_call("chat.update", json={"channel": channel, "ts": sent["ts"]})

    def test_a_direct_message_is_named_by_its_own_id_not_by_the_person(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        sent = slack.bot.chat_postMessage(channel=maria, text="Hello")
        assert slack.bot.chat_update(channel=sent["channel"], ts=sent["ts"], text="Done")["text"] == "Done"
        with refused("channel_not_found"):
            slack.bot.chat_update(channel=maria, ts=sent["ts"], text="Done")

    def test_what_others_said_cannot_be_changed(self, slack: Judge) -> None:
        channel = slack.channel("general")
        ts = slack.says("maria", channel, "Mine").ts
        with refused("cant_update_message"):
            slack.bot.chat_update(channel=channel.id, ts=ts, text="Yours")
        with refused("cant_delete_message"):
            slack.bot.chat_delete(channel=channel.id, ts=ts)

    def test_a_message_must_be_there(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        with refused("message_not_found"):
            slack.bot.chat_update(channel=channel, ts="1.000000", text="Done")

    def test_a_changed_text_must_be_shorter_than_a_new_one(self, slack: Judge) -> None:
        channel = slack.channel("general").id
        ts = slack.bot.chat_postMessage(channel=channel, text="x" * 4_001)["ts"]
        with refused("msg_too_long"):
            slack.bot.chat_update(channel=channel, ts=ts, text="x" * 4_001)

    def test_nothing_changes_in_an_archived_channel(self, slack: Judge) -> None:
        channel = slack.channel("general")
        ts = slack.bot.chat_postMessage(channel=channel.id, text="Hello")["ts"]
        channel.is_archived = True
        with refused("is_inactive"):
            slack.bot.chat_update(channel=channel.id, ts=ts, text="Done")


class TestDeleting:
    def test_a_deleted_message_is_gone(self, slack: Judge) -> None:
        channel = slack.channel("general")
        ts = slack.bot.chat_postMessage(channel=channel.id, text="Hello")["ts"]
        assert slack.bot.chat_delete(channel=channel.id, ts=ts)["ts"] == ts
        assert channel.messages == []
        with refused("message_not_found"):
            slack.bot.chat_delete(channel=channel.id, ts=ts)

    def test_a_thread_outlives_its_first_message(self, slack: Judge) -> None:
        channel = slack.channel("general")
        ts = slack.bot.chat_postMessage(channel=channel.id, text="Hello")["ts"]
        slack.says("maria", channel, "Hello too", thread_ts=ts)
        slack.bot.chat_delete(channel=channel.id, ts=ts)
        assert [(one.subtype, one.text) for one in channel.messages] == [
            ("tombstone", "This message was deleted."),
            (None, "Hello too"),
        ]


def test_a_permalink_has_slacks_form(slack: Judge) -> None:
    channel = slack.channel("general").id
    ts = slack.bot.chat_postMessage(channel=channel, text="Hello")["ts"]
    reply = slack.bot.chat_postMessage(channel=channel, text="Hello too", thread_ts=ts)["ts"]
    link = slack.bot.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    assert link == f"{slack.slack.url}/archives/{channel}/p{ts.replace('.', '')}"
    link = slack.bot.chat_getPermalink(channel=channel, message_ts=reply)["permalink"]
    assert link.endswith(f"?thread_ts={ts}&cid={channel}")
