"""Messages about people: who asks to be let in, what was decided, who has left."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.asking import admissions
from bot.locale import Language
from bot.question import Reply
from bot.routing import stand_in
from bot.team import team
from bot.views.admission import access_request, decided
from bot.views.departure import Departure, departure
from storage import people
from storage.alerts.who import Who
from storage.holdings import holdings
from storage.tables import AccessRequest, Person

UTC = ZoneInfo("UTC")
HEIRS = 10
"""Among how many the accounts of somebody who has left are shared at most."""


def asking(session: Session, language: Language, content: Mapping[str, Any]) -> Reply | None:
    """Tell who asks to be let in, or what was decided."""
    asked = session.get(AccessRequest, content["slack_id"])
    return access_request(language, admissions.shown(session, asked)) if asked else None


def answered(session: Session, language: Language, content: Mapping[str, Any], hearer: Who | None) -> Reply | None:
    """Tell whoever has asked to be let in what was decided, and nobody else."""
    asked = session.get(AccessRequest, content["slack_id"])
    if asked is None or asked.granted is None or (hearer and hearer.slack_id != asked.slack_id):
        return None
    request = admissions.shown(session, asked)
    return decided(language, granted=asked.granted, by=request.by)


def gone(
    session: Session, language: Language, content: Mapping[str, Any], hearer: Who | None, *, now: datetime
) -> Reply | None:
    """Tell who has left, and what is to be handed over; nothing where they are back."""
    person = session.get(Person, content["person_id"])
    if person is None or person.active:
        return None
    by = stand_in(person.id, team(session, business_zone=UTC, now=now))
    held = holdings(session, [person.id])[person.id]
    left = Departure(
        person_id=person.id,
        name=people.names(session, {person.id})[person.id],
        way=person.left_by,
        accounts=held.accounts,
        value=held.value,
        value_at_risk=held.value_at_risk,
        vips=held.vips,
        dormant=held.dormant,
        heirs=list(_heirs(session, person, hearer)),
        stand_in=by.name if by and not (hearer and by.id == hearer.id) else None,
    )
    return departure(language, left)


def _heirs(session: Session, person: Person, hearer: Who | None) -> Iterator[tuple[int, str]]:
    """Yield who might take over: salespeople who reported to the same lead, else of the same team, else the hearer."""
    others = select(Person.id, Person.name).where(Person.active, Person.role == "salesperson", Person.id != person.id)
    for theirs, value in ((Person.manager_id, person.manager_id), (Person.team_id, person.team_id)):
        found = session.execute(others.where(theirs == value).order_by(Person.name).limit(HEIRS)).all() if value else []
        if found:
            names = people.names(session, {one.id for one in found})
            yield from ((one.id, names[one.id]) for one in found)
            return
    if hearer:
        yield hearer.id, hearer.name
