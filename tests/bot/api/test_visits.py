"""Visits that other systems send are stored once, as sent, and their customers labelled at once."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from decimal import Decimal
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import bulk, database
from storage.tables import Alert, ApiRequest, KnownRule, Profile, Visit
from tests.bot.api.till import TODAY, YESTERDAY, Till, till, visit
from tests.business import classification, profile, remember


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    """Return the visits that are stored."""
    columns = (Visit.customer_id, Visit.day, Visit.source, Visit.source_id, Visit.amount)
    with Session(engine) as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(Visit.source_id, Visit.source))]


def growing(engine: Engine) -> None:
    """Let Acme be a growth customer as of yesterday, in a business whose VIPs bring 100,000."""
    labelled = {"as_of": YESTERDAY, "tier": "MGC", "last_visit": YESTERDAY}
    known = KnownRule(rule="growth_crossing", since=YESTERDAY)
    remember(engine, classification(as_of=YESTERDAY), profile(1, **labelled), known)


def test_a_visit_is_stored_as_it_was_sent(business: Engine, a_till: Till) -> None:
    told = a_till.posts(visit(amount=1.0001, cost="0.10", channel="till 4"))

    assert (told.status, told.message) == (200, {"new": 1, "updated": 0, "unchanged": 0, "changes": []})
    with Session(business) as session:
        [row] = session.scalars(select(Visit))
    assert (row.customer_id, row.day, row.source, row.source_id, row.derived) == (1, TODAY, "main", "R-1", False)
    assert (row.amount, row.cost, row.margin, row.channel) == (Decimal("1.0001"), Decimal("0.1"), None, "till 4")


def test_a_visit_that_makes_a_vip_is_answered_and_found_in_the_same_transaction(business: Engine, a_till: Till) -> None:
    growing(business)
    told = a_till.posts(visit(amount=120_000))

    assert {"customer": "C-1", "label": "tier", "before": "MGC", "after": "MVC"} in told.message["changes"]
    with Session(business) as session:
        assert session.execute(select(Alert.rule, Alert.customer_id, Alert.as_of)).all() == [
            ("growth_crossing", 1, TODAY)
        ]


def test_the_same_request_again_is_answered_as_before_and_does_nothing(business: Engine, a_till: Till) -> None:
    growing(business)
    first = a_till.posts(visit(amount=120_000), key="till 4, 123")
    again = a_till.posts(visit(amount=120_000), key="till 4, 123")

    assert (again.status, again.message) == (first.status, first.message)
    with Session(business) as session:
        counted = [session.scalar(select(func.count()).select_from(table)) for table in (Visit, Alert, ApiRequest)]
    assert counted == [1, 1, 1]


def test_a_key_belongs_to_one_body_that_was_taken_in(business: Engine, a_till: Till) -> None:
    assert a_till.posts(visit(customer="nobody"), key="once").status == 422
    assert a_till.posts(visit(), key="once").status == 200
    assert a_till.posts(visit(amount=1), key="once").status == 409
    assert [row[-1] for row in stored(business)] == [Decimal("129.9")]


def test_of_two_requests_at_once_one_is_done_and_both_are_answered_alike(business: Engine, a_till: Till) -> None:
    growing(business)
    with ThreadPoolExecutor(8) as tills:
        alike = list(tills.map(lambda _: a_till.posts(visit(amount=120_000), key="the same").text, range(8)))
        apart = list(tills.map(lambda _: a_till.posts(visit(2)).message, range(8)))

    assert len(set(alike)) == 1
    assert [sum(told[count] for told in apart) for count in ("new", "updated", "unchanged")] == [1, 0, 7]
    assert len(stored(business)) == 2


def test_a_list_is_taken_in_as_a_whole_or_not_at_all(business: Engine, a_till: Till) -> None:
    rows = [visit(number) for number in range(10)]
    refused = a_till.posts([*rows, visit(10, customer="C-9"), visit(11, amount="free"), visit(3)])
    unknown = a_till.posts([*rows, visit(10, customer="C-9"), visit(11, customer="C-8")])

    assert [(one["position"], one["field"]) for one in refused.message["problems"]] == [(11, "amount"), (12, "id")]
    assert [(one["position"], one["field"]) for one in unknown.message["problems"]] == [
        (10, "customer"),
        (11, "customer"),
    ]
    assert (refused.status, unknown.status, stored(business)) == (422, 422, [])
    assert a_till.posts(rows).message["new"] == len(stored(business)) == 10


def test_a_receipt_sent_again_is_brought_up_to_date_and_may_move(business: Engine, a_till: Till) -> None:
    growing(business)
    remember(business, profile(2, as_of=YESTERDAY))
    a_till.posts(visit(cost=5, channel="till 4"))
    same = a_till.posts(visit()).message
    moved = a_till.posts(visit(customer="C-2", day=str(YESTERDAY), channel=None)).message

    assert (same["unchanged"], moved["updated"]) == (1, 1)
    assert {change["customer"] for change in moved["changes"]} == {"C-1", "C-2"}
    with Session(business) as session:
        [row] = session.scalars(select(Visit))
        came = {one.customer_id: one.visits_total for one in session.scalars(select(Profile))}
    assert (row.customer_id, row.day, row.cost, row.channel) == (2, YESTERDAY, Decimal(5), None)
    assert came == {1: 0, 2: 1}


def test_ids_belong_to_their_source_and_a_customers_to_any_if_nobody_else_has_it(
    business: Engine, a_till: Till
) -> None:
    told = a_till.posts([visit(), visit(source="shop", customer="S-2"), visit(2, source="till", customer="C-2")])

    assert told.message["new"] == 3
    assert [row[:1] + row[2:4] for row in stored(business)] == [
        (1, "main", "R-1"),
        (2, "shop", "R-1"),
        (2, "till", "R-2"),
    ]


def test_a_moment_is_the_day_it_is_for_the_business(business: Engine, a_till: Till) -> None:
    late, local = f"{YESTERDAY - timedelta(1)}T23:30:00-02:00", f"{YESTERDAY}T23:59:59"
    for number, moment in enumerate((late, local)):
        assert a_till.posts({**visit(number, time=moment), "day": None}).status == 200
    assert [row[1] for row in stored(business)] == [YESTERDAY, YESTERDAY]


def test_a_visit_told_late_takes_nobody_back_to_an_earlier_day(business: Engine, a_till: Till) -> None:
    growing(business)
    a_till.posts([visit(day=str(TODAY - timedelta(100))), visit(2, customer="C-2", day=str(TODAY - timedelta(100)))])

    with Session(business) as session:
        assert session.scalars(select(Profile.as_of)).all() == [YESTERDAY, YESTERDAY]


def hold(url: str, orders: Connection) -> None:
    """Write in bulk until told to end."""
    with bulk.connect(database.connect(url), write=True):
        orders.send(None)
        orders.recv()


def test_while_a_classification_writes_a_request_waits_its_while_and_then_is_put_off(
    business: Engine, other_processes: ForkServerContext
) -> None:
    ours, theirs = other_processes.Pipe()
    address = business.url.render_as_string(hide_password=False)
    business.dispose()
    holder = other_processes.Process(target=hold, args=(address, theirs))
    holder.start()
    ours.recv()
    with till(business, patience=0.1) as hasty, till(business, at_once=1) as patient, ThreadPoolExecutor(3) as tills:
        put_off = hasty.posts(visit(), key="once")
        sent = as_completed([tills.submit(patient.posts, visit(number)) for number in range(3)])
        full = [next(sent).result(), next(sent).result()]
        ours.send(None)
        waited = next(sent).result()
        taken = hasty.posts(visit(), key="once")
    holder.join()

    assert (put_off.status, put_off.headers["retry-after"]) == (503, "30")
    assert [(told.status, told.headers["retry-after"]) for told in full] == [(503, "1")] * 2
    assert (waited.status, taken.status) == (200, 200)
