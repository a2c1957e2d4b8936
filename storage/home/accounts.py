"""What people look after: each one's accounts added up, and those of all that are falling asleep.

Both are read at once, as it takes longest to look a large team's accounts up.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from storage import holdings
from storage.holdings import Holding
from storage.home import asleep
from storage.home.asleep import Asleep
from storage.tables import Customer

Query = CompoundSelect[Any]
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Accounts:
    """What each of some people looks after, by their id, and which of all these customers are falling asleep."""

    held: Mapping[int, Holding] = field(default_factory=dict)
    asleep: Asleep = field(default_factory=Asleep)


def accounts(session: Session, people: Collection[int], *, as_of: date, limit: int) -> Accounts:
    """Return what `people` look after, and who of it is asleep as of a day; see `holdings` and `asleep`."""
    parts = _read(session, sorted(people), partial(_query, as_of=as_of, limit=limit))
    added_up = [row[:-1] for rows in parts for row in rows if row[-1] is None]
    first = [[(row[-1], row[3], row[5]) for row in rows if row[-1] is not None] for rows in parts]
    return Accounts(holdings.held(people, added_up), asleep.described(session, *first, limit=limit))


def _read(session: Session, people: Sequence[int], query: Callable[[Sequence[int]], Query]) -> list[Rows]:
    """Return the rows about people: PostgreSQL looks up the accounts of every second one meanwhile."""
    bind = session.get_bind()
    if len(people) < 2 or bind.dialect.name == "sqlite":
        return [session.execute(query(people)).all()]
    with Session(bind) as another, ThreadPoolExecutor(1) as beside:
        theirs = beside.submit(lambda: another.execute(query(people[1::2])).all())
        return [session.execute(query(people[::2])).all(), theirs.result()]


def _query(people: Collection[int], *, as_of: date, limit: int) -> Query:
    """Return the query for what people's accounts come to, and below it for the first of them that are asleep.

    The columns are those of `holdings.sums`, and the id of who is asleep.
    """
    theirs = holdings.accounts(Customer.owner_id.in_(people))
    first = asleep.first(theirs, as_of=as_of, limit=limit).subquery()
    apart = select(_NO_ID, null(), null(), first.c.accounts, literal(0), first.c.value_at_risk, first.c.id)
    return union_all(holdings.sums(theirs).add_columns(_NO_ID), apart)


_NO_ID = cast(null(), BigInteger)
"""No id, as PostgreSQL wants it told."""
