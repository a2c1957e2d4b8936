"""What is shown before accounts change hands: exact figures, both books, and what to heed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import covers
from storage.handovers import life
from storage.handovers import preview as previewing
from storage.handovers.preview import Preview, foreseen, preview
from storage.handovers.proposal import propose
from storage.tables import Customer, Person
from tests.business import customer, person, profile, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, alert, working

PETRA, JOE, MARIA = 1, 2, 3
LATER = NOW + timedelta(days=4)


@pytest.fixture
def business(engine: Engine) -> Engine:
    """Joe has a VIP in the East, one asleep in the West, one in neither; nobody has one; Maria has one in the East."""
    names = enumerate(("Petra", "Joe", "Maria"), 1)
    people = [person(number, name, slack_id=f"U{number}") for number, name in names]
    customers = [
        customer(1, "Acme", owner_id=JOE, region="East"),
        customer(2, "Beta", owner_id=JOE, region="West"),
        customer(3, "Cosy", owner_id=JOE),
        customer(4, "Dodo", status="closed"),
        customer(5, "Echo", owner_id=MARIA, region="East"),
    ]
    profiles = [
        profile(1, tier="MVC", value_365d=Decimal("90000.5"), value_at_risk=Decimal(9000)),
        profile(2, activity="dormant"),
        profile(5),
    ]
    alerts = [alert(1), alert(2, customer_id=2, snoozed_until=LATER), alert(3, customer_id=2, state="lost")]
    remember(engine, *people, *customers, *profiles, *alerts)
    return engine


def shown(engine: Engine, *customers: int) -> Preview:
    """Return what it would do to give customers to Maria."""
    with working(engine) as session:
        return foreseen(session, dict.fromkeys(customers, MARIA), now=NOW)


def test_a_preview_counts_what_moves_and_what_each_has_before_and_after(business: Engine) -> None:
    found = shown(business, 1, 2, 4)

    assert (found.accounts, found.closed, found.value, found.dormant) == (3, 1, Decimal("102000.5"), 1)
    assert found.value_at_risk == Decimal(12_000)
    assert {tier: share.accounts for tier, share in found.tiers.items()} == {"MVC": 1, "standard": 1, None: 1}
    assert [(vip.name, vip.holder and vip.holder.name, vip.receiver.name) for vip in found.vips] == [
        ("Acme", "Joe", "Maria")
    ]
    assert (found.alerts, found.snoozed) == (2, 1)
    assert [(flow.holder and flow.holder.name, flow.accounts) for flow in found.flows] == [("Joe", 2), (None, 1)]
    books = {one.person.name: (one.before, one.after) for one in found.books}
    assert {name: (before.accounts, after.accounts) for name, (before, after) in books.items()} == {
        "Joe": (3, 1),
        "Maria": (1, 3),
    }
    before, after = books["Maria"]
    assert (before.vips, after.vips, before.dormant, after.dormant) == (0, 1, 0, 1)
    assert after.value - before.value == found.value


@on_sqlite
def test_a_receiver_elsewhere_away_or_gone_is_told_of(business: Engine) -> None:
    def cautions() -> list[tuple[str, int, tuple[str | None, ...]]]:
        return [(one.kind, one.accounts, one.regions) for one in shown(business, 1, 2, 3).cautions]

    assert cautions() == [(previewing.UNUSUAL, 1, ("West",))]
    with working(business) as session:
        session.get_one(Person, MARIA).territory = "Ｎorth、west"
        covers.make(session, MARIA, JOE, begins_at=NOW, ends_at=LATER, by=PETRA, now=NOW)
    assert cautions() == [(previewing.AWAY, 3, ()), (previewing.TERRITORY, 1, ("East",))]
    with working(business) as session:
        session.get_one(Person, MARIA).slack_id = None
    assert cautions()[0] == (previewing.UNHEARD, 3, ())
    with working(business) as session:
        session.get_one(Person, MARIA).active = False
    assert cautions()[0] == (previewing.LEFT, 3, ())


@on_sqlite
def test_a_cover_is_told_of_that_runs_when_the_accounts_move_or_begins_soon_after(business: Engine) -> None:
    def away(session: Session, due: int) -> list[datetime | None]:
        number = propose(session, {1: MARIA}, by=PETRA, now=NOW, due_at=NOW + timedelta(days=due)).id
        return [one.since for one in preview(session, number, now=NOW).cautions if one.kind == previewing.AWAY]

    sooner, later = NOW + timedelta(days=5), NOW + timedelta(days=41)
    with working(business) as session:
        for begins_at in (sooner, later):
            ends_at = begins_at + timedelta(days=2)
            covers.make(session, MARIA, JOE, begins_at=begins_at, ends_at=ends_at, by=PETRA, now=NOW)
        told = {due: away(session, due) for due in (0, 6, 7, 40, 43)}
    assert told == {0: [sooner], 6: [sooner], 7: [], 40: [later], 43: []}


@on_sqlite
def test_the_preview_of_a_proposal_tells_what_has_moved_on(business: Engine) -> None:
    with working(business) as session:
        number = propose(session, {1: MARIA, 2: MARIA}, by=PETRA, now=NOW).id
        other = propose(session, {1: PETRA}, by=JOE, now=NOW).id
        assert preview(session, number, now=NOW) == foreseen(session, {1: MARIA, 2: MARIA}, now=NOW)
        life.confirm(session, other, by=JOE, now=NOW)
        (gone,) = preview(session, number, now=NOW).moved_on
        assert session.get_one(Customer, 1).owner_id == PETRA
    assert (gone.customer, gone.holder and gone.holder.name, gone.since) == ("Acme", "Petra", NOW)
