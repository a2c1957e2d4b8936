"""Arranging that somebody stands in for somebody else for a time."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.access import Ask
from bot.asking import members, seeing
from bot.lines.days import LONGEST
from bot.lines.words import quoted
from bot.locale import sentence
from bot.question import Form, Question
from bot.telling import fields

SUGGESTED = 50
USUAL = timedelta(weeks=1)

PAST = sentence("That day is not one of the next twelve months.")
BEFORE = sentence("That is before it begins.")


def draw(question: Question) -> Form:
    """Return the form, whoever asks chosen as the one who is away."""
    say = question.language.say
    with question.sessions() as session:
        me = seeing.known(session, question)
        seeing.may(session, question, Ask.COVER)
    return Form(
        title=say("Arrange a cover"),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            fields.suggested("of", say("Who is away?"), say("A name"), letters=0, chosen={me.name: f"id:{me.id}"}),
            fields.suggested("by", say("Who stands in?"), say("A name"), letters=0),
            fields.day("since", say("From"), hint=say("Leave it empty for at once.")),
            fields.day("until", say("Last day"), chosen=question.today + USUAL),
            fields.text("because", say("Reason")),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return those of the team whose names fit what is typed, everybody where nothing is."""
    with question.sessions() as session:
        seeing.may(session, question, Ask.COVER)
        return members.offered(session, question.words, most=SUGGESTED)


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what is wrong with the days."""
    say, today = question.language.say, question.today
    since = date.fromisoformat(values["since"]) if values["since"] else today
    until = date.fromisoformat(values["until"])
    found = {"until": say(BEFORE)} if until < since else {}
    over = {
        name: say(PAST) for name, day in (("since", since), ("until", until)) if not today <= day <= today + LONGEST
    }
    return {**found, **over}


def line(values: Mapping[str, str], _words: str) -> str:
    """Return the line that the filled-in form asks."""
    since = f" from {values['since']}" if values["since"] else ""
    because = f" because {quoted(values['because'])}" if values["because"].strip() else ""
    return f"/cover {values['of']} by {values['by']}{since} until {values['until']}{because}"
