"""Noting that a customer is known not to come: why, and until when."""

from collections.abc import Mapping
from datetime import date

from bot.access import Ask
from bot.asking import standing
from bot.lines.orders import AbsenceOver
from bot.lines.words import quoted
from bot.question import Form, Question
from bot.telling import fields
from bot.telling.choices import ABSENCES, offered
from storage.alerts.words import CLOSED, PAUSED


def draw(question: Question) -> Form:
    """Return the form, for whoever may act on the alert."""
    standing.asked_about(question, Ask.ACT)
    say = question.language.say
    return Form(
        title=say("Known absence"),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            fields.one_of("kind", say("Why do they not come?"), offered(question.language, ABSENCES), chosen=PAUSED),
            fields.day("until", say("Last day away"), hint=say("Leave it empty as long as nobody knows.")),
            fields.text("because", say("Reason"), hint=say("Nobody is alerted while they are known to be away.")),
        ),
    )


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what is wrong with the last day."""
    if values["kind"] == CLOSED or not values["until"] or date.fromisoformat(values["until"]) >= question.today:
        return {}
    return {"until": AbsenceOver().told(question.language)}


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    until = f" until {values['until']}" if values["until"] and values["kind"] != CLOSED else ""
    because = f" because {quoted(values['because'])}" if values["because"].strip() else ""
    return f"/alerts absence {words} {values['kind']}{until}{because}"
