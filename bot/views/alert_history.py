"""What happened to an alert: who did what, and when."""

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, happenings, reasons
from segmentation.profile import Policy
from storage.alerts.lists import AlertView

LATEST = 30
"""The most things that are told."""


def alert_history(language: Language, policy: Policy, found: AlertView) -> Reply:
    """Tell what happened to an alert, in order; of a long history the end."""
    first = reasons.change(language, policy, found)
    reach = blocks.reach(language, as_of=found.as_of, today=found.as_of)
    lines = [
        language.say("{moment}: {happened}", moment=happenings.moment(each.at), happened=told)
        for each in found.events[-LATEST:]
        if (told := happenings.told(language, each))
    ]
    more = len(found.events) - LATEST
    earlier = language.count("{n} thing before that.", "{n} things before that.", more) if more > 0 else ""
    return blocks.reply(
        f"{first} {happenings.told(language, found.events[-1]) if found.events else ''} {reach}",
        blocks.paragraph(first),
        *(blocks.paragraphs(*lines) if lines else ()),
        blocks.remark(earlier, language.say("Alert {id}", id=found.id), reach),
    )
