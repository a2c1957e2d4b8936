"""Which accounts are meant where they are not named: all of somebody's, those asleep, those outside a territory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from storage import sight, territories
from storage.alerts.sleepers import ASLEEP
from storage.sight import Sight
from storage.tables import Customer, Profile


@dataclass(frozen=True)
class Among:
    """Among which customers accounts are looked for: of one owner or nobody, in some regions, and in sight.

    With `owner_id` None they are everybody's, unless they are of `nobody`.
    """

    seen: Sight
    owner_id: int | None = None
    nobody: bool = False
    regions: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on `Customer`."""
        found = [sight.condition(self.seen)]
        if self.nobody or self.owner_id is not None:
            found.append(Customer.owner_id.is_not_distinct_from(self.owner_id))
        if self.regions:
            found.append(Customer.region.in_(self.regions))
        return [one for one in found if one is not None]


def among_these(session: Session, seen: Sight, customer_ids: Collection[int]) -> set[int]:
    """Return those of some customers that are in sight."""
    within = [Customer.id.in_(customer_ids), *Among(seen).conditions()]
    return set(session.scalars(select(Customer.id).where(*within)))


def everything(session: Session, among: Among) -> Sequence[int]:
    """Return all accounts, closed ones too: a book that is handed over leaves nothing behind."""
    return session.scalars(select(Customer.id).where(*among.conditions()).order_by(Customer.id)).all()


def asleep(session: Session, among: Among, *, most: int | None = None) -> Sequence[int]:
    """Return the open accounts in stage dormant or worse, the most value at risk first."""
    found = select(Customer.id).join(Profile, Profile.customer_id == Customer.id)
    theirs = found.where(*among.conditions(), Customer.status == "open", Profile.activity.in_(ASLEEP))
    return session.scalars(theirs.order_by(Profile.value_at_risk.desc(), Customer.id).limit(most)).all()


def misplaced(session: Session, among: Among) -> Sequence[int]:
    """Return the open accounts that lie outside their owner's territory."""
    outside = territories.outside(session)
    theirs = select(Customer.id).where(*among.conditions(), Customer.status == "open", outside)
    return session.scalars(theirs.order_by(Customer.id)).all()
