"""Loads of a team evened out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books.balancing import Balance, balance, loads
from bot.books.greedy import some_moves
from bot.books.homes import homes_of, is_at_home
from bot.books.load import of_account
from storage.books import Account
from tests.bot.books.accounts import account, some_accounts

TEAM = (1, 2)
"""Who keeps accounts; the third owner has left."""


@settings(deadline=None, max_examples=40)
@given(some_accounts(), st.sampled_from((0.0, 0.1, 0.5)))
def test_no_other_way_of_moving_accounts_is_better(accounts: list[Account], tolerance: float) -> None:
    found = balance(accounts, TEAM, tolerance=tolerance)

    assert found.proven
    assert found.excess == worth(accounts, found.moves, found.band)[0]
    assert worth(accounts, found.moves, found.band) == min(worth(accounts, way, found.band) for way in ways(accounts))


def ways(accounts: Sequence[Account]) -> Iterator[dict[int, int]]:
    """Yield every way of giving accounts to the team in which nobody who has left keeps any, and no idle one moves."""
    for receivers in product(TEAM, repeat=len(accounts)):
        moves = {
            one.customer_id: receiver
            for one, receiver in zip(accounts, receivers, strict=True)
            if receiver != one.owner_id
        }
        if not any(one.customer_id in moves and of_account(one) == 0 and one.owner_id in TEAM for one in accounts):
            yield moves


def worth(accounts: Sequence[Account], moves: Mapping[int, int], band: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return how far the worst load is from the band, and how many VIPs, abroad and in all move: less is better."""
    homes, after = homes_of(accounts, TEAM), loads(accounts, TEAM, moves).values()
    moved = [one for one in accounts if one.customer_id in moves and of_account(one)]
    return (
        max(0, *(band[0] - load for load in after), *(load - band[1] for load in after)),
        sum(one.is_vip and one.owner_id in TEAM for one in moved),
        sum(not is_at_home(one, homes[moves[one.customer_id]]) for one in moved),
        len(moved),
    )


@settings(deadline=None, max_examples=20)
@given(some_accounts(owners=6, at_most=40), st.sets(st.integers(1, 6), min_size=1))
def test_every_account_ends_with_exactly_one_of_those_who_may_have_some(
    accounts: list[Account], keepers: set[int]
) -> None:
    found = balance(accounts, keepers)

    after = {one.customer_id: found.moves.get(one.customer_id, one.owner_id) for one in accounts}
    assert set(after.values()) <= keepers
    assert found.after == loads(accounts, sorted(keepers), found.moves)
    assert sum(found.after.values()) == sum(map(of_account, accounts))
    assert all(found.moves[one.customer_id] != one.owner_id for one in accounts if one.customer_id in found.moves)


@settings(deadline=None, max_examples=12)
@given(some_accounts(owners=4, at_most=30), st.randoms(use_true_random=False))
def test_the_order_in_which_accounts_come_changes_nothing(accounts: list[Account], chance: Random) -> None:
    shuffled = chance.sample(accounts, len(accounts))

    assert balance(shuffled, [3, 1, 2]) == balance(accounts, [1, 2, 3])


def test_a_vip_moves_only_where_nothing_else_helps() -> None:
    vips = [account(n, 1, tier="MVC") for n in range(1, 4)]
    others = [account(n, 1) for n in range(4, 24)]

    spared = balance([*vips, *others], TEAM)
    alone = balance(vips[:2], TEAM)

    assert (spared.vips, spared.excess, set(spared.moves) & {1, 2, 3}) == (0, 0, set())
    assert (alone.vips, alone.excess, len(alone.moves)) == (1, 0, 1)


def test_an_account_goes_to_somebody_at_home_in_its_region_as_long_as_there_is_one() -> None:
    crowded = [account(n, 1, region="East" if n % 2 else "West") for n in range(1, 21)]
    near = account(30, 2, region="West")

    found = balance([*crowded, near], TEAM)

    assert (found.outside, found.excess) == (0, 0)
    assert {one.region for one in crowded if one.customer_id in found.moves} == {"West"}


def test_a_territory_that_was_given_counts_for_more_than_where_somebody_has_accounts() -> None:
    crowded = [account(n, 1, region="East") for n in range(1, 11)]

    found = balance(crowded, TEAM, homes=homes_of(crowded, TEAM, {2: "west, EAST", 1: None}))

    assert (found.outside, len(found.moves)) == (0, 5)


def test_of_accounts_alike_those_move_that_bring_least() -> None:
    crowded = [account(n, 1, value=1_000 - n) for n in range(1, 11)]

    assert balance(crowded, TEAM, tolerance=0.2).moves == {7: 2, 8: 2, 9: 2, 10: 2}


def test_nothing_moves_where_the_loads_are_even() -> None:
    even = [account(n, 1 + n % 2) for n in range(20)]

    found = balance(even, TEAM)

    assert (found.moves, found.excess, found.proven) == ({}, 0, True)


def test_it_says_so_where_it_cannot_be_done_better() -> None:
    giant = [account(1, 1, tier="MVC")]

    found = balance([*giant, account(2, 2)], TEAM)

    assert (found.moves, found.excess, found.proven) == ({}, 2, True)


def test_accounts_of_somebody_who_has_left_are_all_given_away_and_those_that_are_no_work_evenly() -> None:
    left = [account(n, 3, stage="buried") for n in range(1, 11)]

    found = balance([*left, account(20, 1), account(21, 2)], TEAM)

    assert sorted(found.moves.values()) == [1] * 5 + [2] * 5


def test_one_person_and_nobody_with_work_are_even_as_they_are() -> None:
    alone, idle = balance([account(1, 1)], [1]), balance([account(1, 1, stage="buried")], TEAM)

    assert (alone.moves, alone.excess, idle.moves, idle.excess) == ({}, 0, {}, 0)
    assert balance([], TEAM) == replace(idle, before={1: 0, 2: 0}, after={1: 0, 2: 0})


def test_without_any_time_the_loads_still_come_closer() -> None:
    crowded = [account(n, 1, region=f"R{n % 7}") for n in range(1, 300)]

    found = balance(crowded, range(1, 11), seconds=0)

    assert found.excess == 0
    assert not found.proven


@settings(deadline=None, max_examples=30)
@given(some_accounts(owners=5, at_most=40))
def test_moves_made_one_by_one_leave_the_loads_no_further_apart(accounts: list[Account]) -> None:
    people = [1, 2, 3]
    kept = [one for one in accounts if one.owner_id in people]
    mean = sum(map(of_account, kept)) // 3
    before = loads(kept, people)

    moves = some_moves(kept, people, band=(mean, mean), homes=homes_of(kept, people))

    after = loads(kept, people, moves)
    assert max(after.values()) - min(after.values()) <= max(before.values()) - min(before.values())


def test_it_is_told_how_the_loads_were_and_would_be() -> None:
    found = balance([account(n, 1) for n in range(1, 5)], TEAM)

    assert found == Balance(
        {1: 2, 2: 2}, before={1: 4, 2: 0}, after={1: 2, 2: 2}, band=(2, 2), excess=0, proven=True, vips=0, outside=2
    )
