"""Books on a real database."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import books
from storage.books import Account, book
from storage.holdings import Holding, Share, holdings, together
from tests.business import asleep, customer, never_came, person, profile, remember

JOE, MARIA = 1, 2


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Joe has four open accounts, one of them not classified, and a closed one; nobody has the last."""
    remember(engine, person(JOE, "Joe"), person(MARIA, "Maria"))
    remember(
        engine,
        customer(1, "Vip", owner_id=JOE, region="East"),
        customer(2, "Sleeper", owner_id=JOE, region="East"),
        customer(3, "Costly", owner_id=JOE),
        customer(4, "New", owner_id=JOE, birthday=date(1980, 1, 1)),
        customer(5, "Shut", owner_id=JOE, status="closed"),
        customer(6, "Nobody's"),
    )
    values = {"value_365d": Decimal("10000.0001"), "tier": "MVC"}
    remember(
        engine,
        profile(1, **values),
        asleep(2, stage="dead", value_365d=Decimal(30_000), value_at_risk=Decimal("5000.5")),
        profile(3, tier="BZ", value_365d=Decimal("-1000.25")),
        profile(5),
        never_came(6),
    )
    return engine


def test_a_book_counts_open_accounts_and_adds_up_exactly(business: Engine) -> None:
    with Session(business) as session:
        joe = books.books(session, [JOE])[JOE]

    assert (joe.accounts, joe.vips, joe.dormant) == (4, 1, 1)
    assert (joe.value, joe.value_at_risk) == (Decimal("38999.7501"), Decimal("5000.5"))
    assert joe.by_tier == {
        "MVC": Share(1, Decimal("10000.0001")),
        "standard": Share(1, Decimal(30_000)),
        "BZ": Share(1, Decimal("-1000.25")),
        None: Share(1, Decimal(0)),
    }
    assert {stage: share.accounts for stage, share in joe.by_stage.items()} == {"normal": 2, "dead": 1, None: 1}
    assert joe.by_region == {"East": 2, None: 2}
    assert joe.top_share == 1
    assert joe.hhi == pytest.approx(0.625, abs=1e-4)


def test_what_the_database_adds_up_is_what_the_accounts_add_up_to(business: Engine) -> None:
    with Session(business) as session:
        drawn, held = books.books(session, [JOE, MARIA]), holdings(session, [JOE, MARIA])

    assert {person: each.kinds for person, each in held.items()} == {
        person: each.kinds for person, each in drawn.items()
    }
    both = together([held[JOE], held[JOE], held[MARIA]])
    assert (both.accounts, both.value, both.vips) == (8, Decimal("77999.5002"), 2)
    assert together([]) == held[MARIA] == Holding({})


def test_a_book_does_not_depend_on_whose_an_account_was_when_it_was_classified(engine: Engine) -> None:
    remember(engine, person(JOE, "Joe"), person(MARIA, "Maria"))
    nobody, never = None, object()
    cases = list(enumerate(product((JOE, MARIA, nobody), (JOE, MARIA, nobody, never), ("open", "closed"))))
    remember(
        engine,
        *(customer(number, owner_id=now, status=status) for number, (now, _, status) in cases),
        *(profile(n, owner_id=then, value_365d=Decimal(2**n)) for n, (_, then, _) in cases if then is not never),
    )

    with Session(engine) as session:
        drawn, held = books.books(session, [JOE, MARIA]), holdings(session, [JOE, MARIA])
    assert {one: held[one].kinds for one in held} == {one: drawn[one].kinds for one in drawn}
    assert [held[one].accounts for one in held] == [4, 4]


def test_who_owns_nothing_has_an_empty_book(business: Engine) -> None:
    with Session(business) as session:
        maria = books.books(session, [MARIA])[MARIA]

    assert maria == book([])
    assert (maria.accounts, maria.top_share, maria.hhi) == (0, None, None)


def test_books_are_drawn_up_as_they_would_be_after_a_move(business: Engine) -> None:
    with Session(business) as session:
        held = books.accounts(session, [JOE, MARIA])
        nobodys = books.these(session, [6, 5])

    after = books.drawn_up([*held, nobodys[1]], [JOE, MARIA], {1: MARIA, 6: MARIA})

    assert [one.customer_id for one in nobodys] == [5, 6]
    assert (after[JOE].accounts, after[JOE].vips) == (3, 0)
    assert (after[MARIA].accounts, after[MARIA].vips) == (2, 1)
    assert sum(one.value for one in after.values()) == Decimal("38999.7501")


def test_how_much_hangs_on_few_is_told_of_those_who_bring_anything() -> None:
    found = [Account(n, JOE, "standard", "normal", None, value, 0) for n, value in enumerate((-500, 0, *[100] * 10))]

    assert book(found).top_share == 0.5
    assert book(found).hhi == pytest.approx(0.1)
