"""Letting somebody of the workspace be of the sales team, picked from its members."""

from collections.abc import Mapping

from bot.asking import ruling
from bot.question import Form, Question
from bot.telling import fields
from bot.telling.choices import offered
from bot.telling.roles import ROLES
from storage import roster

SUGGESTED = 50


def draw(question: Question) -> Form:
    """Return the form, for whoever may add people."""
    say = question.language.say
    with question.sessions() as session:
        can_rule_all = ruling.rules(session, question)
    roles = ROLES if can_rule_all else {"salesperson": ROLES["salesperson"]}
    return Form(
        title=say("Add somebody"),
        send=say("Add"),
        cancel=say("Cancel"),
        fields=(
            fields.suggested("member", say("Who?"), say("A name"), letters=0),
            fields.one_of("role", say("Role"), offered(question.language, roles), chosen="salesperson"),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return members of the workspace who are not of the team and may be, by their names and handles."""
    with question.sessions() as session:
        ruling.rules(session, question)
        found = roster.outsiders(session, question.words, limit=SUGGESTED)
    say = question.language.say
    return {say("{name} ({beside})", name=one.name, beside=f"@{one.handle}"): one.slack_id for one in found}


def line(values: Mapping[str, str], _words: str) -> str:
    """Return the line that the filled-in form asks."""
    return f"/people add {values['member']} {values['role']}"
