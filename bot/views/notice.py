"""A notice to whoever looks after the bot: why no rule speaks at present."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks


def notice(language: Language, facts: Mapping[str, Any]) -> Reply:
    """Say that the data is late, or that all customers stay away at once, and what follows from it."""
    text = _late(language, facts) if facts["reason"] == "late" else _drop(language, facts)
    after = language.say("Until then nobody is alerted, and nothing is lost: the rules look again every night.")
    return blocks.reply(f"{text} {after}", blocks.paragraph(f"*{text}*"), blocks.paragraph(after))


def _late(language: Language, facts: Mapping[str, Any]) -> str:
    """Say since when no visits come in."""
    day = language.day(date.fromisoformat(facts["since"]))
    return language.say("The data is late: no visit is known after {day}. Please look at the import.", day=day)


def _drop(language: Language, facts: Mapping[str, Any]) -> str:
    """Say how few visits come in."""
    return language.count(
        "In the last {n} day only {share} of the usual visits came in. Is data missing, or is it so?",
        "In the last {n} days only {share} of the usual visits came in. Is data missing, or is it so?",
        facts["days"],
        share=language.share(facts["share"]),
    )
