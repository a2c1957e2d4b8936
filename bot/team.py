"""The sales team as alerts see it: everybody, with how they want to hear."""

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import governance
from bot.hearing import Hearing, hearing
from bot.routing import Member, Team
from storage import covers, teams
from storage.tables import Hearing as Stored
from storage.tables import Person, RuleChoice


def team(session: Session, *, business_zone: ZoneInfo, now: datetime) -> Team:
    """Return everybody by their id, with who stands in for them at a moment."""
    house = governance.read(session)
    standing_in = covers.running(session, now)
    stored = {one.person_id: one for one in session.scalars(select(Stored))}
    chosen = session.scalars(select(RuleChoice).order_by(RuleChoice.person_id))
    choices = {person_id: list(made) for person_id, made in groupby(chosen, lambda one: one.person_id)}
    people = session.scalars(select(Person).order_by(Person.id)).all()
    led_by = teams.leads(people, teams.every(session))
    return {
        person.id: Member(
            id=person.id,
            name=person.name,
            role=person.role,
            manager_id=person.manager_id,
            is_reachable=person.active and bool(person.slack_id),
            hearing=hearing(
                person, stored.get(person.id), choices.get(person.id, ()), business_zone=business_zone, house=house
            ),
            covered_by=standing_in.get(person.id),
            led_by=led_by.get(person.id, ()),
        )
        for person in people
    }


def member(session: Session, person_id: int, *, business_zone: ZoneInfo, now: datetime) -> Member | None:
    """Return one of the team, without looking at all the others; None if there is no such person."""
    person, hears = session.get(Person, person_id), hearing_of(session, person_id, business_zone=business_zone)
    if person is None or hears is None:
        return None
    is_reachable = person.active and bool(person.slack_id)
    covered_by = covers.running(session, now).get(person_id)
    return Member(person.id, person.name, person.role, person.manager_id, is_reachable, hears, covered_by)


def hearing_of(session: Session, person_id: int | None, *, business_zone: ZoneInfo) -> Hearing | None:
    """Return how one person hears; None if there is no such person."""
    person = session.get(Person, person_id) if person_id is not None else None
    if person is None:
        return None
    choices = session.scalars(select(RuleChoice).where(RuleChoice.person_id == person.id))
    house = governance.read(session)
    return hearing(person, session.get(Stored, person.id), choices, business_zone=business_zone, house=house)
