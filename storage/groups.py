"""The user groups of Slack, kept; and people given what these give, on the record."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from storage import matching, staff
from storage.matching import Gift
from storage.staff import GROUP, ROLES, Deed
from storage.tables import AuditEntry, AuditSubject, Person, SlackGroup, SlackMember

GIVES = or_(SlackGroup.role.is_not(None), SlackGroup.team_id.is_not(None))
"""The condition that a user group gives its members something."""


@dataclass(frozen=True)
class Group:
    """A user group as Slack tells of it, with the Slack ids of its members."""

    slack_id: str
    handle: str
    members: frozenset[str] = frozenset()


def keep(session: Session, groups: Collection[Group], *, read_at: datetime) -> None:
    """Remember which user groups there are, and take away those that are gone.

    Args:
        read_at: when Slack was asked; groups that it has told of since then, or that are to be read, stay.
    """
    known = {one.slack_id: one for one in session.scalars(select(SlackGroup))}
    for group in groups:
        if group.slack_id in known:
            known[group.slack_id].handle = group.handle
        else:
            session.add(SlackGroup(slack_id=group.slack_id, handle=group.handle, read_at=read_at))
    session.flush()
    gone = SlackGroup.slack_id.not_in([group.slack_id for group in groups])
    session.execute(delete(SlackGroup).where(gone, SlackGroup.read_at <= read_at))


def notice(session: Session, slack_id: str, handle: str, *, at: datetime) -> None:
    """Remember that there is a user group, and what it is called."""
    known = session.get(SlackGroup, slack_id)
    if known is None:
        session.add(SlackGroup(slack_id=slack_id, handle=handle, read_at=at))
    else:
        known.handle = handle
    session.flush()


def settle(session: Session, memberships: Mapping[str, Collection[str]], deed: Deed) -> None:
    """Give people the roles and teams of the user groups they are in, and take away those of groups they have left."""
    given = matching.gifts(session.scalars(select(SlackGroup).where(GIVES)), memberships)
    people = list(session.scalars(select(Person).where(Person.slack_id.is_not(None)).order_by(Person.id)))
    for person in people:
        _receive(session, person, given.get(person.slack_id or "", Gift()), deed)
    _admit_all(session, given, known={person.slack_id for person in people}, deed=deed)


def unread(session: Session) -> bool:
    """Say whether a user group is still to be read."""
    return session.scalar(select(func.count(SlackGroup.slack_id)).where(SlackGroup.read_at.is_(None))) != 0


def mark_read(session: Session, *, at: datetime | None) -> None:
    """Note that all user groups are being read, or with None that they are still to be."""
    session.execute(update(SlackGroup).values(read_at=at))


def mark_unread(session: Session, slack_id: str) -> None:
    """Note that a user group is to be read again, its members having changed, if that matters to anybody."""
    session.execute(update(SlackGroup).where(SlackGroup.slack_id == slack_id, GIVES).values(read_at=None))


def _receive(session: Session, person: Person, gift: Gift, deed: Deed) -> None:
    """Give one person what their groups give."""
    if matching.is_back_in_group(person, gift):
        staff.give_back(session, person, deed)
    if person.active:
        staff.change(session, person, deed, matching.received(person, gift, former=_former_role(session, person)))
    if matching.has_left_group(person, gift):
        staff.leave(session, person, deed, how=GROUP)


def _former_role(session: Session, person: Person) -> str:
    """Return the role that somebody had before a group gave them one, as the record tells."""
    about = select(AuditEntry.before, AuditEntry.after).join(AuditSubject, AuditSubject.audit_id == AuditEntry.id)
    theirs = about.where(AuditSubject.subject == staff.subject(person.id)).order_by(AuditEntry.id.desc())
    if person.role_group:
        for before, after in session.execute(theirs):
            if after.get("role_group") and not before.get("role_group"):
                return str(before.get("role") or ROLES[0])
    return ROLES[0]


def _admit_all(session: Session, given: Mapping[str, Gift], *, known: Iterable[str | None], deed: Deed) -> None:
    """Let everybody be of the team who has a role by a group, and was not of it."""
    wanted = {slack_id for slack_id, gift in given.items() if gift.role} - {one for one in known if one}
    members = select(SlackMember).where(SlackMember.slack_id.in_(wanted)).order_by(SlackMember.slack_id)
    for found in session.scalars(members).all():
        if matching.is_welcome(found):
            person = staff.admit(session, found, deed, matched_by=GROUP)
            staff.change(session, person, deed, matching.received(person, given[found.slack_id]))
