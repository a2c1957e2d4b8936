"""The teams, each perhaps part of a larger one: found by name, made, put under one another."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from storage import audit
from storage.staff import ROLES, Deed
from storage.tables import Person, Team

SALESPERSON, LEAD, *_ = ROLES


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


def leads(
    people: Collection[Person | Row[*tuple[Any, ...]]], teams: Iterable[Team | Row[*tuple[Any, ...]]]
) -> dict[int, tuple[int, ...]]:
    """Return who leads the team that each is in, and the teams that it is part of, the nearest first.

    Leads of one team do not lead one another, and nobody leads managers.
    """
    parents = {team.id: team.parent_id for team in teams}
    of_team: dict[int, list[int]] = defaultdict(list)
    for one in people:
        if one.team_id is not None and one.role == LEAD and one.active:
            of_team[one.team_id].append(one.id)
    led = (one for one in people if one.team_id is not None and one.role in {LEAD, SALESPERSON})
    return {
        one.id: tuple(
            lead
            for place in _upwards(one.team_id, parents)
            if (one.role, place) != (LEAD, one.team_id)
            for lead in of_team.get(place, ())
        )
        for one in led
    }


def _upwards(team_id: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """Yield a team and those that it is part of, each once."""
    above = dict(parents)
    while team_id is not None:
        yield team_id
        team_id = above.pop(team_id, None)


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
