"""For whom somebody stands in now, and until when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from storage.tables import Cover, Person


@dataclass(frozen=True)
class StandIn:
    """A cover that runs: whose accounts, by whom, until when."""

    person_id: int
    person: str
    stand_in_id: int
    stand_in: str
    ends_at: datetime


def running(session: Session, *, now: datetime) -> list[StandIn]:
    """Return the covers that run, those that end first at the beginning."""
    covered, by = aliased(Person), aliased(Person)
    runs = (Cover.begins_at <= now, Cover.ends_at > now, Cover.ended_at.is_(None))
    query = (
        select(covered.id, covered.name, by.id, by.name, Cover.ends_at)
        .select_from(Cover)
        .join(covered, covered.id == Cover.person_id)
        .join(by, by.id == Cover.stand_in_id)
    )
    return [StandIn(*row) for row in session.execute(query.where(*runs).order_by(Cover.ends_at, Cover.id))]
