"""What Slack tells of its members and user groups, kept; and people brought in line with it, on the record."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import matching, staff
from storage.matching import Leaves, Matched, Returns, Unmatched
from storage.staff import EMAIL, HAND, SLACK, Deed
from storage.tables import Person, SlackMember

ROSTER_LOCK = 5_349_717_003
"""Key of the PostgreSQL advisory lock under which the team changes; on SQLite there is one writer anyway."""


@dataclass(frozen=True)
class Member:
    """Somebody as Slack tells of them; see `storage.tables.SlackMember`."""

    slack_id: str
    workspace: str
    handle: str
    name: str
    email: str | None = None
    time_zone: str | None = None
    language: str | None = None
    is_guest: bool = False
    is_bot: bool = False
    is_foreign: bool = False
    is_deleted: bool = False


@dataclass(frozen=True)
class Terms:
    """What an installation allows: whether people are matched by e-mail, and who is an administrator by their ids."""

    by_email: bool = False
    admins: frozenset[str] = field(default_factory=frozenset)


def wait_for_turn(session: Session) -> None:
    """Let the session's transaction wait until nobody else changes the team or what holds for it.

    What is read after that, nobody changes before the transaction ends.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    lock = "UPDATE people SET id = id WHERE 1 = 0" if is_sqlite else f"SELECT pg_advisory_xact_lock({ROSTER_LOCK})"
    session.execute(text(lock))


def keep(session: Session, members: Sequence[Member], *, seen_at: datetime) -> None:
    """Remember members as Slack tells of them, those that were known before as they are now.

    Args:
        seen_at: when Slack was asked, or since when this holds.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(SlackMember.__table__)
    values = {column.name: new.excluded[column.name] for column in SlackMember.__table__.c if not column.primary_key}
    rows = [{**vars(member), "seen_at": seen_at} for member in members]
    if rows:
        session.connection().execute(new.on_conflict_do_update(index_elements=["slack_id"], set_=values), rows)
    session.expire_all()


def notice(session: Session, member: Member, *, told_at: datetime) -> bool:
    """Remember what Slack tells of one member, unless something newer is known; say whether it differs from before.

    Events do not tell everything: the language, the time zone and the workspace of whom they leave out stay.

    Args:
        told_at: when it was so, to the second, as Slack counts.
    """
    known = session.get(SlackMember, member.slack_id)
    if known is not None:
        language, time_zone = member.language or known.language, member.time_zone or known.time_zone
        member = replace(member, language=language, time_zone=time_zone)
        if not member.workspace:
            member = replace(member, workspace=known.workspace, is_foreign=known.is_foreign)
        is_older = known.seen_at.replace(microsecond=0) > told_at
        if is_older or all(getattr(known, name) == value for name, value in vars(member).items()):
            return False
    keep(session, [member], seen_at=told_at)
    return True


def settle(session: Session, terms: Terms, deed: Deed) -> None:
    """Bring people in line with what is known of the members: who has left or is back, and whose account is whose."""
    people = list(session.scalars(select(Person).order_by(Person.id)))
    members = {one.slack_id: one for one in session.scalars(_concerned(terms))}
    for decision in list(matching.decide(people, members, by_email=terms.by_email)):
        match decision:
            case Leaves(person):
                staff.leave(session, person, deed, how=SLACK)
            case Returns(person):
                staff.give_back(session, person, deed)
            case Unmatched(person):
                staff.match(session, person, None, deed, by=None)
            case Matched(person, slack_id):
                staff.match(session, person, slack_id, deed, by=EMAIL)
    for person in people:
        _follow(person, members.get(person.slack_id or ""))
    for slack_id in sorted(terms.admins):
        _crown(session, members.get(slack_id), deed)


def _follow(person: Person, member: SlackMember | None) -> None:
    """Give a person whom Slack has brought the time zone and the language it tells; others, where no file gives any."""
    for name in ("time_zone", "language") if member is not None else ():
        if (told := getattr(member, name)) and (person.source == SLACK or getattr(person, name) is None):
            setattr(person, name, told)


def _concerned(terms: Terms) -> Select[SlackMember]:
    """Return the query for the members who may be somebody of the team: by their account, address, or the settings."""
    theirs = SlackMember.slack_id.in_(select(Person.slack_id))
    addresses = select(func.lower(func.trim(Person.email))).where(Person.email.is_not(None))
    alike = func.lower(SlackMember.email).in_(addresses)
    return select(SlackMember).where(or_(theirs, alike, SlackMember.slack_id.in_(terms.admins)))


def outsiders(session: Session, typed: str, *, limit: int) -> Sequence[SlackMember]:
    """Return members who are not of the team and may be, whose name or handle has what was typed, by name."""
    theirs = select(Person.slack_id).where(Person.active, Person.slack_id.is_not(None))
    outside = or_(SlackMember.is_guest, SlackMember.is_bot, SlackMember.is_foreign, SlackMember.is_deleted)
    has_it = or_(
        *(column.icontains(typed.strip(), autoescape=True) for column in (SlackMember.name, SlackMember.handle))
    )
    found = select(SlackMember).where(SlackMember.slack_id.not_in(theirs), ~outside, has_it)
    return session.scalars(found.order_by(SlackMember.name, SlackMember.slack_id).limit(limit)).all()


def _crown(session: Session, found: SlackMember | None, deed: Deed) -> None:
    """Make an administrator of whom the settings name, if they are one of this workspace."""
    if found is None or not matching.is_welcome(found):
        return
    person = session.scalar(select(Person).where(Person.slack_id == found.slack_id))
    if person is None or not person.active:
        person = staff.admit(session, found, deed, matched_by=HAND)
    staff.change(session, person, deed, {"role": "admin", "role_group": None})
