"""Why there is no answer, in a sentence."""

from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, mrkdwn


def refusal(language: Language, sentence: str, *, as_of: date | None, today: date) -> Reply:
    """Show what is wrong with a question; the sentence may repeat what was typed."""
    told, reach = mrkdwn.escaped(sentence), blocks.reach(language, as_of=as_of, today=today)
    return blocks.reply(f"{told} {reach}", *blocks.paragraphs(*told.split("\n")), blocks.remark(reach))
