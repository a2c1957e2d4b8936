"""The demo business's Slack workspace, as the playground takes it: people, channels, and what can be made to happen."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.demo.business import DEPARTED, TEAM, Person

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
SIMULATE = (sys.executable, "-m", "bot", "simulate")
KEPT = ("--folder", "{folder}")
"""Says where the made-up business is kept."""

CHANNELS = (
    {"name": "sales", "topic": "The whole team"},
    {"name": "random"},
    {"name": "leads", "kind": "private", "members": ["grace", "maria", "chen", "bot"]},
    {"name": "with-fernbank", "is_shared": True, "members": ["maria", "joe", "dana", "bot"]},
)

GROUPS = ({"id": "S0ASIA", "handle": "asia-sales", "name": "Sales Asia", "members": ["chen", "lijing", "priya"]},)
"""The user groups of Slack."""

OUTSIDERS = (
    {"id": "U0KIM", "name": "kim", "real_name": "Kim Park", "title": "New in sales", "time_zone": "Asia/Seoul"},
    {"id": "U0LEE", "name": "lee", "real_name": "Lee Fox", "title": "Guest: the agency", "is_guest": True},
    {"id": "U0DANA", "name": "dana", "real_name": "Dana Reyes", "title": "Fernbank Ltd", "is_stranger": True},
)

HAPPENINGS: tuple[dict[str, Any], ...] = (
    {
        "label": {"en": "A customer visits and spends", "zh": "顾客到访并消费"},
        "command": ("visit", "{customer}", "{amount}"),
        "fields": [
            {"name": "customer", "label": {"en": "Who", "zh": "谁"}, "kind": "text", "value": "Acme Canteen"},
            {"name": "amount", "label": {"en": "Spends", "zh": "消费金额"}, "kind": "number", "value": "5000"},
        ],
    },
    {
        "label": {"en": "A customer stops coming", "zh": "顾客不再到访"},
        "command": ("stop", "{customer}", *KEPT),
        "fields": [{"name": "customer", "label": {"en": "Who", "zh": "谁"}, "kind": "text", "value": "Alma Hotel"}],
    },
    {"label": {"en": "The data feed is late", "zh": "数据延迟"}, "command": ("late", *KEPT), "fields": []},
    {
        "label": {"en": "The data feed comes again", "zh": "数据恢复"},
        "command": ("late", "--over", *KEPT),
        "fields": [],
    },
)


def workspace(folder: Path) -> dict[str, Any]:
    """Return everything as the playground reads it from a file; the made-up business is kept in `folder`."""
    return {
        "team": "Harbour Foods",
        "people": [*map(_member, TEAM), *OUTSIDERS],
        "channels": CHANNELS,
        "groups": GROUPS,
        "actions": [{**one, "command": _simulated(one["command"], folder)} for one in HAPPENINGS],
        "meanwhile": _simulated(("until", "{moment}", *KEPT), folder),
    }


def _simulated(words: Sequence[str], folder: Path) -> list[str]:
    """Return the command that lets something happen to the business in a folder."""
    return [*SIMULATE, *(str(folder) if word == "{folder}" else word for word in words)]


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
