"""The sales team as it changes: people come, change, leave and return, each time on the record.

What a Slack user group gives somebody, only the group takes away; `Given` tells that whoever wants to change it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.tables import Person, SlackMember

SLACK, GROUP, FILE, EMAIL, HAND = "slack", "group", "file", "email", "hand"
"""How somebody was matched with a Slack account, and how it was found that they have left."""

ROLES = ("salesperson", "lead", "manager", "admin")
"""The roles, each with more to say than the one before."""

RECORDED = (
    *("name", "email", "slack_id", "role", "manager_id", "team_id", "territory", "active"),
    *("matched_by", "left_by", "role_group", "team_group"),
)
"""What of a person is on the record when it changes."""


class Deed(TypedDict):
    """Who does something (None: the bot), when, where, and by which click or command."""

    by: int | None
    now: datetime
    place: NotRequired[str | None]
    request: NotRequired[str | None]


def subject(person_id: int) -> str:
    """Return a person as the record calls them."""
    return f"person:{person_id}"


def state(person: Person) -> dict[str, Any]:
    """Return what of a person is on the record, as it is now."""
    return {name: getattr(person, name) for name in RECORDED}


def change(
    session: Session, person: Person, deed: Deed, values: Mapping[str, Any], *, action: str = "person.changed"
) -> bool:
    """Give a person other values; say whether any differs from what was."""
    before = state(person)
    for name, value in values.items():
        setattr(person, name, value)
    return record(session, person, before, deed, action=action)


def record(session: Session, person: Person, before: Mapping[str, Any], deed: Deed, *, action: str) -> bool:
    """Put on the record what has changed about a person; say whether anything has."""
    after = state(person)
    changed = [name for name in RECORDED if before.get(name) != after[name]]
    if changed:
        was, is_now = ({name: one.get(name) for name in changed} for one in (before, after))
        audit.add(session, action=action, subject=subject(person.id), before=was, after=is_now, **deed)
    return bool(changed)


def admit(session: Session, member: SlackMember, deed: Deed, *, matched_by: str, role: str = ROLES[0]) -> Person:
    """Return a member of the workspace as one of the team: who is of it stays as they are, who was comes back."""
    theirs = (Person.source == SLACK) & (Person.source_id == member.slack_id)
    known = session.scalar(select(Person).where(Person.slack_id == member.slack_id))
    person = known or session.scalar(select(Person).where(theirs))
    if known is not None and known.active:
        return known
    if person is None:
        person = Person(source=SLACK, source_id=member.slack_id, name=member.name, email=member.email, active=True)
        person.time_zone, person.language = member.time_zone, member.language
        person.slack_id, person.matched_by, person.role = member.slack_id, matched_by, role
        session.add(person)
        session.flush()
        record(session, person, {}, deed, action="person.added")
        return person
    back = {} if person.active else {"active": True, "left_at": None, "left_by": None}
    values = {"slack_id": member.slack_id, "matched_by": matched_by, "role": role, "role_group": None, **back}
    change(session, person, deed, values, action="person.returned" if back else "person.changed")
    return person


def match(session: Session, person: Person, slack_id: str | None, deed: Deed, *, by: str | None) -> bool:
    """Say which Slack account is a person's, or with None that none is; say whether that is new."""
    return change(session, person, deed, {"slack_id": slack_id, "matched_by": by})


def leave(session: Session, person: Person, deed: Deed, *, how: str) -> bool:
    """Let somebody be of the team no more; what they look after stays theirs until it is handed over."""
    person.left_at = person.left_at if not person.active else deed["now"]
    return change(session, person, deed, {"active": False, "left_by": how}, action="person.left")


def give_back(session: Session, person: Person, deed: Deed) -> bool:
    """Let somebody be of the team again."""
    person.left_at = None
    return change(session, person, deed, {"active": True, "left_by": None}, action="person.returned")
