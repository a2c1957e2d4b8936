"""Somebody of the sales team, as alerts name them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import people
from storage.tables import Person


@dataclass(frozen=True)
class Who:
    """A person by id, name, and how Slack knows them."""

    id: int
    name: str
    slack_id: str | None


def who(person: Person | None) -> Who | None:
    """Return who somebody is, if there is somebody."""
    return Who(person.id, person.name, person.slack_id) if person else None


def those(session: Session, ids: Iterable[int | None]) -> dict[int, Who]:
    """Return some people by their ids, those of equal names told apart."""
    wanted = {one for one in ids if one is not None}
    called = people.names(session, wanted)
    rows = session.execute(select(Person.id, Person.slack_id).where(Person.id.in_(wanted)))
    return {row.id: Who(row.id, called[row.id], row.slack_id) for row in rows}
