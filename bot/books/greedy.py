"""Loads evened out account by account: pure, at once, and good enough where there is no time to find the best."""

from collections.abc import Collection, Mapping, Sequence

from bot.books.homes import Homes, is_at_home
from bot.books.load import of_account
from storage.books import Account


def some_moves(
    accounts: Collection[Account], people: Sequence[int], *, band: tuple[int, int], homes: Homes
) -> dict[int, int]:
    """Return who of `people` is given which account, by customer: whoever at home has least, from whoever has too much.

    VIPs come last, the most work first, and of equals what brings least.
    """
    work = dict.fromkeys(people, 0)
    for one in accounts:
        if one.owner_id in work:
            work[one.owner_id] += of_account(one)
    moves: dict[int, int] = {}
    for one in sorted(accounts, key=lambda one: (one.owner_id in work, one.is_vip, -of_account(one), one.value)):
        near = [person for person in people if is_at_home(one, homes[person])]
        for some in (near, people):
            receiver = min(some, key=lambda person: (work[person], person), default=None)
            if receiver is not None and _is_worth_it(work, one, receiver, band):
                _move(moves, work, one, receiver)
                break
    return moves


def _is_worth_it(work: Mapping[int, int], one: Account, receiver: int, band: tuple[int, int]) -> bool:
    """Say whether giving an account away helps somebody, and leaves the giver with no less than the receiver."""
    if one.owner_id is None or one.owner_id not in work:
        return True
    rich, poor, size = work[one.owner_id], work[receiver], of_account(one)
    return (rich > band[1] or poor < band[0]) and rich - size >= poor + size


def _move(moves: dict[int, int], work: dict[int, int], one: Account, receiver: int) -> None:
    """Give an account away."""
    moves[one.customer_id] = receiver
    work[receiver] += of_account(one)
    if one.owner_id in work:
        work[one.owner_id] -= of_account(one)
