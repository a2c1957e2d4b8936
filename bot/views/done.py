"""What was done to alerts, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, mrkdwn
from bot.telling.controls import Button, row

NAMED = 10
"""Customers named in the sentence."""


@dataclass(frozen=True)
class Done:
    """What came of an act on an alert: done to a customer's, not `changed` where it was so already, or `refused`."""

    alert_id: int
    customer: str | None
    changed: bool = True
    refused: str = ""


def done(language: Language, told: str, results: Sequence[Done], *, can_undo: bool) -> Reply:
    """Tell what was done, in the sentence `told`, what was so already, and what could not be done."""
    changed = [each for each in results if each.changed and not each.refused]
    same = [each for each in results if not each.changed]
    lines = [
        language.say(told, names=_names(language, changed)) if changed else "",
        language.say("It was so already: {names}.", names=_names(language, same)) if same else "",
        *(mrkdwn.escaped(each.refused) for each in results if each.refused),
    ]
    numbers = " ".join(str(each.alert_id) for each in changed)
    reply = blocks.reply(
        " ".join(line for line in lines if line),
        *blocks.paragraphs(*(line for line in lines if line)),
        row(
            Button(language.say("Undo"), f"/alerts undo {numbers}") if can_undo and changed else None,
            Button(language.say("Open it"), f"/alerts show {results[0].alert_id}") if len(results) == 1 else None,
            Button(language.say("What is open"), "/alerts list"),
        ),
    )
    return Reply(reply.text, reply.blocks, in_place=True)


def _names(language: Language, some: Sequence[Done]) -> str:
    """Return the customers, with the numbers of their alerts."""
    named = [
        language.say("{name} ({id})", name=blocks.escaped(each.customer or ""), id=each.alert_id)
        for each in some[:NAMED]
    ]
    more = len(some) - NAMED
    return language.listed([*named, *([language.count("{n} more", "{n} more", more)] if more > 0 else [])])
