"""A classification leaves everything or nothing, the same however often it is started, and a history that adds up."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.synchronize import Event
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from benchmarks.business import Business, load
from segmentation.profile import LABELS, Policy
from storage import bulk, database, profiles, runs
from storage.outcome import Outcome
from storage.tables import (
    Alert,
    AlertEvent,
    Customer,
    Episode,
    KnownRule,
    Message,
    Profile,
    ProfileChange,
    Run,
    Visit,
)
from tests.business import person, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import alert, message

NOW = datetime(2024, 4, 1, 5, tzinfo=UTC)
BUSINESS = Business(customers=200, visits=2_500, today=date(2024, 3, 31), days=700)
FEBRUARY, MARCH, MIDDLE = date(2024, 2, 29), date(2024, 3, 31), date(2024, 3, 15)

State = tuple[list[Any], list[Any]]


@pytest.fixture
def business(engine: Engine) -> Engine:
    """A database with customers and visits, nobody classified yet."""
    load(BUSINESS, engine)
    return engine


def classify(engine: Engine, day: date) -> Outcome:
    """Classify everybody with the default policy."""
    return profiles.classify(engine, as_of=day, policy=Policy(), now=lambda: NOW)


def state(engine: Engine) -> State:
    """Return all profiles and all changes in force, without the numbers of rows and runs."""
    changes = [column for column in ProfileChange.__table__.columns if column.name not in {"id", "run_id"}]
    in_force = select(Run.id).where(~Run.superseded)
    with Session(engine) as session:
        stored = session.execute(select(Profile.__table__).order_by(Profile.customer_id)).all()
        told = session.execute(
            select(*changes).where(ProfileChange.run_id.in_(in_force)).order_by(ProfileChange.id)
        ).all()
    return [tuple(row) for row in stored], [tuple(row) for row in told]


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Return what a classification leaves, what its rules found too, without the numbers of rows and runs."""
    profiles, changes = state(engine)
    found = {"profiles": profiles, "changes": changes}
    with Session(engine) as session:
        for table in FOUND:
            columns = [column for column in table.__table__.columns if (table, column.name) not in NUMBERED]
            found[table.__tablename__] = sorted(map(repr, session.execute(select(*columns))))
    return found


FOUND = (Alert, AlertEvent, Episode, KnownRule, Message)
NUMBERED = {(AlertEvent, "id"), (Message, "id"), (Message, "target_id"), (Message, "mark")}
"""The tables of what rules find, and their columns that the database counts, or that such a number is part of."""


def test_everybody_gets_a_profile_and_first_labels_are_no_change(business: Engine) -> None:
    outcome = classify(business, MARCH)
    stored, changes = state(business)
    assert outcome.customers == len(stored) == BUSINESS.customers
    assert (changes, outcome.moves) == ([], ())
    assert all(sum(outcome.counts[label].values()) == BUSINESS.customers for label in LABELS)


@on_sqlite
def test_customers_who_never_visited_are_prospects(business: Engine) -> None:
    classify(business, MARCH)
    with Session(business) as session:
        never = session.scalars(select(Profile).where(Profile.visits_total == 0)).all()
    assert len(never) > 20
    assert {(one.lifecycle, one.rfm_segment, one.rfm_r, one.last_visit) for one in never} == {
        ("prospect", "no_purchase", None, None)
    }


def test_a_business_without_customers_can_be_classified(engine: Engine) -> None:
    assert classify(engine, MARCH).customers == 0
    assert state(engine) == ([], [])


@on_sqlite
def test_closed_customers_are_labelled_but_move_no_line(business: Engine) -> None:
    before = classify(business, MARCH).cutpoints
    with Session(business) as session, session.begin():
        session.add(Customer(id=10_000, name="Giant", status="closed"))
        visit = {"customer_id": 10_000, "source": "main", "derived": False, "amount": Decimal(10**8)}
        session.add_all(Visit(**visit, source_id=f"giant {day}", day=MARCH - timedelta(day)) for day in range(9))
    assert classify(business, MARCH).cutpoints == before
    with Session(business) as session:
        assert session.get_one(Profile, 10_000).tier == "MVC"


@on_sqlite
def test_the_same_day_again_changes_nothing(business: Engine) -> None:
    classify(business, FEBRUARY)
    first = classify(business, MARCH)
    before = state(business)
    again = classify(business, MARCH)
    assert state(business) == before
    assert again.moves == ()
    assert (again.counts, again.cutpoints) == (first.counts, first.cutpoints)


@on_sqlite
def test_changes_lead_from_the_labels_of_one_day_to_those_of_the_next(business: Engine) -> None:
    classify(business, FEBRUARY)
    labels = dict(_labels(business))
    outcome = classify(business, MARCH)
    changes = state(business)[1]
    assert len(changes) == sum(move.customers for move in outcome.moves) > 50
    for customer_id, as_of, label, before, after, _ in changes:
        assert (as_of, labels[customer_id, label]) == (MARCH, before)
        labels[customer_id, label] = after
    assert labels == dict(_labels(business))


@on_sqlite
def test_a_change_tells_the_figures_that_decided_it(business: Engine) -> None:
    classify(business, FEBRUARY)
    with Session(business) as session:
        value = {row.customer_id: row.value_365d for row in session.scalars(select(Profile))}
    classify(business, MARCH)
    with Session(business) as session:
        changes = session.scalars(select(ProfileChange).where(ProfileChange.label == "tier")).all()
        for change in changes:
            after = session.get_one(Profile, change.customer_id).value_365d
            assert change.reason["value_365d"] == [int(value[change.customer_id] * 10_000), int(after * 10_000)]
    assert changes


def test_an_earlier_day_takes_the_profiles_back_and_forward_again(business: Engine) -> None:
    classify(business, FEBRUARY)
    in_february = state(business)
    classify(business, MARCH)
    in_march = state(business)
    back = classify(business, FEBRUARY)
    assert (state(business), back.moves, back.taken_back) == (in_february, (), 1)
    assert classify(business, MARCH).taken_back == 0
    assert state(business) == in_march


@on_sqlite
def test_a_day_in_between_is_as_if_the_later_one_had_never_been(business: Engine) -> None:
    classify(business, FEBRUARY)
    classify(business, MIDDLE)
    undisturbed = state(business)
    _forget_everything(business)
    classify(business, FEBRUARY)
    classify(business, MARCH)
    classify(business, MIDDLE)
    stored, changes = state(business)
    assert stored == undisturbed[0]
    assert [change[:-1] for change in changes] == [change[:-1] for change in undisturbed[1]]


@on_sqlite
def test_a_day_before_all_others_starts_the_history_anew(business: Engine) -> None:
    classify(business, MARCH)
    assert classify(business, FEBRUARY).moves == ()
    stored, changes = state(business)
    assert {(row.as_of, row.since) for row in _profiles(business)} == {(FEBRUARY, FEBRUARY)}
    assert (len(stored), changes) == (BUSINESS.customers, [])


@on_sqlite
def test_since_is_the_day_of_the_first_classification(business: Engine) -> None:
    classify(business, FEBRUARY)
    with Session(business) as session, session.begin():
        session.add(Customer(id=10_000, name="Newcomer"))
    classify(business, MARCH)
    since = {row.customer_id: row.since for row in _profiles(business)}
    assert (since[1], since[10_000]) == (FEBRUARY, MARCH)


@on_sqlite
def test_the_lines_in_force_are_kept_with_the_run(business: Engine) -> None:
    outcome = classify(business, MARCH)
    with Session(business) as session:
        run = runs.latest_classification(session)
    assert run is not None
    assert (run.id, run.as_of, run.cutpoints, run.summary) == (
        outcome.run_id,
        MARCH,
        outcome.cutpoints,
        outcome.summary,
    )


@on_sqlite
def test_a_run_ends_when_it_ended(business: Engine) -> None:
    moments = iter([NOW, NOW + timedelta(minutes=1)])
    profiles.classify(business, as_of=MARCH, policy=Policy(), now=lambda: next(moments))
    with Session(business) as session:
        run = runs.latest_classification(session)
    assert run is not None
    assert (run.started_at, run.finished_at) == (NOW, NOW + timedelta(minutes=1))


def test_one_customer_or_some_are_labelled_as_everybody_with_the_same_lines_would_be(business: Engine) -> None:
    classify(business, FEBRUARY)
    before = {row.customer_id: row for row in _profiles(business)}
    with Session(business) as session, session.begin():
        changes = [
            change
            for customer_id in list(before)[::100]
            for change in profiles.reclassify(session, [customer_id], as_of=FEBRUARY, policy=Policy(), now=NOW)
        ]
        assert changes == []
        assert profiles.reclassify(session, list(before), as_of=FEBRUARY, policy=Policy(), now=NOW) == []
    assert {row.customer_id: row for row in _profiles(business)} == before


def test_one_customer_alone_moves_with_history(business: Engine) -> None:
    run = classify(business, FEBRUARY)
    with Session(business) as session, session.begin():
        poor = session.scalars(select(Profile).where(Profile.abc == "C").limit(1)).one().customer_id
        session.add(
            Visit(customer_id=poor, day=MARCH, source="main", source_id="big", derived=False, amount=Decimal(10**7))
        )
        session.flush()
        changes = profiles.reclassify(session, [poor], as_of=MARCH, policy=Policy(), now=NOW)
        told = {change.label: (change.before, change.after, change.run_id, change.as_of) for change in changes}
    assert told["abc"] == ("C", "A", run.run_id, MARCH)
    with Session(business) as session:
        stored = session.get_one(Profile, poor)
        assert (stored.abc, stored.last_visit, stored.as_of, stored.since) == ("A", MARCH, MARCH, FEBRUARY)
        assert session.scalar(select(func.count()).select_from(ProfileChange)) == len(changes)


@on_sqlite
def test_a_profile_tells_whose_the_customer_was_when_it_was_made(business: Engine) -> None:
    remember(business, person(1, "Joe"))
    with Session(business) as session, session.begin():
        session.execute(update(Customer).where(Customer.id % 3 == 0).values(owner_id=1))
    classify(business, FEBRUARY)
    with Session(business) as session, session.begin():
        session.execute(update(Customer).where(Customer.id.in_((3, 4, 6))).values(owner_id=None))
        session.get_one(Customer, 4).owner_id = 1
        profiles.reclassify(session, [3, 4], as_of=MARCH, policy=Policy(), now=NOW)

    owners = {row.customer_id: row.owner_id for row in _profiles(business)}
    assert [customer for customer in range(1, 10) if owners[customer]] == [4, 6, 9]


@on_sqlite
def test_nobody_is_labelled_alone_before_there_are_lines(business: Engine) -> None:
    with Session(business) as session, session.begin():
        assert profiles.reclassify(session, [1], as_of=MARCH, policy=Policy(), now=NOW) == []
    assert state(business) == ([], [])


def test_killed_at_any_moment_and_started_again_it_ends_as_if_never_killed(
    business: Engine, other_processes: ForkServerContext
) -> None:
    days = [FEBRUARY + timedelta(days=14 * number) for number in range(3)]
    _remember_an_alert(business)
    for day in days:
        classify(business, day)
    undisturbed = everything(business)
    assert all(undisturbed.values()), undisturbed
    _forget_everything(business)
    _remember_an_alert(business)
    moments = random.Random(1)
    outcomes = set()
    for day in days:
        before = everything(business)
        _kill(other_processes, business, day, after=moments.uniform(0, 0.25))
        left = everything(business)
        outcomes.add(left == before)
        assert left == before or {row.as_of for row in _profiles(business)} == {day}
        classify(business, day)
    assert everything(business) == undisturbed
    assert True in outcomes, "no kill came in time"


def test_two_classifications_at_once_take_turns(business: Engine, other_processes: ForkServerContext) -> None:
    business.dispose()
    for days in ((FEBRUARY, MARCH), (MARCH, MARCH)):
        going = other_processes.Event()
        started = [_process(other_processes, business, day, going) for day in days]
        for process in started:
            process.join()
        assert [process.exitcode for process in started] == [0, 0]
        with Session(business) as session:
            run = runs.latest_classification(session)
        assert run is not None
        assert run.as_of is not None
        assert {row.as_of for row in _profiles(business)} == {run.as_of}
        left = state(business)
        assert classify(business, run.as_of).moves == ()
        assert state(business) == left


def test_readers_see_the_old_profiles_until_the_new_ones_are_complete(
    business: Engine, other_processes: ForkServerContext
) -> None:
    classify(business, MARCH)
    business.dispose()
    with bulk.connect(business, write=True) as connection, other_processes.Pool(1) as reader:
        bulk.execute(connection, "DELETE FROM profiles")
        assert reader.apply(_count, (_url(business),)) == BUSINESS.customers
    with Session(business) as session:
        assert session.scalar(select(func.count()).select_from(Profile)) == 0


def _kill(context: ForkServerContext, engine: Engine, day: date, *, after: float) -> None:
    """Start a classification in another process and kill it some seconds after it got going."""
    engine.dispose()
    going = context.Event()
    process = _process(context, engine, day, going)
    going.wait()
    process.join(timeout=after)
    process.kill()
    process.join()


def _process(context: ForkServerContext, engine: Engine, day: date, going: Event) -> ForkServerProcess:
    """Start a classification in another process, which says when it gets going."""
    process = context.Process(target=_classify_there, args=(_url(engine), day, going))
    process.start()
    return process


def _classify_there(url: str, day: date, going: Event) -> None:
    """Classify everybody, in a process of its own."""
    going.set()
    classify(database.connect(url), day)


def _count(url: str) -> int | None:
    """Count profiles, in a process of its own."""
    with Session(database.connect(url)) as session:
        return session.scalar(select(func.count()).select_from(Profile))


def _url(engine: Engine) -> str:
    """Return the address of a database."""
    return engine.url.render_as_string(hide_password=False)


def _profiles(engine: Engine) -> list[Any]:
    """Return all profiles as rows."""
    with Session(engine) as session:
        return list(session.execute(select(Profile.__table__)).all())


def _labels(engine: Engine) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield every label of every customer."""
    for row in _profiles(engine):
        for label in LABELS:
            yield (row.customer_id, label), getattr(row, label)


def _forget_everything(engine: Engine) -> None:
    """Remove all profiles, changes and runs, and what the rules found."""
    with Session(engine) as session, session.begin():
        for table in (Profile, ProfileChange, Run, Message, AlertEvent, Alert, Episode, KnownRule):
            session.execute(delete(table))


def _remember_an_alert(engine: Engine) -> None:
    """Store an alert whose time is over, and the message that shows it."""
    remember(engine, alert(1, rule="gone", announced_at=NOW), message(1, person_id=None, to_channel="C1"))
