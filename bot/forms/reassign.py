"""Giving a customer another owner, picked from the sales team."""

from collections.abc import Mapping

from bot.access import Ask
from bot.asking import members, seeing, standing
from bot.question import Form, Question
from bot.telling import fields

SUGGESTED = 50


def draw(question: Question) -> Form:
    """Return the form, with whoever is suggested chosen, for whoever may hand the customer over."""
    say = question.language.say
    found = standing.asked_about(question, Ask.HAND_OVER)
    suggested = found.successor if found.successor != found.owner else None
    return Form(
        title=say("Reassign"),
        send=say("Reassign"),
        cancel=say("Cancel"),
        fields=(
            fields.suggested(
                "person",
                say("Who looks after the customer from now on?"),
                say("A name"),
                letters=0,
                chosen={suggested.name: f"id:{suggested.id}"} if suggested else {},
            ),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return those of the team whose names fit what is typed, everybody where nothing is, as `id:NUMBER` by name."""
    with question.sessions() as session:
        seeing.known(session, question)
        return members.offered(session, question.words, most=SUGGESTED)


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    return f"/alerts reassign {words} {values['person']}"
