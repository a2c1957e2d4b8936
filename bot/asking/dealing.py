"""Who gets which of some accounts: one person all, several an even part each, or whoever looks after the region."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from bot.books.homes import homes_of
from bot.books.splitting import By, split
from storage import books, territories
from storage.books import Account

TERRITORY = "territory"


@dataclass(frozen=True)
class Deal:
    """Who gets which account, by customer; and the regions of accounts that nobody looks after, with how many."""

    moves: Mapping[int, int]
    left_out: Mapping[str, int]


def deal(session: Session, customer_ids: Collection[int], receivers: Sequence[int], *, by: str | None) -> Deal:
    """Deal accounts out to `receivers`, evenly by value unless `by` says otherwise.

    By territory each goes to whoever of the receivers (of everybody, if there are none) looks after its region, evenly
    where several do.
    """
    if by == TERRITORY:
        return _by_territory(session, books.these(session, customer_ids), receivers)
    if len(receivers) == 1:
        return Deal(dict.fromkeys(customer_ids, receivers[0]), {})
    return Deal(_split(session, books.these(session, customer_ids), receivers, by or "value"), {})


def _by_territory(session: Session, accounts: Sequence[Account], receivers: Collection[int]) -> Deal:
    """Give each account to whoever looks after its region."""
    keepers = territories.keepers(session)
    by_keepers: dict[tuple[int, ...], list[Account]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    for account in accounts:
        of_region = keepers.get(territories.folded(account.region or ""), [])
        able = tuple(one for one in of_region if not receivers or one in receivers)
        if able:
            by_keepers[able].append(account)
        else:
            left_out[account.region or ""] += 1
    moves: dict[int, int] = {}
    for able, theirs in by_keepers.items():
        moves |= _split(session, theirs, able, "value")
    return Deal(moves, left_out)


def _split(session: Session, accounts: Sequence[Account], receivers: Sequence[int], by: str) -> dict[int, int]:
    """Divide accounts evenly."""
    homes = homes_of(books.accounts(session, receivers), receivers, territories.said(session))
    return split(accounts, receivers, by=cast(By, by), homes=homes)
