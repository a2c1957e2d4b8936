"""The teams, each perhaps part of a larger one: found by name, made, put under one another."""

import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.staff import Deed
from storage.tables import Person, Team


class Circular(Exception):
    """A team would be part of itself."""


def every(session: Session) -> list[Team]:
    """Return all teams, by name."""
    return list(session.scalars(select(Team).order_by(Team.name)))


def named(session: Session, name: str) -> Team | None:
    """Return the team of a name, whatever its capitals and widths."""
    wanted = folded(name)
    return next((team for team in every(session) if folded(team.name) == wanted), None)


def place(session: Session, name: str, deed: Deed, *, under: Team | None = None) -> Team:
    """Make a team, or put one that there is under another; without `under` it stays where it is.

    Raises:
        Circular: the other is part of it.
    """
    team = named(session, name)
    if team is None:
        team = Team(name=" ".join(name.split()), parent_id=under.id if under else None)
        session.add(team)
        session.flush()
        after = {"name": team.name, "parent_id": team.parent_id}
        audit.add(session, action="team.made", subject=f"team:{team.id}", before={}, after=after, **deed)
    elif under is not None:
        move(session, team, under, deed)
    return team


def move(session: Session, team: Team, under: Team | None, deed: Deed) -> bool:
    """Put a team under another, or with None under no other; say whether that is new.

    Raises:
        Circular: the other is part of it.
    """
    before, after = team.parent_id, under.id if under else None
    if under is not None and under.id in within(every(session), team.id):
        raise Circular
    if before == after:
        return False
    team.parent_id = after
    subject, was, is_now = f"team:{team.id}", {"parent_id": before}, {"parent_id": after}
    audit.add(session, action="team.changed", subject=subject, before=was, after=is_now, **deed)
    return True


def within(teams: Iterable[Team], team_id: int) -> set[int]:
    """Return a team and all that are part of it, at whatever depth."""
    everything, found, newest = list(teams), {team_id}, {team_id}
    while newest:
        newest = {team.id for team in everything if team.parent_id in newest} - found
        found |= newest
    return found


def leads(session: Session, person_id: int) -> list[int]:
    """Return who leads the team that somebody is in, and the teams that it is part of, the nearest first."""
    parents = {team.id: team.parent_id for team in every(session)}
    here = session.scalar(select(Person.team_id).where(Person.id == person_id))
    found: list[int] = []
    while here is not None:
        of_team = (Person.team_id == here) & (Person.role == "lead") & Person.active & (Person.id != person_id)
        found += session.scalars(select(Person.id).where(of_team).order_by(Person.id)).all()
        here = parents.pop(here, None)
    return found


def tree(teams: Iterable[Team], parent_id: int | None = None, *, depth: int = 0) -> Iterator[tuple[int, Team]]:
    """Yield each team with its depth, those that are part of another behind it."""
    everything = list(teams)
    for team in everything:
        if team.parent_id == parent_id:
            yield depth, team
            yield from tree(everything, team.id, depth=depth + 1)


def folded(name: str) -> str:
    """Return a name without the differences of capitals, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
