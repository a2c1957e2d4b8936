"""Giving a customer another owner, picked from the sales team."""

from collections.abc import Mapping

from bot.question import Form, Question
from bot.telling import fields
from storage import people

SUGGESTED = 50


def draw(question: Question) -> Form:
    """Return the form."""
    say = question.language.say
    return Form(
        title=say("Reassign"),
        send=say("Reassign"),
        cancel=say("Cancel"),
        fields=(
            fields.suggested("person", say("Who looks after the customer from now on?"), say("A name"), letters=0),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return those of the team whose names fit what is typed, everybody where nothing is, as `id:NUMBER` by name."""
    with question.sessions() as session:
        team = people.active(session)
        fitting = {person.id for person in people.find(session, question.words)} if question.words.strip() else None
    fits = [person for person in team if fitting is None or person.id in fitting]
    return {person.name: f"id:{person.id}" for person in fits[:SUGGESTED]}


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    return f"/alerts reassign {words} {values['person']}"
