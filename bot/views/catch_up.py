"""Alerts that come late, because Slack or the bot was away: in one message that says so."""

from collections.abc import Sequence
from datetime import datetime

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, happenings, reasons
from segmentation.profile import Policy
from storage.alerts.lists import AlertView

SHOWN = 10
"""Alerts told by name; the others are counted."""


def catch_up(language: Language, policy: Policy, alerts: Sequence[AlertView], *, since: datetime) -> Reply:
    """Tell of alerts together, the most value at risk first.

    Args:
        since: when the first of them should have come.
    """
    ranked = sorted(alerts, key=lambda one: (-one.value_at_risk, one.id))
    text = language.count(
        "I could not reach you in time: here is {n} alert that comes late.",
        "I could not reach you in time: here are {n} alerts that come late, in one message.",
        len(ranked),
    )
    more = len(ranked) - SHOWN
    return blocks.reply(
        text,
        blocks.paragraph(text, language.say("The first was due {moment}.", moment=happenings.moment(since))),
        *blocks.paragraphs(*(f"• {_line(language, policy, one)}" for one in ranked[:SHOWN])),
        blocks.remark(language.count("{n} more is in the list.", "{n} more are in the list.", more))
        if more > 0
        else None,
        blocks.buttons({language.say("Open alerts"): "/alerts"}),
    )


def _line(language: Language, policy: Policy, alert: AlertView) -> str:
    """Return what changed, and how to look at it."""
    return f"{reasons.change(language, policy, alert)} `/alerts show {alert.id}`"
