"""users.* and usergroups.*: the official client looks people up."""

import pytest

from playground.manifest import Manifest
from playground.workspace import ELSEWHERE, Channel, Group, Person
from tests.playground.api.conftest import Judge, refused


def test_a_person_is_described(slack: Judge) -> None:
    user = slack.bot.users_info(user=slack.person("chen").id, include_locale=True)["user"]
    assert (user["name"], user["real_name"], user["locale"], user["tz"]) == ("chen", "陈伟", "zh-CN", "Asia/Shanghai")
    assert user["tz_offset"] == 8 * 3600
    assert user["profile"]["email"] == "chen@example.com"
    assert (user["deleted"], user["is_bot"], user["is_restricted"]) == (False, False, False)
    with refused("user_not_found"):
        slack.bot.users_info(user="U000")


def test_the_bot_and_slackbot_are_members_too(slack: Judge) -> None:
    bot = slack.bot.users_info(user=slack.workspace.bot.id)["user"]
    assert bot["is_bot"]
    assert bot["profile"]["bot_id"] == slack.workspace.bot_id
    assert slack.bot.users_info(user="USLACKBOT")["user"]["is_bot"] is False


def test_all_members_come_in_pages_those_who_left_too(slack: Judge) -> None:
    slack.person("joe").is_deactivated = True
    pages = [[(one["name"], one["deleted"]) for one in page["members"]] for page in slack.bot.users_list(limit=2)]
    assert pages == [
        [("slackbot", False), ("regulars", False)],
        [("maria", False), ("joe", True)],
        [("chen", False)],
    ]


def test_a_person_is_found_by_address_while_the_account_is_open(slack: Judge) -> None:
    assert slack.bot.users_lookupByEmail(email="Maria@Example.com")["user"]["name"] == "maria"
    slack.person("maria").is_deactivated = True
    with refused("users_not_found"):
        slack.bot.users_lookupByEmail(email="maria@example.com")


def test_profile_and_presence_are_told(slack: Judge) -> None:
    maria = slack.person("maria").id
    assert slack.bot.users_profile_get(user=maria)["profile"]["real_name"] == "Maria Silva"
    assert slack.bot.users_getPresence(user=maria)["presence"] == "active"


class TestWithoutAddresses:
    @pytest.fixture
    def manifest(self) -> Manifest:
        return Manifest("Regulars", scopes=frozenset({"users:read"}))

    def test_addresses_are_left_out(self, slack: Judge) -> None:
        assert "email" not in slack.bot.users_info(user=slack.person("maria").id)["user"]["profile"]


def test_user_groups_are_listed_with_what_is_asked_for(slack: Judge) -> None:
    maria = slack.person("maria").id
    slack.workspace.groups = {
        "S1": Group("S1", "east", "East", [maria]),
        "S2": Group("S2", "old", "Old", is_disabled=True),
    }
    [plain] = slack.bot.usergroups_list()["usergroups"]
    assert plain["handle"] == "east"
    assert "users" not in plain
    full = slack.bot.usergroups_list(include_users=True, include_count=True, include_disabled=True)["usergroups"]
    assert [(one["users"], one["user_count"]) for one in full] == [([maria], 1), ([], 0)]
    assert slack.bot.usergroups_users_list(usergroup="S1")["users"] == [maria]
    with refused("no_such_subteam"):
        slack.bot.usergroups_users_list(usergroup="S2")


def test_a_stranger_is_of_another_workspace_and_out_of_sight_but_in_a_shared_channel(slack: Judge) -> None:
    dana = Person("UDANA", "dana", "Dana Reyes", is_stranger=True)
    slack.workspace.people["UDANA"] = dana
    alone = slack.bot.users_info(user="UDANA")["user"]
    assert (alone["team_id"], alone["is_stranger"]) == (ELSEWHERE, True)
    shared = Channel("C9", "with-fernbank", members=["UDANA", slack.workspace.bot.id], is_shared=True)
    slack.workspace.channels["C9"] = shared
    met = slack.bot.users_info(user="UDANA")["user"]
    assert met["profile"]["team"] == met["team_id"] == ELSEWHERE
    assert "is_stranger" not in met
    assert slack.bot.users_info(user=slack.person("joe").id)["user"]["team_id"] == slack.workspace.team.id
