"""People come and go, channels close, accounts end: what the bot hears of it."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from playground import happenings
from playground.testing import LocalSlack
from playground.workspace import Group, Person
from tests.playground.outward.conftest import keep


@pytest.fixture
def told(app: App) -> list[dict[str, Any]]:
    """All events the bot gets, but messages."""
    events: list[dict[str, Any]] = []

    @app.middleware
    def keep(body: dict[str, Any], next_: Callable[[], None]) -> None:
        if "event" in body:
            events.append(body["event"])
        next_()

    return events


def kinds(workspace: LocalSlack, told: list[dict[str, Any]]) -> list[str]:
    """Return what has been told when it is quiet."""
    workspace.waits_for_quiet()
    return sorted(event["type"] for event in told if event["type"] != "message")


def test_the_bot_hears_who_joins_and_leaves_where_it_is(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    workspace.leaves("joe", "general")
    assert kinds(workspace, told) == []
    workspace.joins("bot", "general")
    workspace.joins("joe", "general")
    workspace.leaves("joe", "general")

    assert kinds(workspace, told) == ["member_joined_channel", "member_joined_channel", "member_left_channel"]
    assert {event["user"] for event in told if event["type"] == "member_left_channel"} == {workspace.as_("joe").id}


def test_a_bot_that_was_removed_hears_that_and_may_not_post(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    workspace.joins("bot", "general")
    workspace.as_("maria").types("/remove @your-app")

    assert kinds(workspace, told) == ["channel_left", "member_joined_channel"]
    with pytest.raises(SlackApiError, match="not_in_channel"):
        workspace.client.conversations_history(channel=workspace.channel("general").id)


def test_people_invite_the_bot_as_they_do_in_slack(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    workspace.as_("maria").types("/invite @your-app")

    assert kinds(workspace, told) == ["member_joined_channel"]
    (event,) = (event for event in told if event["type"] == "member_joined_channel")
    assert (event["user"], event["inviter"]) == (workspace.workspace.bot.id, workspace.as_("maria").id)
    workspace.as_("maria").types("/invite @nobody")
    assert workspace.heard_by("maria")[0].text == "There is nobody called @nobody here."


def test_what_is_for_channels_leaves_direct_messages_alone(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    for command in ("/leave", "/archive", "/remove maria", "/invite joe"):
        maria.types(command, channel="@joe")
        assert maria.hears()[0].text == "That works in channels only."
    maria.types("still here", channel="@joe")

    assert workspace.heard_by("joe")[-1].text == "still here"


def test_people_say_what_they_do(workspace: LocalSlack, app: App) -> None:
    got: list[dict[str, Any]] = []
    app.event({"type": "message", "subtype": "me_message"})(lambda event: keep(got, event))
    workspace.joins("bot", "general")
    workspace.as_("maria").types("/me waves")

    assert workspace.until(lambda: got)[0]["text"] == "waves"


def test_an_archived_channel_takes_no_messages_until_it_is_opened_again(
    workspace: LocalSlack, told: list[dict[str, Any]]
) -> None:
    general = workspace.channel("general")
    workspace.joins("bot", "general")
    workspace.as_("maria").types("/archive")
    with pytest.raises(SlackApiError, match="is_archived"):
        workspace.client.chat_postMessage(channel=general.id, text="x")
    workspace.running.look(happenings.unarchives, workspace.slack, general, workspace.as_("maria").id)
    workspace.client.chat_postMessage(channel=general.id, text="x")

    assert kinds(workspace, told) == ["channel_archive", "channel_unarchive", "member_joined_channel"]


def test_a_closed_account_is_a_changed_user(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    workspace.deactivates("joe")
    assert kinds(workspace, told) == ["user_change"]
    assert (told[0]["user"]["name"], told[0]["user"]["deleted"]) == ("joe", True)
    workspace.running.look(happenings.reactivates, workspace.slack, workspace.workspace.named("joe"))
    workspace.waits_for_quiet()

    assert told[1]["user"]["deleted"] is False


def test_somebody_new_joins_the_team_and_the_public_channels(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    ann = Person("UANN", "ann", "Ann Lee", email="ann@example.com")
    workspace.running.look(happenings.arrives, workspace.slack, ann)

    assert kinds(workspace, told) == ["team_join"]
    assert told[0]["user"]["profile"]["email"] == "ann@example.com"
    assert "UANN" in workspace.channel("random").members


def test_a_user_group_changes_and_the_bot_hears_who_came_and_went(
    workspace: LocalSlack, told: list[dict[str, Any]]
) -> None:
    maria, joe, chen = (workspace.as_(name).id for name in ("maria", "joe", "chen"))
    workspace.running.look(happenings.founds, workspace.slack, Group("S1", "east", "East", [maria, joe]))
    workspace.regroups("@east", "joe", "chen")

    assert kinds(workspace, told) == ["subteam_created", "subteam_members_changed", "subteam_updated"]
    changed = next(event for event in told if event["type"] == "subteam_members_changed")
    assert (changed["subteam_id"], changed["added_users"], changed["removed_users"]) == ("S1", [chen], [maria])
    assert (changed["added_users_count"], changed["removed_users_count"]) == ("1", "1")
    updated = next(event for event in told if event["type"] == "subteam_updated")
    assert (updated["subteam"]["users"], updated["subteam"]["user_count"]) == ([joe, chen], 2)
    with pytest.raises(KeyError):
        workspace.regroups("@west")


def test_of_a_large_user_group_an_event_tells_five_hundred_members(
    workspace: LocalSlack, told: list[dict[str, Any]]
) -> None:
    everybody = [f"U{number:04}" for number in range(600)]
    group = Group("S1", "all", "All")
    workspace.running.look(workspace.workspace.groups.__setitem__, "S1", group)
    workspace.running.look(happenings.regroups, workspace.slack, group, everybody)
    workspace.running.look(happenings.disables, workspace.slack, group)
    workspace.waits_for_quiet()

    updates = [event["subteam"] for event in told if event["type"] == "subteam_updated"]
    assert [(len(one["users"]), one["user_count"]) for one in updates] == [(500, 600)] * 2
    assert sorted(bool(one["date_delete"]) for one in updates) == [False, True]


def test_a_changed_address_is_a_changed_user(workspace: LocalSlack, told: list[dict[str, Any]]) -> None:
    workspace.changes("joe", email="joseph@example.com", is_email_confirmed=False)

    assert kinds(workspace, told) == ["user_change"]
    assert told[0]["user"]["profile"]["email"] == "joseph@example.com"
    assert told[0]["user"]["is_email_confirmed"] is False
    workspace.deactivates("joe")
    workspace.reactivates("joe")
    assert kinds(workspace, told) == ["user_change"] * 3
