"""A book divided among several people, evenly: pure.

By `value` the sums of value come out as equal as can be; by `count` the numbers of accounts differ by one at most, and
the values as little as that allows; by `region` each region stays in one hand, and accounts without one even out the
values. Who gets which part is decided last: whoever is at home in its regions.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Literal

from bot.books.dividing import Item, Part, equally_many, evenly
from bot.books.homes import folded
from storage.books import Account

By = Literal["value", "count", "region"]

Homes = Mapping[int, Collection[str | None]]
"""The regions in which each person is at home."""


def split(
    accounts: Iterable[Account], receivers: Collection[int], *, by: By = "value", homes: Homes | None = None
) -> dict[int, int]:
    """Return who of `receivers` (at least one) gets each account, by customer; in which order they come is all one."""
    people, found = sorted(set(receivers)), sorted(accounts, key=attrgetter("customer_id"))
    parts = DIVIDING[by](found, len(people))
    owners = _matched(parts, people, {one.customer_id: one for one in found}, homes or {})
    given = {customer: owner for owner, part in owners.items() for item in part for customer in item.members}
    return {one.customer_id: given[one.customer_id] for one in found}


def _by_value(accounts: Sequence[Account], count: int) -> list[Part]:
    """Divide accounts so that the values are even."""
    return evenly([_alone(account) for account in accounts], count)


def _by_count(accounts: Sequence[Account], count: int) -> list[Part]:
    """Divide accounts so that the numbers are even."""
    return equally_many([_alone(account) for account in accounts], count)


def _by_region(accounts: Sequence[Account], count: int) -> list[Part]:
    """Divide whole regions, however each account writes its name, so that the values are even."""
    regions: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.region is not None:
            regions[folded(account.region)].append(account)
    whole = [Item(sum(one.value for one in each), tuple(one.customer_id for one in each)) for each in regions.values()]
    return evenly([*whole, *(_alone(account) for account in accounts if account.region is None)], count)


DIVIDING: Mapping[By, Callable[[Sequence[Account], int], list[Part]]] = {
    "value": _by_value,
    "count": _by_count,
    "region": _by_region,
}


def _alone(account: Account) -> Item:
    """Return an account as an item."""
    return Item(account.value, (account.customer_id,))


def _matched(
    parts: Sequence[Part], people: Sequence[int], accounts: Mapping[int, Account], homes: Homes
) -> dict[int, Part]:
    """Give each person the part of which most accounts are in regions where they are at home, taken over all."""
    from scipy.optimize import linear_sum_assignment

    regions = [Counter(folded(accounts[one].region or "") for item in part for one in item.members) for part in parts]
    at_home = {person: {folded(region) for region in homes.get(person, ()) if region} for person in people}
    known = [[sum(count[region] for region in at_home[person]) for count in regions] for person in people]
    chosen = linear_sum_assignment(known, maximize=True)[1]
    return {person: parts[part] for person, part in zip(people, chosen, strict=True)}
