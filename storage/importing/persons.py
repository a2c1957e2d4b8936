"""What a row of a people file makes of a person, where it says something else than the file did before.

So what was set in chat stays until the file changes its mind; and whom Slack or an administrator has let go, no file
brings back.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import audit, matching, staff, teams
from storage.staff import FILE, Deed
from storage.tables import Person, SlackMember

TAKEN = frozenset({"name", "email", "role", "time_zone", "language", "territory", "slack_id", "active"})
"""What is taken from the column of the same name."""

COUNTED = ("source_id", *sorted(TAKEN), "team_id", "manager_id")
"""What makes a person count as changed."""

KEPT = ("admin", "manager")
"""The roles whose last holder no file takes away."""

Member = Mapping[str, Any]


def follow(member: Member, person: Person, given: Collection[str], *, team_id: int | None, now: datetime) -> None:
    """Give a person what the file says, and did not say before; what a Slack user group gives stays."""
    told = {field: member[field] for field in TAKEN.intersection(given) if _says(member, field)}
    if "team" in given:
        told["team_id"] = team_id
    by_group = {"role": person.role_group, "team_id": person.team_group}
    forget(person, [field for field, group in by_group.items() if group])
    told = {field: value for field, value in told.items() if not by_group.get(field)}
    for field, value in told.items():
        if is_news(person, field, value):
            _take(person, field, value, now=now)
    remember(person, told)
    person.source_id = member["source_id"]
    person.name = person.name or member["email"] or member["source_id"]


def is_news(person: Person, field: str, value: Any) -> bool:
    """Say whether a file says something else of a person than it did before."""
    said = person.in_file or {}
    return field not in said or said[field] != value


def remember(person: Person, told: Mapping[str, Any]) -> None:
    """Keep in mind what a file says of a person."""
    person.in_file = {**(person.in_file or {}), **told}


def forget(person: Person, fields: Collection[str]) -> None:
    """Forget what a file said of a person, so that it counts again when nothing stands against it."""
    person.in_file = {field: value for field, value in (person.in_file or {}).items() if field not in fields}


def _says(member: Member, field: str) -> bool:
    """Say whether a cell says something: of an e-mail address also, left empty, that there is none."""
    return member[field] is not None or (field == "email" and member["email_written"] is None)


def _take(person: Person, field: str, value: Any, *, now: datetime) -> None:
    """Give a person one thing that the file says."""
    if field == "active":
        _come_or_go(person, is_there=value, now=now)
        return
    setattr(person, field, value)
    if field == "slack_id":
        person.matched_by = FILE


def _come_or_go(person: Person, *, is_there: bool, now: datetime) -> None:
    """Let somebody leave, or be back whom no one but a file has let go."""
    if person.active and not is_there:
        person.active = False
        if person.id is not None:
            person.left_at, person.left_by = now, FILE
    elif is_there and not person.active and person.left_by in {None, FILE}:
        person.active, person.left_at, person.left_by = True, None, None


def spare_the_last(known: Collection[Person], before: Mapping[Person, Member]) -> list[Person]:
    """Let whoever would be the last to lose one of the roles that are `KEPT` stay as they were; return them.

    Args:
        before: what those were of whom the file speaks.
    """
    spared = [person for role in KEPT for person in _lost(role, known, before)]
    for person in spared:
        person.role, person.active, person.left_at, person.left_by = before[person]["role"], True, None, None
        forget(person, {"role", "active"})
    return spared


def _lost(role: str, known: Iterable[Person], before: Mapping[Person, Member]) -> list[Person]:
    """Return who has lost a role by leaving or by a lower one, if nobody is left who has it."""
    if any(person.active and person.role == role for person in known):
        return []
    had = (person for person, was in before.items() if was["active"] and was["role"] == role)
    return [one for one in had if not one.active or matching.rank(one.role) < matching.rank(role)]


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
