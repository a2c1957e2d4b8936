"""Manifests as published apps carry them are understood, in JSON and in YAML; what is none is told of in a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.manifest import Command, Manifest, Shortcut, UnreadableManifest, path_of

PUBLISHED: dict[str, Any] = {
    "display_information": {"name": "Bolt Template App"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "bot_user": {"display_name": "Bolt Template App", "always_online": False},
        "shortcuts": [
            {"name": "Run sample", "type": "global", "callback_id": "sample", "description": "Runs"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": ""},
        ],
        "slash_commands": [
            {
                "command": "/sample-command",
                "description": "Runs a sample command",
                "usage_hint": "[words]",
                "url": "https://your-app.example/slack/commands",
                "should_escape": True,
            },
            {"command": "/plain"},
        ],
    },
    "oauth_config": {"scopes": {"user": ["search:read"], "bot": ["chat:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"request_url": "https://x.example/slack/events", "bot_events": ["app_home_opened"]},
        "interactivity": {
            "is_enabled": True,
            "request_url": "https://x.example/slack/actions",
            "message_menu_options_url": "https://x.example/slack/options",
        },
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
    },
}

UNDERSTOOD = Manifest(
    name="Bolt Template App",
    commands=(
        Command("/sample-command", "Runs a sample command", "[words]", True, "https://your-app.example/slack/commands"),
        Command("/plain"),
    ),
    shortcuts=(Shortcut("Run sample", "global", "sample", "Runs"), Shortcut("Keep", "message", "keep")),
    scopes=frozenset({"chat:write", "commands"}),
    events=frozenset({"app_home_opened"}),
    home=True,
    request_url="https://x.example/slack/events",
    interactivity_url="https://x.example/slack/actions",
    options_url="https://x.example/slack/options",
    socket_mode=True,
)

IN_YAML = """\
_metadata:
  major_version: 1
display_information:
  name: Reminder
features:
  slash_commands:
    - command: remind-me
oauth_config:
  scopes:
    bot:
      - commands
settings:
  event_subscriptions:
"""


def test_a_published_manifest_tells_what_the_app_offers_and_may_do(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(PUBLISHED), encoding="utf-8-sig")

    assert Manifest.read(file) == UNDERSTOOD


def test_a_manifest_may_be_yaml_and_leave_out_almost_everything(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(IN_YAML)

    assert Manifest.read(file) == Manifest(
        name="Reminder",
        commands=(Command("/remind-me"),),
        scopes=frozenset({"commands"}),
        events=frozenset(),
        home=False,
        socket_mode=False,
    )


def test_an_app_of_which_nothing_is_known_may_do_everything() -> None:
    manifest = Manifest.open_()

    assert (manifest.is_open, manifest.scopes, manifest.events, manifest.home) == (True, None, None, True)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "cannot be read"),
        ("[]", "it should have names and values"),
        ('{"name": "A web page", "icons": []}', "has no display_information"),
        ('{"features": {"slash_commands": {}}, "settings": 5}', "settings should have names and values, not 5"),
        ('{"features": {"slash_commands": "/a"}}', "slash_commands should be a list"),
        ('{"features": {"slash_commands": ["/a"]}}', "a slash command should have names"),
        ('{"features": {"slash_commands": [{}]}}', "a slash command has no name"),
        ('{"features": {"shortcuts": [{"name": "Go", "type": "local"}]}}', "“Go” is neither global nor message"),
    ],
)
def test_what_is_no_manifest_is_told_of_in_a_sentence(text: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(text)

    with pytest.raises(UnreadableManifest, match=complaint):
        Manifest.read(file)


def test_of_a_published_url_only_the_path_means_anything() -> None:
    urls = (None, "", "https://x.example", "https://x.example/slack/events?a=b")

    assert [path_of(url) for url in urls] == [None, None, None, "/slack/events"]
