"""How much work a book is: the contacts a quarter that its accounts deserve.

The workload method of designing sales territories (Talley 1961): classes of customers, each with how often to be in
touch. One contact every two weeks for a VIP, one a month for who is growing into one, one a quarter for all others, and
one more to wake whoever is falling asleep. Dead and buried customers are not contacted by default, so they are no work;
a VIP who went silent is.
"""

from collections.abc import Iterable, Mapping
from statistics import median

from segmentation.models.value_group import BZ, MGC, MVC, STANDARD
from storage.books import Account
from storage.holdings import Holding

CONTACTS: Mapping[str, int] = {MVC.key: 6, MGC.key: 3, STANDARD.key: 1, BZ.key: 1}
"""Contacts a quarter by tier; an account not yet classified counts like a standard one."""

WAKING: Mapping[str, int] = {"resting": 1, "dormant": 1, "shock": 1}
"""Contacts more, by stage."""

GIVEN_UP = frozenset({"dead", "buried"})
"""The stages in which only VIPs are contacted."""


def contacts(tier: str | None, stage: str | None) -> int:
    """Return the contacts a quarter that an account deserves."""
    if stage in GIVEN_UP and tier != MVC.key:
        return 0
    return CONTACTS.get(tier or STANDARD.key, 1) + WAKING.get(stage or "", 0)


def of_account(account: Account) -> int:
    """Return how much work an account is."""
    return contacts(account.tier, account.stage)


def load(book: Holding) -> int:
    """Return how much work a book is, in contacts a quarter."""
    return sum(each.accounts * contacts(*kind) for kind, each in book.kinds.items())


def usual(books: Iterable[Holding]) -> float:
    """Return the load in the middle of a team's: of those who have any accounts, 0 where nobody has."""
    loads = [load(book) for book in books if book.accounts]
    return float(median(loads)) if loads else 0.0


def against(load: int, usual: float) -> float | None:
    """Return by which part of the team's median a load is above (or, negative, below) it; None where that is 0."""
    return load / usual - 1 if usual else None
