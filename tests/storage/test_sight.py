"""Which customers are in sight, in Python and in SQL alike."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage.sight import EVERYTHING, NOTHING, Sight, condition
from storage.tables import Customer
from tests.business import customer, person, remember

SIGHTS = st.builds(Sight, st.none() | st.frozensets(st.integers(1, 4), max_size=3), st.booleans())
OWNERS = (None, 1, 2, 3)


def test_a_query_finds_exactly_what_is_in_sight(engine: Engine) -> None:
    remember(engine, *(person(n, f"P{n}") for n in (1, 2, 3)))
    remember(engine, *(customer(n, f"C{n}", owner_id=owner) for n, owner in enumerate(OWNERS)))
    some = (NOTHING, EVERYTHING, Sight(None), *(Sight(frozenset({1, 3}), unowned) for unowned in (True, False)))
    with Session(engine) as session:
        for sight, is_sought in product((*some, Sight(frozenset(), unowned=True)), (True, False)):
            limit = condition(sight, is_sought=is_sought)
            rows = select(Customer.id) if limit is None else select(Customer.id).where(limit)
            expected = {n for n, owner in enumerate(OWNERS) if sight.covers(owner)}
            assert set(session.scalars(rows)) == expected, sight


@given(SIGHTS, SIGHTS)
def test_what_two_see_together_is_what_each_sees(one: Sight, other: Sight) -> None:
    for owner in OWNERS:
        assert (one & other).covers(owner) is (one.covers(owner) and other.covers(owner))
