"""The app manifest."""

from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES, manifest


def test_every_command_is_in_the_manifest_under_its_name_here() -> None:
    commands = manifest(Settings(command_prefix="crm-"), COMMANDS)["features"]["slash_commands"]

    assert [one["command"] for one in commands] == [f"/crm-{name[1:]}" for name in (*COMMANDS, "/regulars")]
    for one in commands:
        assert one["should_escape"]
        assert 1 <= len(one["description"]) <= 2000
        assert 1 <= len(one["usage_hint"]) <= 1000
        assert len(one["command"]) <= 32
        assert "url" not in one


def test_without_a_public_address_the_app_uses_socket_mode() -> None:
    settings = manifest(Settings(), COMMANDS)["settings"]

    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": True}


def test_with_a_public_address_slack_calls_it_for_everything() -> None:
    made = manifest(Settings(public_url="https://bot.example.com"), COMMANDS)
    address = "https://bot.example.com/slack/events"

    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["request_url"] == address
    assert {one["url"] for one in made["features"]["slash_commands"]} == {address}


def test_what_is_optional_can_be_refused_at_installation() -> None:
    scopes = manifest(Settings(), COMMANDS)["oauth_config"]["scopes"]

    assert scopes["bot"] == [*NEEDED_SCOPES, *OPTIONAL_SCOPES]
    assert scopes["bot_optional"] == list(OPTIONAL_SCOPES)


def test_the_bot_is_told_who_comes_changes_and_leaves() -> None:
    over_http = manifest(Settings(public_url="https://bot.example.com"), COMMANDS)["settings"]["event_subscriptions"]

    assert {"team_join", "user_change", "subteam_members_changed", "subteam_updated"} <= set(over_http["bot_events"])
    assert over_http["request_url"] == "https://bot.example.com/slack/events"
    assert "request_url" not in manifest(Settings(), COMMANDS)["settings"]["event_subscriptions"]
