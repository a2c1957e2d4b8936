"""The demo business's Slack workspace, as the playground takes it: people, channels, and what can be made to happen."""

import sys
from typing import Any

from bot.demo.business import DEPARTED, TEAM, Person

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
REGULARS = (sys.executable, "-m", "bot", "simulate")

CHANNELS = (
    {"name": "sales", "topic": "The whole team"},
    {"name": "random"},
    {"name": "leads", "kind": "private", "members": ["grace", "maria", "chen", "bot"]},
    {"name": "with-fernbank", "is_shared": True, "members": ["maria", "joe", "dana", "bot"]},
)

OUTSIDERS = (
    {"id": "U0LEE", "name": "lee", "real_name": "Lee Fox", "title": "Guest: the agency", "is_guest": True},
    {"id": "U0DANA", "name": "dana", "real_name": "Dana Reyes", "title": "Fernbank Ltd", "is_stranger": True},
)

HAPPENINGS = (
    {
        "label": "A customer visits and spends",
        "command": [*REGULARS, "visit", "{customer}", "{amount}"],
        "fields": [
            {"name": "customer", "label": "Who", "kind": "text", "value": "Acme Canteen"},
            {"name": "amount", "label": "Spends", "kind": "number", "value": "5000"},
        ],
    },
    {
        "label": "A customer stops coming",
        "command": [*REGULARS, "stop", "{customer}"],
        "fields": [{"name": "customer", "label": "Who", "kind": "text", "value": "Castle Kitchens"}],
    },
    {"label": "The data feed is late", "command": [*REGULARS, "late"], "fields": []},
    {"label": "The data feed comes again", "command": [*REGULARS, "late", "--over"], "fields": []},
)


def workspace() -> dict[str, Any]:
    """Return everything as the playground reads it from a file."""
    return {
        "team": "Harbour Foods",
        "people": [*map(_member, TEAM), *OUTSIDERS],
        "channels": CHANNELS,
        "actions": HAPPENINGS,
        "meanwhile": [*REGULARS, "until", "{moment}"],
    }


def _member(person: Person) -> dict[str, Any]:
    """Return somebody of the sales team as a member of the workspace."""
    return {
        "id": person.slack_id,
        "name": person.email.partition("@")[0],
        "real_name": person.name,
        "email": person.email,
        "title": person.role.capitalize(),
        "time_zone": person.time_zone,
        "locale": LOCALES[person.language],
        "is_admin": person.role == "manager",
        "is_deactivated": person.id == DEPARTED,
    }
