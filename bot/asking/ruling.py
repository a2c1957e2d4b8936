"""Who may change the team, and which of it: managers salespeople and teams, administrators everything."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import access
from bot.access import Ask, Place, Role, Rows
from bot.asking import seeing
from bot.errors import BotError, Denied
from bot.question import Question
from bot.telling.blocks import plain
from storage.staff import ROLES, Deed
from storage.tables import Person


class OnlyAdministrators(Denied):
    """A manager wants to change what is for administrators."""

    def __init__(self) -> None:
        super().__init__("Only administrators do that. A manager adds and changes salespeople, and makes teams.")


class LastAdministrator(BotError):
    """Nobody would be left who may change everything."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} is the only administrator: make somebody else one first.", name=plain(name))


def rules(session: Session, question: Question) -> bool:
    """Say whether whoever asks may change everything about people, or else only salespeople and teams.

    Raises:
        Denied: they may change nothing.
    """
    seeing.may(session, question, Ask.CHANGE_PEOPLE)
    who = seeing.circle(session, question).role
    return access.rows(who, Ask.CHANGE_PEOPLE, question.place) is Rows.ALL


def rules_all(session: Session, question: Question) -> None:
    """Go on only for administrators.

    Raises:
        Denied: whoever asks is none.
    """
    if not rules(session, question):
        raise OnlyAdministrators


def rules_over(session: Session, question: Question, *people: Person, role: str = ROLES[0]) -> None:
    """Go on only if whoever asks may change these people, and give them this role.

    Raises:
        Denied: they may not.
    """
    if not rules(session, question) and {role, *(one.role for one in people)} != {ROLES[0]}:
        raise OnlyAdministrators


def spare_the_last(session: Session, person: Person) -> None:
    """Go on only if there is another administrator.

    Raises:
        LastAdministrator: there is none.
    """
    others = select(Person.id).where(Person.role == Role.ADMIN, Person.active, Person.id != person.id)
    if person.role == Role.ADMIN and person.active and session.scalar(others.limit(1)) is None:
        raise LastAdministrator(person.name)


def deed(question: Question) -> Deed:
    """Return who does something, when, where, and by which click, as the record keeps it."""
    place = "terminal" if question.place is Place.TERMINAL else question.channel_id
    return {"by": question.asker.id, "now": question.now, "place": place, "request": question.request}
