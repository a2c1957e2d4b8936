"""What people look after: each one's accounts added up, and those of all that are falling asleep; looked up once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import BigInteger, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from storage import holdings
from storage.holdings import Holding
from storage.home import asleep
from storage.home.asleep import Asleep


@dataclass(frozen=True)
class Accounts:
    """What each of some people looks after, by their id, and which of all these customers are falling asleep."""

    held: Mapping[int, Holding] = field(default_factory=dict)
    asleep: Asleep = field(default_factory=Asleep)


def accounts(session: Session, people: Collection[int], *, as_of: date, limit: int) -> Accounts:
    """Return what `people` look after, and who of it is asleep as of a day; see `holdings` and `asleep`."""
    theirs = holdings.of_people(session, people)
    first = asleep.first(theirs, as_of=as_of, limit=limit).subquery()
    apart = select(_NO_ID, null(), null(), first.c.accounts, literal(0), first.c.value_at_risk, first.c.id)
    rows = session.execute(union_all(holdings.sums(theirs).add_columns(_NO_ID), apart)).all()
    added_up = [row[:-1] for row in rows if row[-1] is None]
    found = [(row[-1], row[3], row[5]) for row in rows if row[-1] is not None]
    return Accounts(holdings.held(people, added_up), asleep.described(session, found))


_NO_ID = cast(null(), BigInteger)
"""No id, as PostgreSQL wants it told."""
