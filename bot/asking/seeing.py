"""What whoever asks may do and see, where they ask: every command and every form begins here."""

from collections.abc import Set
from datetime import datetime
from functools import reduce
from operator import and_
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import access, governance
from bot.access import HEADS, Ask, Circle, Place, Role, Rows
from bot.errors import Denied
from bot.governance import Colleagues
from bot.locale import sentence
from bot.question import Question
from bot.routing import Member, Team, beneath
from bot.team import member, team
from storage import covers, matching, teams
from storage.sight import EVERYTHING, NOTHING, Sight
from storage.tables import Person, SlackMember
from storage.tables import Team as Part


class Stranger(Denied):
    """Somebody asks whom the team does not know, or who has left."""

    offers: ClassVar = {sentence("Ask for access"): "/people ask"}

    def __init__(self) -> None:
        super().__init__("I answer the sales team, and I do not know you as one of it.")


class WhoAsks(Denied):
    """Something is asked in the terminal that only somebody of the team can do."""

    def __init__(self) -> None:
        super().__init__("Say who asks: add `--as NAME`.")


class Elsewhere(Denied):
    """Something is asked in a channel that people of other companies read, or where just that is not said."""

    def __init__(self) -> None:
        super().__init__("I do not answer that here. Send me a direct message instead.")


class NotGranted(Denied):
    """Something is asked that is for other roles."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ONLY_FOR[_least(ask)])


class NotForAll(Denied):
    """An answer is to be shared where somebody may not see it."""

    def __init__(self, blind: int, everybody: int) -> None:
        told = {"blind": blind, "everybody": everybody}
        super().__init__("{blind} of {everybody} people here may not see this, so I do not share it.", **told)


class NobodyTells(Denied):
    """An answer is to be shared where Slack does not tell who is there."""

    def __init__(self) -> None:
        super().__init__(
            "I cannot tell who reads this channel, so I do not share anything here. Type `/invite @Regulars`, then "
            "share again; if that does not help, the app lacks the scopes channels:read and groups:read."
        )


ONLY_FOR = {
    Role.SALESPERSON: sentence("That is for the sales team."),
    Role.LEAD: sentence("That is for leads, managers and administrators."),
    Role.MANAGER: sentence("That is for managers and administrators."),
    Role.ADMIN: sentence("That is for administrators."),
}


def admit(question: Question) -> None:
    """Let a question in, whatever it asks.

    Raises:
        Elsewhere, NobodyTells: it is asked where people of other companies are.
        Stranger, NotGranted, NotForAll: its answer is for everybody there, and somebody may see nothing.
    """
    if question.place is Place.SHARED:
        raise NobodyTells if question.public else Elsewhere
    if question.public:
        with question.sessions() as session:
            _readers(session, question, Ask.CUSTOMER)


def may(session: Session, question: Question, ask: Ask) -> Sight:
    """Return the customers with which whoever asks may do something, where they ask; of a public answer, all there.

    Raises:
        Stranger, WhoAsks, Elsewhere, NotGranted: they may not with any.
        NobodyTells, NotForAll: the answer is for people of whom somebody may not.
    """
    asker = circle(session, question)
    if access.rows(asker.role, ask, question.place) is Rows.NONE:
        raise _refusal(asker.role, ask, question.place)
    sees = access.within(asker, ask, question.place, colleagues=is_open_to_all(session))
    if not question.public:
        return sees
    readers = _readers(session, question, ask)
    if (shown := reduce(and_, readers, sees)) == NOTHING:
        raise NotForAll(sum(one & sees != sees for one in readers), len(readers))
    return shown


def sight(session: Session, question: Question) -> Sight:
    """Return the customers that whoever asks may see, or for a public answer everybody there."""
    return may(session, question, Ask.CUSTOMER)


def names(session: Session, question: Question) -> Sight:
    """Return the customers whose names, and whose owners, whoever asks may know: more perhaps than they may see."""
    return named(session, may(session, question, Ask.CUSTOMER))


def named(session: Session, sees: Sight) -> Sight:
    """Return the customers whose names, and whose owners, somebody may know who sees some."""
    return EVERYTHING if sees != NOTHING and governance.read(session).colleagues is Colleagues.NAMES else sees


def reach(session: Session, person_id: int, ask: Ask, now: datetime) -> Sight:
    """Return the customers with which somebody may do something at a moment, where nobody else reads it."""
    asker = circle_of(session, person_id, now)
    return access.within(asker, ask, Place.DIRECT, colleagues=is_open_to_all(session))


def show(session: Session, question: Question, ask: Ask, owner_id: int | None) -> None:
    """Let a public answer be about a customer of this owner, or about all of them.

    Raises:
        NobodyTells, NotForAll: somebody there may not see it.
    """
    readers = _readers(session, question, ask) if question.public else []
    if blind := sum(not one.covers(owner_id) for one in readers):
        raise NotForAll(blind, len(readers))


def known(session: Session, question: Question) -> Member:
    """Return who asks, as one of the team.

    Raises:
        Stranger, WhoAsks: they are not, or no longer.
    """
    me = circle(session, question).me
    found = member(session, me, business_zone=question.time_zone, now=question.now) if me is not None else None
    if found is None:
        raise WhoAsks if question.place is Place.TERMINAL else Stranger
    return found


def everyone(session: Session, question: Question) -> Team:
    """Return the sales team."""
    return team(session, business_zone=question.time_zone, now=question.now)


def circle(session: Session, question: Question) -> Circle:
    """Return who asks, and whose customers are near to them: looked up once for all that is asked in a session."""
    if question.asker.id is None:
        is_operator = question.place is Place.TERMINAL and question.asker.slack_id is None
        return Circle(Role.OPERATOR if is_operator else Role.STRANGER)
    return circle_of(session, question.asker.id, question.now)


def circle_of(session: Session, person_id: int, now: datetime) -> Circle:
    """Return who somebody is, and whose customers are near to them at a moment."""
    key = ("circle", person_id, now)
    if key not in session.info:
        session.info[key] = _circle(session, session.get(Person, person_id), now)
    known: Circle = session.info[key]
    return known


def _circle(session: Session, person: Person | None, now: datetime) -> Circle:
    """Return who a person is, and whose customers are near to them."""
    if person is None or not person.active or _is_outside(session, person):
        return Circle(Role.STRANGER)
    if person.role in HEADS:
        return Circle(Role(person.role), person.id)
    under = _below(session, person)
    covered = covers.stood_in_for(session, person.id, now)
    return Circle(access.role(person.role, leads=bool(under)), person.id, covered, under)


_EVERYBODY = select(Person.id, Person.manager_id, Person.team_id, Person.role, Person.active)
_TEAMS = select(Part.id, Part.parent_id)


def _is_outside(session: Session, person: Person) -> bool:
    """Say whether a person's Slack account is a guest's, a bot's, of elsewhere, or closed, as far as Slack has told."""
    one = session.get(SlackMember, person.slack_id) if person.slack_id else None
    return one is not None and not matching.is_welcome(one)


def _below(session: Session, person: Person) -> frozenset[int]:
    """Return everybody below somebody, at whatever distance: who reports to them, or is in a team that they lead."""
    people = session.execute(_EVERYBODY).all()
    led_by = teams.leads(people, session.execute(_TEAMS).all())
    return beneath(person.id, {one.id: {one.manager_id, *led_by.get(one.id, ())} - {None} for one in people})


def is_open_to_all(session: Session) -> bool:
    """Say whether everybody may see the customers of all."""
    return governance.read(session).colleagues is Colleagues.YES


def _readers(session: Session, question: Question, ask: Ask) -> list[Sight]:
    """Return what each sees who reads a public answer; bots that are known as such are nobody.

    Raises:
        Stranger, NotGranted: whoever asks may share nothing there.
        NobodyTells: nobody can tell who reads it, and not everybody may see everything.
        NotForAll: somebody reads it who may see nothing.
    """
    role = circle(session, question).role
    if access.rows(role, Ask.SHARE, question.place) is Rows.NONE:
        raise _refusal(role, Ask.SHARE, question.place)
    if question.audience is None:
        if is_open_to_all(session):
            return []
        raise NobodyTells
    bots = set(session.scalars(select(SlackMember.slack_id).where(SlackMember.is_bot)))
    theirs = Person.slack_id.in_(question.audience)
    people = {one.slack_id: one for one in session.scalars(select(Person).where(theirs))}
    circles = [_circle(session, people.get(one), question.now) for one in sorted(question.audience - bots)]
    is_open = is_open_to_all(session)
    readers = [access.within(one, ask, question.place, colleagues=is_open) for one in circles]
    if blind := readers.count(NOTHING):
        raise NotForAll(blind, len(readers))
    return readers


def are_of_the_team(session: Session, audience: Set[str]) -> bool:
    """Say whether all who read a channel, by their Slack ids, are of the team; bots known as such are nobody."""
    known = session.scalars(select(SlackMember).where(SlackMember.slack_id.in_(audience))).all()
    bots = {one.slack_id for one in known if one.is_bot}
    outside = {one.slack_id for one in known if not matching.is_welcome(one)}
    ours = set(session.scalars(select(Person.slack_id).where(Person.active, Person.slack_id.in_(audience))))
    return audience - bots <= ours - outside


def _refusal(who: Role, ask: Ask, place: Place) -> Denied:
    """Return why a role may not do something in a place."""
    if place is Place.SHARED:
        return Elsewhere()
    if who is Role.STRANGER:
        return Stranger()
    if who is Role.OPERATOR:
        return WhoAsks()
    anywhere = max(access.rows(who, ask, one) for one in Place)
    return Elsewhere() if anywhere is not Rows.NONE else NotGranted(ask)


def _least(ask: Ask) -> Role:
    """Return the first role that may do something."""
    ladder = (Role.SALESPERSON, Role.LEAD, Role.MANAGER, Role.ADMIN)
    return next((one for one in ladder if any(access.rows(one, ask, place) for place in Place)), Role.ADMIN)
