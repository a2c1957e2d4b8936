"""The index in memory is as new as the last import."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import customers
from storage.names import loading, search_rows, squeezed
from storage.sight import Sight
from storage.tables import Customer, CustomerName, Run
from tests.business import person

LAST = loading.SMALL + 1
"""The number of a customer of a large business."""

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def add(session: Session, customer_id: int, name: str, owner_id: int | None = None) -> None:
    session.add(Customer(id=customer_id, name=name, owner_id=owner_id))
    rows = search_rows(name)
    session.add_all(CustomerName(customer_id=customer_id, kind=kind, text=text, key=key) for kind, text, key in rows)
    session.commit()


def test_a_small_business_finds_a_name_as_soon_as_it_is_stored(engine: Engine) -> None:
    with Session(engine) as session:
        add(session, 1, "Acme Trading")
        first = loading.current(session)
        assert first is not None
        assert first.near("acme tradng", 1) == {1: 1}
        assert loading.current(session) is first
        add(session, 2, "Zenith Foods")
        second = loading.current(session)
        assert second is not None
        assert second.near("zenith food", 1) == {2: 1}


def test_a_large_business_is_read_in_the_background_and_again_after_an_import(engine: Engine) -> None:
    with Session(engine) as session:
        add(session, 1, "Acme Trading")
        add(session, loading.SMALL + 1, "Zenith Foods")
        first = loading.current(session, patience=60)
        assert first is not None
        assert first.near("zenith food", 1) == {loading.SMALL + 1: 1}
        add(session, 2, "Nadir Foods")
        assert loading.current(session) is first
        session.add(Run(kind="import", started_at=NOW, finished_at=NOW))
        session.commit()
        asked = (loading.current(session) for _ in range(1_000))
        newer = next(index for index in asked if index is not first)
        assert newer is not None
        assert newer.near("nadir food", 1) == {2: 1}


def test_in_a_large_business_few_in_sight_are_looked_for_among_themselves(engine: Engine) -> None:
    sight = Sight(frozenset({1}))
    with Session(engine) as session:
        session.add_all([person(1), person(2, "Joe")])
        session.flush()
        for customer_id, name, owner_id in ((1, "Zenith Foods", 1), (2, "Zenit Foods", 2), (LAST, "Foods", None)):
            add(session, customer_id, name, owner_id)
        seen = [customers.resolve(session, "zenih foods", sight=Sight(frozenset(one))) for one in ({1}, {2, 3}, ())]
        assert [found.customer.id if found.customer else 0 for found in seen] == [1, 2, 0]
        unowned = customers.find(session, "foods", sight=Sight(frozenset({1}), unowned=True))
        assert [found.id for found in unowned.customers] == [LAST, 1]
        first = loading.current(session, sight=sight)
        assert first is not None
        assert loading.current(session, sight=sight) is first
        session.get_one(Customer, 2).owner_id = 1
        session.flush()
        newer = loading.current(session, sight=sight)
        assert newer is not None
        assert set(newer.near("zenith foods", 1)) == {1, 2}


def test_names_of_every_script_are_read_as_they_are_stored(engine: Engine) -> None:
    names = ['"quoted, name"', "中成大酒店", "NA", "null", "!!!", "🍕", "a\\tb"]
    with Session(engine) as session:
        for number, name in enumerate(names):
            add(session, number + 1, name)
        index = loading.current(session)
        stored = session.query(CustomerName.key).filter(CustomerName.kind != "initials")
        assert index is not None
        assert sorted(index.names.texts.to_pylist()) == sorted(squeezed(key) for (key,) in stored)
