"""Why there is no answer, in a sentence."""

from collections.abc import Mapping
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, mrkdwn


def refusal(language: Language, sentence: str, *, as_of: date | None, today: date) -> Reply:
    """Show what is wrong with a question; the sentence may repeat what was typed."""
    told, reach = mrkdwn.escaped(sentence), blocks.reach(language, as_of=as_of, today=today)
    return blocks.reply(f"{told} {reach}", *blocks.paragraphs(*told.split("\n")), blocks.remark(reach))


def denial(sentence: str, offers: Mapping[str, str]) -> Reply:
    """Tell somebody that a thing is not for them, or not there, and what they may ask instead; nothing of the data."""
    told = mrkdwn.escaped(sentence)
    return blocks.reply(told, *blocks.paragraphs(*told.split("\n")), blocks.buttons(offers) if offers else None)
