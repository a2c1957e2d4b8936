"""Territories: which regions people look after, and which accounts lie outside those of their owner.

A person's `territory` names regions with commas between them, as customers have them. Whoever has none at present has
an empty one, so that all their accounts lie outside of it; of whom nobody has said, nothing does.
"""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from storage import dormant
from storage.tables import Customer, Person


def named(territory: str | None) -> frozenset[str] | None:
    """Return the regions of a territory, folded; None where nobody has said. `Rhein/Main` may be one, or two."""
    if territory is None:
        return None
    parts = [part for part in re.split("[,，;；、]", territory) if part.strip()]
    return frozenset(folded(one) for part in parts for one in (part, *part.split("/")) if one.strip())


def folded(region: str) -> str:
    """Return a region's name without the differences between capitals, and between full and half width."""
    return " ".join(unicodedata.normalize("NFKC", region).casefold().split())


def said(session: Session, *, active: bool = False) -> dict[int, str]:
    """Return the territories of everybody of whom somebody has said one, in `active` of those who have not left."""
    people = select(Person.id, Person.territory).where(Person.territory.is_not(None)).order_by(Person.id)
    rows = session.execute(people.where(Person.active) if active else people)
    return {row.id: row.territory or "" for row in rows}


def keepers(session: Session) -> Mapping[str, list[int]]:
    """Return who of the team looks after each region, by its folded name."""
    by_region: dict[str, list[int]] = {}
    for person_id, territory in said(session, active=True).items():
        for region in named(territory) or ():
            by_region.setdefault(region, []).append(person_id)
    return by_region


def outside(session: Session) -> ColumnElement[bool]:
    """Return the condition on `Customer` that it has a region, and that is not in its owner's territory."""
    regions = dormant.regions(session)
    theirs = {person_id: named(territory) or frozenset() for person_id, territory in said(session).items()}
    return or_(
        false(),
        *(
            and_(
                Customer.owner_id == person_id, Customer.region.in_([one for one in regions if folded(one) not in home])
            )
            for person_id, home in theirs.items()
        ),
    )
