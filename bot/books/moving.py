"""Which accounts move so that loads come within a band: a question of whole numbers.

Accounts of one owner that are alike (as much work, same region, VIP or not) are counted, not told apart, and so are
those that arrive: some leave for somebody at home in their region, the others for anybody. So there are some hundred or
thousand unknowns, however many accounts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from bot.books.flow import Flow, Numbers, Terms
from bot.books.homes import Homes, folded
from bot.books.load import of_account
from storage.books import Account


@dataclass(frozen=True)
class Moves:
    """Who is given which account, by customer, as far as time allowed to find out; `proven` if no way is better."""

    moves: Mapping[int, int]
    proven: bool


class Kind(NamedTuple):
    """What makes accounts alike to whoever is given one: how much work, and in which region, folded."""

    work: int
    region: str

    def is_at_home(self, home: Collection[str]) -> bool:
        """Say whether somebody with this home is at home there; everybody is where no region is known."""
        return not self.region or self.region in home


class Stock(NamedTuple):
    """Accounts of one owner that are alike, those that bring least first."""

    owner: int | None
    kind: Kind
    is_vip: bool
    accounts: Sequence[Account]


def fewest_moves(
    accounts: Collection[Account], people: Sequence[int], *, band: tuple[int, int], homes: Homes, seconds: float
) -> Moves:
    """Return who of `people` is given which account.

    Accounts that are no work are left out. All others of somebody who is none of `people` move.
    """
    stocks = _stocks(accounts)
    flow = Flow()
    unknowns = _unknowns(flow, stocks, people, homes)
    _conserve(flow, unknowns, stocks, people)
    _even_out(flow, unknowns, stocks, people, band)
    answer = flow.least(_aims(unknowns, stocks, people), seconds=seconds)
    return Moves({} if answer.numbers is None else _moves(answer.numbers, unknowns, stocks), answer.proven)


def _stocks(accounts: Iterable[Account]) -> list[Stock]:
    """Return accounts that are some work, alike by alike."""
    alike: dict[tuple[int | None, Kind, bool], list[Account]] = defaultdict(list)
    for one in accounts:
        if work := of_account(one):
            alike[one.owner_id, Kind(work, folded(one.region or "")), one.is_vip].append(one)
    return [Stock(*key, sorted(some, key=attrgetter("value", "customer_id"))) for key, some in alike.items()]


@dataclass(frozen=True)
class _Unknowns:
    """What is asked, by the numbers of the unknowns.

    `excess` is by how much the worst load is outside the band; of each stock, some accounts leave for people at home in
    their region (`homeward`) and some for anybody (`anywhere`); so many of each kind arrive with each person at home
    (`at_home`), and so many of each amount of work with anybody (`abroad`).
    """

    excess: int
    homeward: Sequence[int]
    anywhere: Sequence[int]
    at_home: Mapping[tuple[int, Kind], int]
    abroad: Mapping[tuple[int, int], int]


def _unknowns(flow: Flow, stocks: Sequence[Stock], people: Sequence[int], homes: Homes) -> _Unknowns:
    """Return the unknowns, new in a flow."""
    kinds = dict.fromkeys(stock.kind for stock in stocks)
    works = dict.fromkeys(kind.work for kind in kinds)
    return _Unknowns(
        excess=flow.unknown(),
        homeward=[flow.unknown() for _ in stocks],
        anywhere=[flow.unknown() for _ in stocks],
        at_home={(one, kind): flow.unknown() for kind in kinds for one in people if kind.is_at_home(homes[one])},
        abroad={(one, work): flow.unknown() for work in works for one in people},
    )


def _conserve(flow: Flow, unknowns: _Unknowns, stocks: Sequence[Stock], people: Collection[int]) -> None:
    """Let no more leave than there is, all of what nobody keeps, and as much arrive as leaves."""
    home: dict[Kind, dict[int, float]] = defaultdict(dict)
    abroad: dict[int, dict[int, float]] = defaultdict(dict)
    for stock, homeward, anywhere in zip(stocks, unknowns.homeward, unknowns.anywhere, strict=True):
        size = len(stock.accounts)
        flow.limit({homeward: 1, anywhere: 1}, least=0 if stock.owner in people else size, most=size)
        home[stock.kind][homeward] = 1
        abroad[stock.kind.work][anywhere] = 1
    for (_, kind), unknown in unknowns.at_home.items():
        home[kind][unknown] = -1
    for (_, work), unknown in unknowns.abroad.items():
        abroad[work][unknown] = -1
    for terms in (*home.values(), *abroad.values()):
        flow.limit(terms, least=0, most=0)


def _even_out(
    flow: Flow, unknowns: _Unknowns, stocks: Sequence[Stock], people: Sequence[int], band: tuple[int, int]
) -> None:
    """Let every load end within the band, but for the excess."""
    work = dict.fromkeys(people, 0)
    terms: dict[int, dict[int, float]] = {person: {} for person in people}
    for stock, homeward, anywhere in zip(stocks, unknowns.homeward, unknowns.anywhere, strict=True):
        if stock.owner in work:
            work[stock.owner] += len(stock.accounts) * stock.kind.work
            terms[stock.owner] |= {homeward: -stock.kind.work, anywhere: -stock.kind.work}
    for (person, kind), unknown in unknowns.at_home.items():
        terms[person][unknown] = kind.work
    for (person, each), unknown in unknowns.abroad.items():
        terms[person][unknown] = each
    for person in people:
        flow.limit(terms[person] | {unknowns.excess: 1}, least=band[0] - work[person])
        flow.limit(terms[person] | {unknowns.excess: -1}, most=band[1] - work[person])


def _aims(unknowns: _Unknowns, stocks: Sequence[Stock], people: Collection[int]) -> list[Terms]:
    """Return what should be least: first the excess, then the VIPs who move, those who move abroad, all who move."""
    leaving = list(zip(stocks, unknowns.homeward, unknowns.anywhere, strict=True))
    lost = [pair for stock, *pair in leaving if stock.is_vip and stock.owner in people]
    return [
        {unknowns.excess: 1},
        dict.fromkeys(chain.from_iterable(lost), 1),
        dict.fromkeys(unknowns.anywhere, 1),
        dict.fromkeys([*unknowns.homeward, *unknowns.anywhere], 1),
    ]


def _moves(numbers: Numbers, unknowns: _Unknowns, stocks: Sequence[Stock]) -> dict[int, int]:
    """Return who is given which account: of a stock, those that bring least leave, for home before abroad."""
    leaving: dict[Kind | int, list[Account]] = defaultdict(list)
    arriving: dict[Kind | int, dict[int, int]] = defaultdict(dict)
    for stock, homeward, anywhere in zip(stocks, unknowns.homeward, unknowns.anywhere, strict=True):
        near, all_leaving = numbers[homeward], numbers[homeward] + numbers[anywhere]
        leaving[stock.kind] += stock.accounts[:near]
        leaving[stock.kind.work] += stock.accounts[near:all_leaving]
    for (person, kind), unknown in unknowns.at_home.items():
        arriving[kind][person] = numbers[unknown]
    for (person, work), unknown in unknowns.abroad.items():
        arriving[work][person] = numbers[unknown]
    moves: dict[int, int] = {}
    for which, accounts in leaving.items():
        moves |= _dealt(accounts, arriving[which])
    return moves


def _dealt(leaving: Iterable[Account], arriving: Mapping[int, int]) -> dict[int, int]:
    """Deal accounts in rounds, those that bring most first, to whoever is still to be given some."""
    rounds = sorted((turn, person) for person, number in arriving.items() for turn in range(number))
    best_first = sorted(leaving, key=lambda one: (-one.value, one.customer_id))
    dealt = zip(best_first, rounds, strict=True)
    return {one.customer_id: person for one, (_, person) in dealt if person != one.owner_id}
