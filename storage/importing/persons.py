"""What a row of a people file makes of a person; whom Slack or an administrator has let go, no file brings back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import audit, matching, staff, teams
from storage.staff import FILE, Deed
from storage.tables import Person, SlackMember

COPIED = frozenset({"email", "role", "time_zone", "language", "territory"})
"""What is taken as it stands."""

TOLD_BY_SLACK = frozenset({"time_zone", "language"})
"""What of it, left empty, stays as it is."""

COUNTED = ("source_id", "name", *sorted(COPIED), "slack_id", "active", "team_id", "manager_id")
"""What makes a person count as changed."""

Member = Mapping[str, Any]


def copy(member: Member, person: Person, given: Collection[str], *, team_id: int | None, now: datetime) -> None:
    """Give a person what the file says; fields that the file does not have stay, and so does a name left empty."""
    person.source_id = member["source_id"]
    for field in COPIED.intersection(given):
        is_kept = (field == "role" and person.role_group) or (field in TOLD_BY_SLACK and member[field] is None)
        if not is_kept:
            setattr(person, field, member[field])
    person.name = member["name"] or person.name or member["email"] or member["source_id"]
    if "slack_id" in given and member["slack_id"]:
        person.slack_id, person.matched_by = member["slack_id"], FILE
    if "team" in given and not person.team_group:
        person.team_id = team_id
    if "active" in given:
        _come_or_go(person, is_there=member["active"], now=now)


def _come_or_go(person: Person, *, is_there: bool, now: datetime) -> None:
    """Let somebody leave, or be back whom no one but a file has let go."""
    if person.active and not is_there:
        person.active = False
        if person.id is not None:
            person.left_at, person.left_by = now, FILE
    elif is_there and not person.active and person.left_by in {None, FILE}:
        person.active, person.left_at, person.left_by = True, None, None


def team_ids(session: Session, names: Collection[str | None], deed: Deed) -> dict[str | None, int | None]:
    """Return the team of each name, made where there is none; none of no name."""
    found: dict[str | None, int | None] = {None: None}
    for name in sorted({name for name in names if name}):
        found[name] = teams.place(session, name, deed).id
    return found


def outsiders(session: Session, slack_ids: Collection[str]) -> dict[str, str]:
    """Return the names of whoever of these accounts is a guest, a bot, or of another workspace."""
    known = (session.get(SlackMember, slack_id) for slack_id in slack_ids)
    return {one.slack_id: one.name for one in known if one is not None and matching.is_outside(one)}


def state(person: Person) -> Member:
    """Return what a person is at this moment."""
    return {field: getattr(person, field) for field in COUNTED}


def record(session: Session, before: Mapping[Person, Mapping[str, Any]], deed: Deed, *, run: int) -> None:
    """Put on the record who has come, together, and what has changed about each of the others.

    Args:
        before: what was on the record of each person; nothing of those who are new.
    """
    new = sorted(staff.subject(person.id) for person, was in before.items() if not was)
    if new:
        after = {"people": len(new)}
        audit.add(session, action="person.added", subject=f"import:{run}", before={}, after=after, subjects=new, **deed)
    for person, was in before.items():
        if was:
            staff.record(session, person, was, deed, action=_action(is_there=person.active, was_there=was["active"]))


def _action(*, is_there: bool, was_there: bool) -> str:
    """Return what the record calls a change."""
    return "person.changed" if is_there == was_there else "person.returned" if is_there else "person.left"
