"""The book of a salesperson: all open accounts they own, what these bring, and how they stand.

Accounts come with money in whole ten-thousandths, to be counted with. A book is made of accounts alone, so that one is
as easily drawn up for what would be; where figures do, `storage.holdings` has them without the accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce
from sqlalchemy.orm import Session

from segmentation.models.value_group import MVC
from storage.holdings import Holding, Kind, Sum
from storage.tables import Customer, Profile

TOP = 5
"""The accounts whose share says how much hangs on few."""


class Account(NamedTuple):
    """A customer as somebody's account; without tier and stage until it is classified, money in ten-thousandths."""

    customer_id: int
    owner_id: int | None
    tier: str | None
    stage: str | None
    region: str | None
    value: int
    value_at_risk: int

    @property
    def is_vip(self) -> bool:
        """Say whether the customer is in the top tier."""
        return self.tier == MVC.key


@dataclass(frozen=True)
class Book(Holding):
    """What somebody looks after, with what only its accounts can tell.

    `top_share` is the share of the five most valuable accounts in the value of all that bring any, `hhi` the sum of all
    squared shares: 1 where all hangs on one account; both are None where nothing is brought.
    """

    by_region: Mapping[str | None, int]
    top_share: float | None
    hhi: float | None


def books(session: Session, people: Collection[int]) -> dict[int, Book]:
    """Return the book of each of `people`, by their id; an empty one of those who own nothing."""
    return drawn_up(accounts(session, people), people)


def drawn_up(
    found: Iterable[Account], people: Collection[int], moves: Mapping[int, int] | None = None
) -> dict[int, Book]:
    """Return the books of `people` out of accounts; with `moves` (customer to new owner), as they would be then."""
    moved = moves or {}
    of: dict[int | None, list[Account]] = {person: [] for person in people}
    for account in found:
        if (owner := moved.get(account.customer_id, account.owner_id)) in of:
            of[owner].append(account)
    return {person: book(of[person]) for person in people}


def accounts(session: Session, people: Collection[int]) -> list[Account]:
    """Return the open accounts that `people` own, by customer."""
    return _accounts(session, Customer.owner_id.in_(people), Customer.status == "open")


def these(session: Session, customer_ids: Collection[int]) -> list[Account]:
    """Return some customers as accounts, whoever owns them, closed ones too, by customer."""
    return _accounts(session, Customer.id.in_(customer_ids))


def book(found: Collection[Account]) -> Book:
    """Return the book that accounts make up."""
    kinds: dict[Kind, list[Account]] = defaultdict(list)
    for account in found:
        kinds[account.tier, account.stage].append(account)
    brought = [account.value for account in found if account.value > 0]
    total = sum(brought)
    return Book(
        kinds={kind: _added_up(some) for kind, some in kinds.items()},
        by_region=Counter(account.region for account in found),
        top_share=sum(nlargest(TOP, brought)) / total if total else None,
        hhi=sum((value / total) ** 2 for value in brought) if total else None,
    )


def _added_up(some: Sequence[Account]) -> Sum:
    """Return the sum of accounts."""
    return Sum(len(some), sum(one.value for one in some), sum(one.value_at_risk for one in some))


def _accounts(session: Session, *which: ColumnElement[bool]) -> list[Account]:
    """Return customers as accounts."""
    rows = select(
        Customer.id,
        Customer.owner_id,
        Profile.tier,
        Profile.activity,
        Customer.region,
        func.coalesce(type_coerce(Profile.value_365d, BigInteger), 0),
        func.coalesce(type_coerce(Profile.value_at_risk, BigInteger), 0),
    ).outerjoin(Profile, Profile.customer_id == Customer.id)
    return [Account(*row) for row in session.execute(rows.where(*which).order_by(Customer.id))]
