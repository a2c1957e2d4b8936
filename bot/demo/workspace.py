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
        "label": {"en": "A customer visits and spends", "zh": "顾客到访并消费"},
        "command": [*REGULARS, "visit", "{customer}", "{amount}"],
        "fields": [
            {"name": "customer", "label": {"en": "Who", "zh": "谁"}, "kind": "text", "value": "Acme Canteen"},
            {"name": "amount", "label": {"en": "Spends", "zh": "消费金额"}, "kind": "number", "value": "5000"},
        ],
    },
    {
        "label": {"en": "A customer stops coming", "zh": "顾客不再到访"},
        "command": [*REGULARS, "stop", "{customer}"],
        "fields": [{"name": "customer", "label": {"en": "Who", "zh": "谁"}, "kind": "text", "value": "Alma Hotel"}],
    },
    {"label": {"en": "The data feed is late", "zh": "数据延迟"}, "command": [*REGULARS, "late"], "fields": []},
    {
        "label": {"en": "The data feed comes again", "zh": "数据恢复"},
        "command": [*REGULARS, "late", "--over"],
        "fields": [],
    },
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
