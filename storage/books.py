"""The book of a salesperson: all open accounts they own, what these bring, and how they stand.

Accounts come with money in whole ten-thousandths, to be counted with; books with money to be shown. A book is made of
accounts alone, so that one is as easily drawn up for what would be.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce
from sqlalchemy.orm import Session

from segmentation import money
from segmentation.models.value_group import MVC
from storage.alerts.sleepers import ASLEEP
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


class Share(NamedTuple):
    """A part of a book: how many accounts, and what they bring in 365 days."""

    accounts: int
    value: Decimal


@dataclass(frozen=True)
class Book:
    """What somebody looks after.

    `dormant` counts those in stage dormant or worse, `value_at_risk` is theirs. `kinds` counts accounts by tier and
    stage together. `top_share` is the share of the five most valuable accounts in the value of all that bring any,
    `hhi` the sum of all squared shares: 1 where all hangs on one account; both are None where nothing is brought.
    """

    accounts: int
    value: Decimal
    value_at_risk: Decimal
    vips: int
    dormant: int
    by_tier: Mapping[str | None, Share]
    by_stage: Mapping[str | None, Share]
    by_region: Mapping[str | None, int]
    kinds: Mapping[tuple[str | None, str | None], int]
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
    sums: dict[tuple[str | None, str | None], _Sum] = defaultdict(_Sum)
    for account in found:
        sums[account.tier, account.stage].add(account)
    brought = [account.value for account in found if account.value > 0]
    total = sum(brought)
    return Book(
        accounts=len(found),
        value=money.shown(sum(each.value for each in sums.values())),
        value_at_risk=money.shown(sum(each.value_at_risk for (_, stage), each in sums.items() if stage in ASLEEP)),
        vips=sum(each.accounts for (tier, _), each in sums.items() if tier == MVC.key),
        dormant=sum(each.accounts for (_, stage), each in sums.items() if stage in ASLEEP),
        by_tier=_shares((tier, each) for (tier, _), each in sums.items()),
        by_stage=_shares((stage, each) for (_, stage), each in sums.items()),
        by_region=Counter(account.region for account in found),
        kinds={kind: each.accounts for kind, each in sums.items()},
        top_share=sum(nlargest(TOP, brought)) / total if total else None,
        hhi=sum((value / total) ** 2 for value in brought) if total else None,
    )


@dataclass(slots=True)
class _Sum:
    """Accounts added up."""

    accounts: int = 0
    value: int = 0
    value_at_risk: int = 0

    def add(self, account: Account) -> None:
        """Add one."""
        self.accounts += 1
        self.value += account.value
        self.value_at_risk += account.value_at_risk


def _shares(sums: Iterable[tuple[str | None, _Sum]]) -> dict[str | None, Share]:
    """Return how many accounts there are of each name, and what they bring."""
    counts: Counter[str | None] = Counter()
    values: Counter[str | None] = Counter()
    for name, each in sums:
        counts[name] += each.accounts
        values[name] += each.value
    return {name: Share(counts[name], money.shown(values[name])) for name in counts}


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
