"""Loads of a team evened out with the fewest hand-overs, regions and VIP relationships kept: pure.

In this order: every load as near to the mean as asked, or as can be; as few VIPs as possible lose whom they know; as few
accounts as possible come to somebody who has none in their region; as few as possible change hands. Of accounts that are
alike, those move that bring least; those that are no work stay where they are.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil, floor
from operator import attrgetter

from bot.books.load import of_account
from bot.books.moving import Homes, fewest_moves
from storage.books import Account

TOLERANCE = 0.1
"""How far from the mean load a book may be, as a part of it."""

SECONDS = 10.0
"""How long may be thought about it."""


@dataclass(frozen=True)
class Balance:
    """Who is given which account (`moves`: customer to receiver), and the loads before and after.

    `band` is where every load should end, and `within` says whether they do; `proven` that there is no better way.
    `vips` counts the VIPs who lose whom they know, `outside` the accounts that come to somebody who has none in their
    region.
    """

    moves: Mapping[int, int]
    before: Mapping[int, int]
    after: Mapping[int, int]
    band: tuple[int, int]
    within: bool
    proven: bool
    vips: int
    outside: int


def balance(
    accounts: Collection[Account],
    keepers: Collection[int],
    *,
    tolerance: float = TOLERANCE,
    seconds: float = SECONDS,
) -> Balance:
    """Return the moves between `keepers` that even out their loads; accounts of anybody else are all given to them.

    Args:
        accounts: those of the keepers, and those whose owner has left.
        keepers: at least one; who may be given accounts, so nobody who has left or is away.
    """
    found, people = sorted(accounts, key=attrgetter("customer_id")), sorted(set(keepers))
    before, homes = loads(found, people), homes_of(found, people)
    band = _band(sum(map(of_account, found)) / len(people), tolerance)
    moves, proven = fewest_moves(found, people, band=band, homes=homes, seconds=seconds)
    moves |= _taken_in([one for one in found if one.customer_id not in moves], people, homes)
    after = loads(found, people, moves)
    moved = [one for one in found if one.customer_id in moves]
    return Balance(
        moves={one.customer_id: moves[one.customer_id] for one in moved},
        before=before,
        after=after,
        band=band,
        within=all(band[0] <= load <= band[1] for load in after.values()),
        proven=proven,
        vips=sum(one.is_vip and one.owner_id in before for one in moved),
        outside=sum(one.region not in homes[moves[one.customer_id]] for one in moved),
    )


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


def homes_of(accounts: Collection[Account], people: Collection[int]) -> Homes:
    """Return the regions in which each of `people` has accounts; without a region, everybody is at home."""
    homes: dict[int, set[str | None]] = {person: {None} for person in people}
    for one in accounts:
        if one.owner_id in homes:
            homes[one.owner_id].add(one.region)
    return homes


def _band(mean: float, tolerance: float) -> tuple[int, int]:
    """Return the least and the most work a book should be: whole numbers, the mean between them."""
    return min(ceil(mean * (1 - tolerance)), floor(mean)), max(floor(mean * (1 + tolerance)), ceil(mean))


def _taken_in(left: Collection[Account], people: Collection[int], homes: Homes) -> dict[int, int]:
    """Give what is still somebody's who has left to whoever has fewest accounts, of those at home in the region."""
    sizes = Counter(one.owner_id for one in left)
    moves: dict[int, int] = {}
    for one in left:
        if one.owner_id not in homes:
            near = [person for person in people if one.region in homes[person]]
            moves[one.customer_id] = chosen = min(near or people, key=lambda person: (sizes[person], person))
            sizes[chosen] += 1
    return moves
