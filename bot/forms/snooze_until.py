"""Letting an alert rest until a day."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.access import Ask
from bot.asking import standing
from bot.locale import sentence
from bot.question import Form, Question
from bot.telling import fields

USUAL = timedelta(weeks=2)
LONGEST = timedelta(days=365)

PAST = sentence("That day is not ahead.")
TOO_FAR = sentence("That is more than a year ahead.")


def draw(question: Question) -> Form:
    """Return the form, for whoever may act on the alert."""
    standing.asked_about(question, Ask.ACT)
    say = question.language.say
    return Form(
        title=say("Snooze"),
        send=say("Snooze"),
        cancel=say("Cancel"),
        fields=(fields.day("until", say("Until which day?"), chosen=question.today + USUAL),),
    )


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what is wrong with the day."""
    until = date.fromisoformat(values["until"])
    if until <= question.today:
        return {"until": question.language.say(PAST)}
    return {"until": question.language.say(TOO_FAR)} if until > question.today + LONGEST else {}


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    return f"/alerts snooze {words} {values['until']}"
