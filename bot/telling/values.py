"""Values on the record in words: what each is called, and what it says; one without words keeps its own.

To add a value that people change: a line in `TITLES`, and in `WORDS` unless it is told as it stands.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from bot.locale import Language, sentence
from bot.telling import blocks, reasons
from bot.telling.choices import MODES, SCOPES, SEEN, WEEKDAYS, in_words
from bot.telling.roles import MATCHES, ROLES
from segmentation.rules import RULES

LONGEST = 30
"""The longest that a value is shown, in characters."""

_CHANNEL = re.compile(r"[CG][A-Z0-9]+")

TITLES: Mapping[str, str] = {
    "colleagues": sentence("colleagues' customers for salespeople"),
    "approve_accounts": sentence("most accounts without approval"),
    "approve_value": sentence("most value without approval"),
    "approve_vips": sentence("approval for VIPs"),
    "approval_hours": sentence("hours for approval"),
    "digest_hour": sentence("digest at"),
    "daily_limit": sentence("alerts a day at most"),
    "scope": sentence("whose alerts"),
    "digest": sentence("digest"),
    "quiet_line": sentence("line when there is nothing"),
    "work_from": sentence("work from"),
    "work_to": sentence("work to"),
    "work_days": sentence("working days"),
    "country": sentence("public holidays of"),
    "channel": sentence("team's channel"),
    "name": sentence("name"),
    "email": sentence("e-mail"),
    "slack_id": sentence("Slack account"),
    "role": sentence("role"),
    "manager_id": sentence("reports to"),
    "team_id": sentence("team"),
    "parent_id": sentence("part of"),
    "territory": sentence("territory"),
    "active": sentence("of the team"),
    "matched_by": sentence("Slack account found"),
    "left_by": sentence("departure noticed by"),
    "role_group": sentence("role by user group"),
    "team_group": sentence("team by user group"),
}
"""What the values are called that people change."""


def change(language: Language, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Tell of one value: what it is called, what it was, if it was anything, and what it is."""
    was, now = (said(language, name, values.get(name)) for values in (before, after))
    return f"{title(language, name)} {now if was == blocks.NOTHING else f'{was} → {now}'}"


def title(language: Language, name: str) -> str:
    """Return what a value is called."""
    if name in RULES:
        return f"“{reasons.title(language, name)}”"
    return language.say(TITLES[name]) if name in TITLES else written(name)


def said(language: Language, name: str, value: object) -> str:
    """Return a value as people read it."""
    if value is None:
        return blocks.NOTHING
    if isinstance(value, bool):
        return language.say("yes") if value else language.say("no")
    if name in RULES:
        return in_words(language, MODES, str(value))
    return WORDS[name](language, str(value)) if name in WORDS else written(value)


def written(value: object) -> str:
    """Write a value as it stands, whatever it is."""
    return blocks.escaped("" if value is None else str(value), LONGEST)


def _hour(_language: Language, value: str) -> str:
    """Write an hour of the day."""
    return f"{value:0>2}:00" if value.isdecimal() else written(value)


def _money(language: Language, value: str) -> str:
    """Write an amount of money."""
    try:
        return language.money(Decimal(value))
    except InvalidOperation:
        return written(value)


def _days(language: Language, value: str) -> str:
    """Write days of the week."""
    return language.listed([in_words(language, WEEKDAYS, day) for day in value])


def _channel(_language: Language, value: str) -> str:
    """Write a channel as Slack shows it."""
    return f"<#{value}>" if _CHANNEL.fullmatch(value) else written(value)


def _one_of(known: Mapping[str, str], language: Language, value: str) -> str:
    """Write one of a few choices."""
    return in_words(language, known, value)


WORDS: Mapping[str, Callable[[Language, str], str]] = {
    "colleagues": partial(_one_of, SEEN),
    "approve_value": _money,
    "digest_hour": _hour,
    "work_from": _hour,
    "work_to": _hour,
    "work_days": _days,
    "scope": partial(_one_of, SCOPES),
    "channel": _channel,
    "role": partial(_one_of, ROLES),
    "matched_by": partial(_one_of, MATCHES),
}
"""How values are written that would not be understood as they stand."""
