"""conversations.*: the official client looks around, comes and goes, and reads."""

from typing import Any

import pytest

from playground.manifest import Manifest
from tests.playground.api.conftest import Judge, refused


def names(answer: Any) -> list[str]:
    return [channel["name"] for channel in answer["channels"]]


class TestLooking:
    def test_the_bot_sees_public_channels_and_what_it_is_in(self, slack: Judge) -> None:
        slack.private("maria", "joe").name = "secret"
        slack.private("maria", "bot").name = "ours"
        slack.bot.chat_postMessage(channel=slack.person("maria").id, text="Hello")
        assert names(slack.bot.conversations_list()) == ["general", "random"]
        assert names(slack.bot.conversations_list(types="public_channel,private_channel")) == [
            "general",
            "random",
            "ours",
        ]
        [direct] = slack.bot.conversations_list(types="im")["channels"]
        assert direct["user"] == slack.person("maria").id
        with refused("invalid_types"):
            slack.bot.conversations_list(types="secret")

    def test_archived_channels_are_left_out_where_asked(self, slack: Judge) -> None:
        slack.channel("random").is_archived = True
        assert names(slack.bot.conversations_list(exclude_archived=True)) == ["general"]

    def test_long_lists_come_in_pages(self, slack: Judge) -> None:
        assert [names(page) for page in slack.bot.conversations_list(limit=1)] == [["general"], ["random"]]
        assert slack.bot.conversations_list()["response_metadata"]["next_cursor"] == ""
        with refused("invalid_cursor"):
            slack.bot.conversations_list(cursor="nowhere")
        for limit in (1_001, -1):
            with refused("invalid_limit"):
                slack.bot.conversations_list(limit=limit)

    def test_a_channel_is_described(self, slack: Judge) -> None:
        channel = slack.channel("general")
        about = slack.bot.conversations_info(channel=channel.id, include_num_members=True)["channel"]
        assert about["is_channel"]
        assert about["is_member"]
        assert about["num_members"] == 4
        with refused("channel_not_found"):
            slack.bot.conversations_info(channel=slack.private("maria").id)

    def test_members_come_in_pages(self, slack: Judge) -> None:
        channel = slack.channel("general")
        pages = [page["members"] for page in slack.bot.conversations_members(channel=channel.id, limit=3)]
        assert pages == [channel.members[:3], channel.members[3:]]

    def test_conversations_of_somebody_are_those_the_bot_shares(self, slack: Judge) -> None:
        slack.channel("general")
        assert names(slack.bot.users_conversations()) == ["general"]
        assert names(slack.bot.users_conversations(user=slack.person("maria").id)) == ["general", "random"]


class TestOpening:
    def test_a_direct_message_is_opened_once(self, slack: Judge) -> None:
        maria = slack.person("maria").id
        first = slack.bot.conversations_open(users=[maria], return_im=True)
        again = slack.bot.conversations_open(users=maria)
        assert first["channel"]["user"] == maria
        assert again["channel"] == {"id": first["channel"]["id"]}
        assert again["already_open"]
        assert slack.bot.conversations_open(channel=first["channel"]["id"])["already_open"]

    def test_several_people_get_a_conversation_of_their_own(self, slack: Judge) -> None:
        people = [slack.person("maria").id, slack.person("joe").id]
        answer = slack.bot.conversations_open(users=people, return_im=True)["channel"]
        assert answer["is_mpim"]
        assert slack.workspace.channels[answer["id"]].members == [slack.workspace.bot.id, *people]

    def test_it_takes_people_who_are_there(self, slack: Judge) -> None:
        slack.person("joe").is_deactivated = True
        for users, error in [
            ("", "users_list_not_supplied"),
            ("U000", "user_not_found"),
            (slack.workspace.bot.id, "cannot_dm_bot"),
            (slack.person("joe").id, "user_disabled"),
            (",".join([slack.person("maria").id] * 9), "too_many_users"),
        ]:
            with refused(error):
                slack.bot.conversations_open(users=users)
        with refused("method_not_supported_for_channel_type"):
            slack.bot.conversations_open(channel=slack.channel("general").id)


class TestComingAndGoing:
    def test_the_bot_joins_and_leaves(self, slack: Judge) -> None:
        channel = slack.channel("random", with_bot=False)
        assert slack.bot.conversations_join(channel=channel.id)["channel"]["is_member"]
        again = slack.bot.conversations_join(channel=channel.id)
        assert again["warning"] == "already_in_channel"
        assert again["response_metadata"]["warnings"] == ["already_in_channel"]
        assert slack.bot.conversations_leave(channel=channel.id)["ok"]
        assert slack.workspace.bot.id not in channel.members
        assert slack.bot.conversations_leave(channel=channel.id)["not_in_channel"]

    def test_nobody_leaves_general(self, slack: Judge) -> None:
        with refused("cant_leave_general"):
            slack.bot.conversations_leave(channel=slack.channel("general").id)

    def test_some_doors_are_closed(self, slack: Judge) -> None:
        slack.channel("random", with_bot=False).is_archived = True
        for channel, error in [
            (slack.channel("random", with_bot=False).id, "is_archived"),
            (slack.private("maria").id, "channel_not_found"),
            (slack.private("bot").id, "method_not_supported_for_channel_type"),
        ]:
            with refused(error):
                slack.bot.conversations_join(channel=channel)

    def test_the_bot_invites_others(self, slack: Judge) -> None:
        channel, maria = slack.private("bot"), slack.person("maria").id
        assert slack.bot.conversations_invite(channel=channel.id, users=[maria])["ok"]
        assert maria in channel.members
        for users, error in [
            ([maria], "already_in_channel"),
            (["U000"], "user_not_found"),
            ([slack.workspace.bot.id], "cant_invite_self"),
            ([], "no_user"),
        ]:
            with refused(error):
                slack.bot.conversations_invite(channel=channel.id, users=users)


class TestReading:
    def test_history_is_the_newest_first_without_replies_and_whispers(self, slack: Judge) -> None:
        channel = slack.channel("general")
        first = slack.says("maria", channel, "one")
        slack.says("joe", channel, "reply", thread_ts=first.ts)
        slack.bot.chat_postEphemeral(channel=channel.id, user=slack.person("maria").id, text="psst")
        slack.says("joe", channel, "two")
        answer = slack.bot.conversations_history(channel=channel.id)
        assert [message["text"] for message in answer["messages"]] == ["two", "one"]
        assert answer["messages"][1]["reply_count"] == 1
        assert answer["messages"][1]["reply_users"] == [slack.person("joe").id]
        assert answer["has_more"] is False

    def test_history_comes_in_pages(self, slack: Judge) -> None:
        channel = slack.channel("general")
        for number in range(5):
            slack.says("maria", channel, str(number))
        pages = slack.bot.conversations_history(channel=channel.id, limit=2)
        assert [[message["text"] for message in page["messages"]] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]

    def test_history_keeps_to_the_time_asked_for(self, slack: Judge) -> None:
        channel = slack.channel("general")
        first, _, last = (slack.says("maria", channel, text) for text in "abc")

        def texts(**bounds: Any) -> str:
            answer = slack.bot.conversations_history(channel=channel.id, **bounds)
            return "".join(message["text"] for message in answer["messages"])

        assert texts(oldest=first.ts) == "cb"
        assert texts(oldest=first.ts, latest=last.ts) == "b"
        assert texts(oldest=first.ts, latest=last.ts, inclusive=True) == "cba"
        assert texts(oldest="0") == "cba"
        with refused("invalid_ts_oldest"):
            texts(oldest="yesterday")

    def test_metadata_is_shown_where_it_is_asked_for(self, slack: Judge) -> None:
        channel, metadata = slack.channel("general").id, {"event_type": "sent", "event_payload": {"key": "1"}}
        slack.bot.chat_postMessage(channel=channel, text="Hello", metadata=metadata)
        [message] = slack.bot.conversations_history(channel=channel)["messages"]
        assert "metadata" not in message
        [message] = slack.bot.conversations_history(channel=channel, include_all_metadata=True)["messages"]
        assert message["metadata"] == metadata

    def test_replies_begin_with_what_is_answered(self, slack: Judge) -> None:
        channel = slack.channel("general")
        first = slack.says("maria", channel, "one")
        reply = slack.says("joe", channel, "two", thread_ts=first.ts)
        for ts in (first.ts, reply.ts):
            answer = slack.bot.conversations_replies(channel=channel.id, ts=ts)
            assert [message["text"] for message in answer["messages"]] == ["one", "two"]
        with refused("thread_not_found"):
            slack.bot.conversations_replies(channel=channel.id, ts="1.000000")

    def test_who_reads_must_be_there(self, slack: Judge) -> None:
        with refused("not_in_channel"):
            slack.bot.conversations_history(channel=slack.channel("random", with_bot=False).id)

    class TestScopes:
        @pytest.fixture
        def manifest(self) -> Manifest:
            return Manifest("Regulars", scopes=frozenset({"im:history", "chat:write"}))

        def test_each_kind_of_conversation_is_read_with_a_scope_of_its_own(self, slack: Judge) -> None:
            direct = slack.bot.chat_postMessage(channel=slack.person("maria").id, text="Hello")["channel"]
            assert slack.bot.conversations_history(channel=direct)["messages"]
            with refused("missing_scope") as answer:
                slack.bot.conversations_history(channel=slack.channel("general").id)
            assert answer["needed"] == "channels:history"
