"""Changing somebody of the sales team: role, team, whom they report to, address."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.asking import members, ruling, workspace
from bot.errors import BotError
from bot.lines import staffing
from bot.lines.words import quoted
from bot.question import Block, Form, Question
from bot.telling import fields
from bot.telling.choices import offered
from bot.telling.roles import ROLES
from storage import teams
from storage.tables import Person

MOST_TEAMS = 99
SUGGESTED = 50
NOBODY = "none"


def draw(question: Question) -> Form:
    """Return the form, filled in with what holds, for whoever may change the person."""
    say = question.language.say
    with question.sessions() as session:
        person = _meant(session, question)
        can_rule_all = ruling.rules(session, question)
        manager = session.get(Person, person.manager_id) if person.manager_id else None
        every = teams.every(session)[:MOST_TEAMS]
    roles = ROLES if can_rule_all else {"salesperson": ROLES["salesperson"]}
    return Form(
        title=say("Change somebody"),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            fields.one_of("role", say("Role"), offered(question.language, roles), chosen=person.role),
            *_team(question, {team.name: f"id:{team.id}" for team in every}, person),
            fields.suggested(
                "manager",
                say("Reports to"),
                say("A name"),
                letters=0,
                chosen={manager.name: f"id:{manager.id}"} if manager else {say("Nobody"): NOBODY},
            ),
            fields.text("email", say("E-mail"), chosen=person.email or ""),
        ),
    )


def suggest(question: Question) -> Mapping[str, str]:
    """Return whom somebody may report to: those whose names fit what is typed, everybody where nothing is."""
    with question.sessions() as session:
        ruling.rules(session, question)
        fits = members.offered(session, question.words, most=SUGGESTED)
    return {question.language.say("Nobody"): NOBODY, **fits}


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what is wrong with the address."""
    try:
        staffing.email(values["email"].strip() or NOBODY)
    except BotError as error:
        return {"email": error.told(question.language)}
    return {}


def line(values: Mapping[str, str], words: str) -> str:
    """Return the line that the filled-in form asks."""
    team = f" team {values['team']}" if values.get("team") else ""
    address = quoted(values["email"].strip()) if values["email"].strip() else NOBODY
    return f"/people set {words.split()[0]} role {values['role']}{team} manager {values['manager']} email {address}"


def _meant(session: Session, question: Question) -> Person:
    """Return whom the form is about, if whoever opens it may change them."""
    ruling.rules(session, question)
    person = workspace.person(session, question.words.strip())
    ruling.rules_over(session, question, person)
    return person


def _team(question: Question, every: Mapping[str, str], person: Person) -> list[Block]:
    """Return the field for the team, where there is any."""
    none = {question.language.say("In no team"): NOBODY}
    chosen = f"id:{person.team_id}" if person.team_id else NOBODY
    label = question.language.say("Team")
    return [fields.menu("team", label, {**none, **every}, chosen=chosen)] if every else []
