"""A book divided among several people."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books.splitting import By, split
from storage.books import Account
from tests.bot.books.accounts import account, some_accounts

WAYS: tuple[By, ...] = ("value", "count", "region")


def values(accounts: Sequence[Account], owners: Mapping[int, int], receivers: Collection[int]) -> list[int]:
    """Return what the accounts of each receiver bring."""
    sums = dict.fromkeys(receivers, 0)
    for one in accounts:
        sums[owners[one.customer_id]] += one.value
    return list(sums.values())


@settings(deadline=None, max_examples=30)
@given(some_accounts(at_most=40), st.sets(st.integers(1, 50), min_size=1), st.sampled_from(WAYS))
def test_every_account_has_exactly_one_receiver(accounts: list[Account], receivers: set[int], by: By) -> None:
    owners = split(accounts, receivers, by=by)

    assert list(owners) == [one.customer_id for one in accounts]
    assert set(owners.values()) <= receivers


@settings(deadline=None, max_examples=30)
@given(some_accounts(at_most=30), st.sampled_from(WAYS), st.randoms(use_true_random=False))
def test_the_order_in_which_accounts_and_people_come_changes_nothing(
    accounts: list[Account], by: By, chance: Random
) -> None:
    people = [3, 1, 2]
    shuffled = split(chance.sample(accounts, len(accounts)), chance.sample(people, 3), by=by)

    assert shuffled == split(accounts, people, by=by)


@settings(deadline=None, max_examples=40)
@given(some_accounts(at_most=7), st.integers(1, 3))
def test_a_few_accounts_are_divided_by_value_in_the_best_of_all_ways(accounts: list[Account], count: int) -> None:
    people = range(count)
    found = values(accounts, split(accounts, people, by="value"), people)
    ids = [one.customer_id for one in accounts]
    ways = (values(accounts, dict(zip(ids, way, strict=True)), people) for way in product(people, repeat=len(ids)))

    assert max(found) - min(found) == min(max(sums) - min(sums) for sums in ways)


@settings(deadline=None, max_examples=30)
@given(some_accounts(at_most=40), st.integers(1, 7))
def test_by_count_nobody_has_two_more_than_anybody_else(accounts: list[Account], count: int) -> None:
    sizes = Counter(split(accounts, range(count), by="count").values())

    assert max(sizes[one] for one in range(count)) - min(sizes[one] for one in range(count)) <= 1


@settings(deadline=None, max_examples=30)
@given(some_accounts(at_most=40), st.integers(1, 5))
def test_by_region_no_region_is_torn_apart(accounts: list[Account], count: int) -> None:
    owners = split(accounts, range(count), by="region")

    pairs = {(one.region, owners[one.customer_id]) for one in accounts if one.region}
    assert len(pairs) == len({region for region, _ in pairs})


def test_a_region_is_one_however_its_name_is_written() -> None:
    written = ["East", "EAST", "ｅａｓｔ"]

    assert len({*split([account(n, region=name) for n, name in enumerate(written)], [1, 2], by="region").values()}) == 1


@pytest.mark.parametrize("by", ["value", "count"])
def test_many_accounts_come_out_even_to_a_thousandth(by: By) -> None:
    chance = Random(7)
    accounts = [account(n, value=int(chance.lognormvariate(9, 1.5) * 10_000)) for n in range(1, 2_001)]

    sums = values(accounts, split(accounts, range(7), by=by), range(7))

    assert max(sums) - min(sums) <= sum(sums) / 7 / 1_000


def test_accounts_that_bring_nothing_are_as_many_for_everybody() -> None:
    owners = split([account(n, value=0) for n in range(9)], [1, 2, 3], by="value")

    assert sorted(Counter(owners.values()).values()) == [3, 3, 3]


def test_who_is_at_home_in_a_region_gets_the_part_with_most_of_it() -> None:
    east = [account(n, region="East", value=50) for n in range(4)]
    west = [account(n, region="West", value=50) for n in range(4, 8)]

    owners = split([*east, *west], [1, 2], by="region", homes={1: ["west", None], 2: ["EAST"]})

    assert {owners[one.customer_id] for one in east} == {2}


def test_more_people_than_accounts_leave_some_with_none() -> None:
    assert sorted(split([account(1), account(2)], range(5), by="count").values()) == [0, 1]
