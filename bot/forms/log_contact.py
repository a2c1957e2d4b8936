"""Logging a contact: how, what was found to be the cause, and a note."""

from collections.abc import Mapping

from bot.access import Ask
from bot.asking import standing
from bot.lines.words import quoted
from bot.locale import sentence
from bot.question import Form, Question
from bot.telling import fields
from bot.telling.choices import CAUSES, CONTACTS, offered

TITLE = sentence("Log contact")


def draw(question: Question) -> Form:
    """Return the form, for whoever may act on the alert."""
    standing.asked_about(question, Ask.ACT)
    say = question.language.say
    return Form(
        title=say(TITLE),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            fields.one_of("kind", say("How?"), offered(question.language, CONTACTS), chosen="call"),
            fields.menu(
                "cause",
                say("What is the cause?"),
                offered(question.language, CAUSES),
                hint=say("Leave it empty as long as nobody knows."),
            ),
            fields.text("note", say("Note"), hint=say("What was said, what comes next."), lines=True),
        ),
    )


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    cause = f" cause {values['cause']}" if values["cause"] else ""
    note = f" note {quoted(values['note'])}" if values["note"].strip() else ""
    return f"/alerts log {words} {values['kind']}{cause}{note}"
