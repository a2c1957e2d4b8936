"""Where people are at home: in the regions of their territory, else in those where they have accounts: pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from storage import territories
from storage.books import Account

Homes = Mapping[int, Collection[str]]
"""The folded names of the regions in which each person is at home."""

folded = lru_cache(maxsize=10_000)(territories.folded)


def homes_of(
    accounts: Iterable[Account], people: Iterable[int], said: Mapping[int, str | None] | None = None
) -> dict[int, Collection[str]]:
    """Return where each of `people` is at home; `said` are the territories of those of whom somebody has said one."""
    held: dict[int | None, set[str]] = defaultdict(set)
    for account in accounts:
        if account.region:
            held[account.owner_id].add(folded(account.region))
    given = {person: territories.named(territory) for person, territory in (said or {}).items()}
    return {person: held[person] if (home := given.get(person)) is None else home for person in people}


def is_at_home(account: Account, home: Collection[str]) -> bool:
    """Say whether somebody with this home is at home where an account is; where that is unknown, everybody is."""
    return not account.region or folded(account.region) in home
