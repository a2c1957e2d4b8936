"""The app manifest: what Slack has to know about the bot, from its commands and settings."""

import inspect
from collections.abc import Mapping
from typing import Any

from bot.answering import Command
from bot.lines.words import ROOT, called
from bot.settings import Settings
from bot.slack import happenings

NEEDED_SCOPES = ("commands", "chat:write", "users:read")
HISTORY_SCOPES = ("im:history", "channels:history", "groups:history")
"""What it takes to find a message of ours again whose arrival is unknown; nothing else is read."""

OPTIONAL_SCOPES = (
    *("im:write", "users:read.email", "usergroups:read", "channels:read", "groups:read", "files:write", "files:read"),
    *HISTORY_SCOPES,
)

EVENTS = (*happenings.EVENTS, "app_home_opened")
"""What the bot is told of: who comes, changes and leaves, who is in which user group, and who looks at Home."""

SHORTCUTS = {
    "assign": ("Hand accounts over", "Choose accounts, or add a list, and who gets them."),
    "cover": ("Arrange a cover", "Let somebody stand in for somebody for a time."),
}
"""The forms that open from anywhere in Slack, with what they are called there, and what they do."""

NAME = "Regulars"
DESCRIPTION = "Knows your customers: who the regulars are, who is slipping away, who is growing into one."
ROOT_DESCRIPTION = "Ask anything about your customers."


def manifest(settings: Settings, commands: Mapping[str, Command]) -> dict[str, Any]:
    """Return the manifest: over HTTP where there is a public address, else in Socket Mode."""
    address = f"{settings.public_url}/slack/events" if settings.public_url else None
    bot = {"display_name": NAME, "always_online": True}
    home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    return {
        "display_information": {"name": NAME, "description": DESCRIPTION},
        "features": {
            "bot_user": bot,
            "app_home": home,
            "shortcuts": [
                {"name": name, "type": "global", "callback_id": form, "description": description}
                for form, (name, description) in SHORTCUTS.items()
            ],
            "slash_commands": slash_commands(settings, commands),
        },
        "oauth_config": {"scopes": {"bot": [*NEEDED_SCOPES, *OPTIONAL_SCOPES], "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "interactivity": {
                "is_enabled": True,
                **_at(address, "request_url"),
                **_at(address, "message_menu_options_url"),
            },
            "event_subscriptions": {**_at(address, "request_url"), "bot_events": sorted(EVENTS)},
            "socket_mode_enabled": address is None,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def slash_commands(settings: Settings, commands: Mapping[str, Command]) -> list[dict[str, Any]]:
    """Return each command as the manifest describes it, and the one that leads to all."""
    address = f"{settings.public_url}/slack/events" if settings.public_url else None
    roots = " | ".join(name.removeprefix("/") for name in commands)
    described = {name: (_description(command), _hint(name, command)) for name, command in commands.items()}
    return [
        {
            "command": called(name, prefix=settings.command_prefix),
            "description": description,
            "usage_hint": hint,
            "should_escape": True,
            **_at(address, "url"),
        }
        for name, (description, hint) in (described | {ROOT: (ROOT_DESCRIPTION, roots)}).items()
    ]


def _description(command: Command) -> str:
    """Return the first sentence of a command's docstring."""
    return (inspect.getdoc(command) or "").partition("\n")[0]


def _hint(name: str, command: Command) -> str:
    """Return how a command is used, as the `HELP` beside it says, without the command itself."""
    usages = getattr(inspect.getmodule(command), "HELP", {})
    return " | ".join(filter(None, (usage.removeprefix(name).strip() for usage in usages))) or "help"


def _at(address: str | None, key: str) -> dict[str, str]:
    """Return the address under `key`; nothing in Socket Mode, which has none."""
    return {key: address} if address else {}
