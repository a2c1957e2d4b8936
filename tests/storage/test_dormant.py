"""The best customers by spend."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from storage import dormant
from storage.dormant import Scope
from storage.sight import NOTHING, Sight
from storage.tables import Customer, CustomerName, Profile
from tests.business import customer, person, profile, remember


def test_equal_customers_beyond_what_was_read_first_are_all_in(engine: Engine) -> None:
    remember(engine, *(row for n in range(1, 121) for row in (customer(n, f"N{n}"), profile(n))))
    with Session(engine) as session:
        assert len(dormant.top(session, 3)) == 120


def test_regions_are_each_named_once_as_far_as_customers_there_are_in_sight(engine: Engine) -> None:
    owned = [("b", 1), ("a", 2), (None, 1), ("b", None), ("", 1), ("é", None)]
    rows = [customer(n, f"N{n}", region=region, owner_id=owner) for n, (region, owner) in enumerate(owned, start=1)]
    remember(engine, person(1), person(2), *rows)
    with Session(engine) as session:
        assert sorted(dormant.regions(session)) == ["a", "b", "é"]
        assert dormant.regions(session, Sight(frozenset({1}))) == ["b"]
        assert sorted(dormant.regions(session, Sight(frozenset({2}), unowned=True))) == ["a", "b", "é"]
        assert dormant.regions(session, NOTHING) == []


def test_without_customers_there_is_nobody_and_nowhere(engine: Engine) -> None:
    with Session(engine) as session:
        assert dormant.top(session, 50) == []
        assert dormant.regions(session) == []
        assert dormant.attendance(session, [], first=profile().as_of, last=profile().as_of) == []


people = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["open", "open", "closed"]), st.sampled_from(["East", "West"])),
    min_size=1,
    max_size=15,
)


@pytest.mark.parametrize("few", [0, dormant.FEW], ids=["among the best", "among the region's"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=people, n=st.integers(1, 8), region=st.none() | st.just("East"))
def test_the_top_are_those_with_fewer_than_n_above_wherever_they_are_looked_for(
    sqlite_engine: Engine, few: int, rows: list[tuple[int, str, str]], n: int, region: str | None
) -> None:
    with Session(sqlite_engine) as session, session.begin():
        for table in (Profile, CustomerName, Customer):
            session.execute(delete(table))
    for number, (spend, status, place) in enumerate(rows, start=1):
        row = customer(number, f"N{number}", status=status, region=place)
        remember(sqlite_engine, row, profile(number, spend_365d=Decimal(spend)))
    with Session(sqlite_engine) as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr(dormant, "FEW", few)
        found = dormant.top(session, n, Scope(regions=(region,) if region else ()))
    counted = [
        (spend, number)
        for number, (spend, *where) in enumerate(rows, start=1)
        if where in (["open", region or "East"], ["open", region or "West"])
    ]
    wanted = [number for spend, number in counted if sum(other > spend for other, _ in counted) < n]
    assert Counter(each.customer_id for each in found) == Counter(wanted)
    assert [each.spend_365d for each in found] == sorted((each.spend_365d for each in found), reverse=True)


def test_an_owner_sees_only_their_own(engine: Engine) -> None:
    remember(engine, person(1), person(2, "Other"))
    for n in range(1, 5):
        remember(engine, customer(n, f"N{n}", owner_id=1 + n % 2), profile(n))
    with Session(engine) as session:
        assert [each.customer_id for each in dormant.top(session, 9, Scope(owner_id=2))] == [1, 3]
