"""Loads of a team evened out with the fewest hand-overs, regions and VIP relationships kept: pure.

In this order: every load as near to the mean as asked, or as can be; as few VIPs as possible lose whom they know; as
few accounts as possible come to somebody who is not at home in their region; as few as possible change hands. Of
accounts that are alike, those move that bring least; those that are no work stay where they are.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from operator import attrgetter

from bot.books.greedy import some_moves
from bot.books.homes import Homes, homes_of, is_at_home
from bot.books.load import of_account
from bot.books.moving import fewest_moves
from storage.books import Account

TOLERANCE = 0.1
"""How far from the mean load a book may be, as a part of it."""

SECONDS = 6.0
"""How long may be thought about it."""


@dataclass(frozen=True)
class Balance:
    """Who is given which account (`moves`: customer to receiver), and the loads before and after.

    `band` is where every load should end, `excess` by how much the worst is outside; `proven` that no way is better.
    `vips` counts the VIPs who lose whom they know, `outside` the accounts that come to somebody who is not at home in
    their region.
    """

    moves: Mapping[int, int]
    before: Mapping[int, int]
    after: Mapping[int, int]
    band: tuple[int, int]
    excess: int
    proven: bool
    vips: int
    outside: int


def balance(
    accounts: Collection[Account],
    keepers: Collection[int],
    *,
    tolerance: float = TOLERANCE,
    homes: Homes | None = None,
    seconds: float = SECONDS,
) -> Balance:
    """Return the moves between `keepers` that even out their loads; accounts of anybody else are all given to them.

    Args:
        accounts: those of the keepers, and those whose owner has left.
        keepers: at least one; who may be given accounts, so nobody who has left or is away.
        homes: the regions in which each keeper is at home; else those in which they have accounts.
    """
    found, people = sorted(accounts, key=attrgetter("customer_id")), sorted(set(keepers))
    homes = homes or homes_of(found, people)
    total = sum(map(of_account, found))
    band = _band(Fraction(total, len(people)), tolerance)
    as_it_is = _balance(found, people, {}, band=band, homes=homes)
    if as_it_is.excess == 0 and sum(as_it_is.before.values()) == total:
        return replace(as_it_is, proven=True)
    fewest = fewest_moves(found, people, band=band, homes=homes, seconds=seconds)
    ways = [fewest.moves, *([] if fewest.proven else [some_moves(found, people, band=band, homes=homes)])]
    balances = [_balance(found, people, way, band=band, homes=homes) for way in ways]
    return replace(min(balances, key=_shortcomings), proven=fewest.proven)


def _balance(
    accounts: Collection[Account],
    people: Collection[int],
    way: Mapping[int, int],
    *,
    band: tuple[int, int],
    homes: Homes,
) -> Balance:
    """Return what comes of moving accounts, and of giving away what is still somebody's who has left."""
    moves = {one.customer_id: way[one.customer_id] for one in accounts if one.customer_id in way}
    moves |= _taken_in([one for one in accounts if one.customer_id not in moves], people, homes)
    moved = [one for one in accounts if one.customer_id in moves]
    before, after = loads(accounts, people), loads(accounts, people, moves)
    return Balance(
        moves=moves,
        before=before,
        after=after,
        band=band,
        excess=max(0, *(max(band[0] - load, load - band[1]) for load in after.values())),
        proven=False,
        vips=sum(one.is_vip and one.owner_id in before for one in moved),
        outside=sum(not is_at_home(one, homes[moves[one.customer_id]]) for one in moved),
    )


def _shortcomings(found: Balance) -> tuple[int, int, int, int]:
    """Return what should be least, the most important first."""
    return found.excess, found.vips, found.outside, len(found.moves)


def loads(
    accounts: Collection[Account], people: Collection[int], moves: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Return how much work each of `people` has, with `moves` as it would be then."""
    work = dict.fromkeys(people, 0)
    for one in accounts:
        owner = (moves or {}).get(one.customer_id, one.owner_id)
        if owner in work:
            work[owner] += of_account(one)
    return work


def _band(mean: Fraction, tolerance: float) -> tuple[int, int]:
    """Return the least and the most work a book should be: whole numbers, the mean between them."""
    part = mean * Fraction(str(tolerance))
    return min(ceil(mean - part), floor(mean)), max(floor(mean + part), ceil(mean))


def _taken_in(left: Collection[Account], people: Collection[int], homes: Homes) -> dict[int, int]:
    """Give what is still somebody's who has left to whoever has fewest accounts, of those at home in the region."""
    sizes = Counter(one.owner_id for one in left)
    moves: dict[int, int] = {}
    for one in left:
        if one.owner_id not in people:
            near = [person for person in people if is_at_home(one, homes[person])]
            moves[one.customer_id] = chosen = min(near or people, key=lambda person: (sizes[person], person))
            sizes[chosen] += 1
    return moves
