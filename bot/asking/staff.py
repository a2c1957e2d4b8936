"""The sales team as whoever asks may know it: of those who are near to them all, of others the name."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import access
from bot.access import Ask, Circle, Place, Rows
from bot.views.people import Asking, Facts, Line, Part
from storage import people, teams
from storage.tables import AccessRequest, Customer, Person, SlackGroup, SlackMember, Team


def lines(session: Session, who: Circle, place: Place) -> dict[int, Line]:
    """Return everybody who is of the team, by name, as far as `who` may know them."""
    reach = access.rows(who.role, Ask.PEOPLE, place)
    everybody = session.scalars(select(Person).order_by(Person.name, Person.id)).all()
    names = people.names(session, {person.id for person in everybody})
    handles = {row.slack_id: row.handle for row in session.execute(select(SlackMember.slack_id, SlackMember.handle))}
    return {
        one.id: Line(
            id=one.id,
            name=names[one.id] if is_near(who, one.id, reach) else one.name,
            role=one.role,
            manager=names.get(one.manager_id or 0),
            handle=handles.get(one.slack_id, one.slack_id) if one.slack_id else None,
            is_near=is_near(who, one.id, reach),
        )
        for one in everybody
        if one.active
    }


def is_near(who: Circle, person_id: int, reach: Rows) -> bool:
    """Say whether somebody may know more of a person than their name."""
    return reach is Rows.ALL or person_id == who.me or (reach is Rows.TEAM and person_id in who.below)


def parts(session: Session, of: Mapping[int, Line], *, within: Team | None) -> list[Part]:
    """Return people team by team, those in no team last; only those `within` a team and its parts, if one is given."""
    every = teams.every(session)
    membership = {row.id: row.team_id for row in session.execute(select(Person.id, Person.team_id))}
    wanted = teams.within(every, within.id) if within else {team.id for team in every}
    found = [
        Part(team.name, depth, [line for line in of.values() if membership[line.id] == team.id])
        for depth, team in teams.tree(every)
        if team.id in wanted
    ]
    rest = [line for line in of.values() if membership[line.id] is None]
    return [*found, Part(None, 0, rest)] if rest and within is None else found


def paged(of: Sequence[Part], *, page: int, size: int) -> tuple[list[Part], int]:
    """Return the parts with the people of one page, and how many pages there are."""
    count = sum(len(part.people) for part in of)
    first = (page - 1) * size
    return list(_cut(of, first, first + size)), max(1, -(-count // size))


def _cut(of: Sequence[Part], first: int, last: int) -> Iterator[Part]:
    """Yield the parts with the people from one place to another; empty teams only where they all fit."""
    place = 0
    for part in of:
        shown = part.people[max(0, first - place) : max(0, last - place)]
        place += len(part.people)
        if shown or not part.people:
            yield Part(part.name, part.depth, shown)


def facts(session: Session, person: Person, who: Circle, place: Place) -> Facts:
    """Return all that may be known of somebody, whether they are of the team still or have left."""
    reach = access.rows(who.role, Ask.PEOPLE, place)
    member = session.get(SlackMember, person.slack_id) if person.slack_id else None
    manager = session.get(Person, person.manager_id) if person.manager_id else None
    team = session.get(Team, person.team_id) if person.team_id else None
    owned = select(func.count()).where(Customer.owner_id == person.id, Customer.status == "open")
    return Facts(
        line=Line(
            id=person.id,
            name=person.name,
            role=person.role,
            manager=manager.name if manager else None,
            handle=(member.handle if member else person.slack_id),
            is_near=is_near(who, person.id, reach),
        ),
        is_active=person.active,
        team=team.name if team else None,
        email=person.email,
        matched_by=person.matched_by,
        territory=person.territory,
        role_group=_handle(session, person.role_group),
        team_group=_handle(session, person.team_group),
        accounts=session.scalar(owned) or 0,
    )


def asking(session: Session, who: Circle, place: Place) -> Asking:
    """Return what whoever asks may do next."""
    changes = access.rows(who.role, Ask.CHANGE_PEOPLE, place) is not Rows.NONE
    open_ = select(func.count()).select_from(AccessRequest).where(AccessRequest.granted.is_(None))
    return Asking(changes, (session.scalar(open_) or 0) if changes else 0)


def _handle(session: Session, slack_id: str | None) -> str | None:
    """Return the handle of a user group."""
    group = session.get(SlackGroup, slack_id) if slack_id else None
    return group.handle if group else None
