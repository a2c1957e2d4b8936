"""Being let in: a stranger asks once a day, an administrator decides, and all who were asked see what became of it.

Guests, bots and people of other workspaces may ask as often as they like: nobody is told of it.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.access import Role
from bot.asking import admissions, ruling, seeing, workspace
from bot.commands.people.refusals import (
    Decided,
    Inside,
    NeverOfTheTeam,
    NobodyDecides,
    NoSuchRequest,
    NotFree,
    NotYetKnown,
    OnlyOurs,
)
from bot.lines import staffing
from bot.lines.options import NotUnderstood
from bot.lines.staffing import Order
from bot.locale import sentence
from bot.question import Question, Reply
from bot.routing import Member, keepers
from bot.telling.blocks import escaped
from bot.views import admission as views
from storage import admissions as stored
from storage import matching, outbox, roster, staff
from storage.people import MENTION
from storage.staff import HAND
from storage.tables import AccessRequest, Person, SlackMember

DAY = timedelta(days=1)
NAMED = 3
"""How many of those who decide are named."""

VERSION = re.compile(r"v\d{10}")
AS = frozenset({"as", "作为"})
LET_IN = sentence("{name} is let in.")
REFUSED = sentence("{name} is not let in.")


def ask(question: Question, _order: Order) -> Reply:
    """Ask the administrators to be let in, once a day."""
    with question.sessions() as session, session.begin():
        member = _asker(session, question)
        deciders = keepers(seeing.everyone(session, question))
        if not deciders:
            raise NobodyDecides
        asked = stored.ask(session, member, ruling.deed(question), again_after=DAY)
        if asked:
            _tell(session, question, asked, deciders)
    return views.asked(question.language, [one.name for one in deciders[:NAMED]], again=asked is None)


def requests(question: Question, _order: Order) -> Reply:
    """Show who waits to be let in."""
    with question.sessions() as session:
        ruling.rules(session, question)
        return views.requests(question.language, admissions.waiting(session))


def grant(question: Question, order: Order) -> Reply:
    """Let somebody in, as a salesperson, or as one of the team who had no Slack account yet."""
    return _decide(question, order, granted=True)


def refuse(question: Question, order: Order) -> Reply:
    """Do not let somebody in; they may ask again tomorrow."""
    return _decide(question, order, granted=False)


def _asker(session: Session, question: Question) -> SlackMember:
    """Return who asks to be let in, and may be."""
    role = seeing.circle(session, question).role
    if role is Role.OPERATOR:
        raise seeing.WhoAsks
    if role is not Role.STRANGER:
        raise Inside
    member = session.get(SlackMember, question.asker.slack_id or "")
    if member is None:
        raise NotYetKnown
    if not matching.is_welcome(member):
        raise OnlyOurs
    return member


def _tell(session: Session, question: Question, asked: AccessRequest, deciders: Sequence[Member]) -> None:
    """Tell everybody who decides."""
    for one in deciders:
        outbox.add(
            session,
            mark=f"{stored.mark(asked)}{one.id}",
            kind=stored.KIND,
            now=question.now,
            person_id=one.id,
            content={"slack_id": asked.slack_id},
        )


def _decide(question: Question, order: Order, *, granted: bool) -> Reply:
    """Decide about a request, and tell whoever has asked; the messages of all who were asked show it."""
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        ruling.rules(session, question)
        asked, rest = _meant(session, order)
        if not stored.decide(session, asked, ruling.deed(question), granted=granted):
            by = session.get(Person, asked.decided_by) if asked.decided_by else None
            name = by.name if by else question.language.say("An administrator")
            raise Decided(asked.name, name, granted=bool(asked.granted))
        person = _let_in(session, question, asked, rest) if granted else None
        _answer(session, question, asked, person)
        told = question.language.say(LET_IN if granted else REFUSED, name=escaped(asked.name))
        reply = views.requests(question.language, admissions.waiting(session), told=told)
    return Reply(reply.text, reply.blocks, in_place=True)


def _meant(session: Session, order: Order) -> tuple[AccessRequest, list[str]]:
    """Return the request that is meant, as it was when its button was shown, and the words behind it."""
    rest = list(order.words[1:])
    mention = MENTION.fullmatch(order.first)
    asked = session.get(AccessRequest, mention["slack_id"] if mention else order.first)
    if asked is None:
        raise NoSuchRequest
    if rest and VERSION.fullmatch(rest[0]) and rest.pop(0) != admissions.shown(session, asked).version:
        raise NoSuchRequest
    return asked, rest


def _let_in(session: Session, question: Question, asked: AccessRequest, rest: Sequence[str]) -> Person:
    """Let somebody in: as new, or as one of the team who has no Slack account yet."""
    member = session.get(SlackMember, asked.slack_id)
    if member is None or not matching.is_welcome(member):
        raise NeverOfTheTeam(asked.name)
    deed = ruling.deed(question)
    if not rest:
        return staff.admit(session, member, deed, matched_by=HAND)
    if rest[0].casefold() not in AS or len(rest) == 1:
        raise NotUnderstood(rest[0], nearest="as", usage=staffing.GRANT)
    person = workspace.person(session, " ".join(rest[1:]))
    ruling.rules_over(session, question, person)
    if person.slack_id or not person.active:
        raise NotFree(person.name)
    staff.match(session, person, member.slack_id, deed, by=HAND)
    return person


def _answer(session: Session, question: Question, asked: AccessRequest, person: Person | None) -> None:
    """Tell whoever has asked what was decided."""
    outbox.add(
        session,
        mark=f"{stored.mark(asked, stored.OUTCOME)}{asked.slack_id}",
        kind=stored.OUTCOME,
        now=question.now,
        person_id=person.id if person else None,
        to_channel=None if person else asked.slack_id,
        content={"slack_id": asked.slack_id},
    )
