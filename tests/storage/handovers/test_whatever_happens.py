"""Whatever several people do to accounts at the same time, each account has one owner and the record tells which."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from bot.jobs.hand_over import hand_over
from storage import audit, covers, database, importing
from storage.alerts import life as alert_life
from storage.alerts.steps import Conflict
from storage.handovers import life, refusals
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import (
    Alert,
    AlertEvent,
    AuditEntry,
    AuditHead,
    AuditSubject,
    Cover,
    Customer,
    CustomerName,
    CustomerSource,
    Handover,
    HandoverItem,
    Message,
    Person,
    Run,
    Table,
)
from tests.business import person
from tests.storage.alerts.alerts import NOW, alert, found
from tests.storage.importing.files import OPTIONS

OF_ALERTS: tuple[type[Table], ...] = (AlertEvent, Message, Alert)
OF_HANDOVERS: tuple[type[Table], ...] = (HandoverItem, Handover, Cover, AuditSubject, AuditEntry, AuditHead)
WRITTEN: tuple[type[Table], ...] = (*OF_ALERTS, *OF_HANDOVERS, CustomerName, CustomerSource, Customer, Run, Person)

IMPORTS = 1
"""How many files come in while one business lasts: each takes as long as all that people do."""

PEOPLE = (1, 2, 3, 4)
ACCOUNTS = tuple(range(1, 9))
ALERTS = {number: number for number in ACCOUNTS[::2]}

Doing = Callable[[Session, datetime], object]

people = st.sampled_from(PEOPLE)
accounts = st.sets(st.sampled_from(ACCOUNTS), min_size=1, max_size=4)
moves = st.builds(lambda some, to: dict.fromkeys(some, to), accounts, people)
recent = st.integers(0, 3)


def _newest(session: Session, back: int) -> int:
    """Return the number of a recent handover; 0 if there are not so many."""
    newest = select(Handover.id).order_by(Handover.id.desc()).offset(back).limit(1)
    return session.scalar(newest) or 0


def move(to: Mapping[int, int], by: int, *, hours: int | None = None, approver: int | None = None) -> Doing:
    """Return the act of proposing and confirming a handover, for later or with approval if so."""

    def act(session: Session, now: datetime) -> None:
        due_at = None if hours is None else now + timedelta(hours=hours)
        number = propose(session, to, by=by, now=now, due_at=due_at).id
        asked = None if approver is None else Approval((approver,), now + timedelta(hours=6))
        life.confirm(session, number, by=by, now=now, approval=asked)

    return act


def decide(step: Callable[..., object], back: int, by: int) -> Doing:
    """Return the act of approving, refusing, cancelling, renewing, confirming or undoing a recent handover."""
    return lambda session, now: step(session, _newest(session, back), by=by, now=now)


def leave(who: int, *, active: bool) -> Doing:
    """Return the act of leaving, or of coming back."""

    def act(session: Session, _now: datetime) -> None:
        session.get_one(Person, who).active = active

    return act


def stand_in(who: int, by: int) -> Doing:
    """Return the act of covering somebody for some hours."""
    return lambda session, now: covers.make(
        session, who, by, begins_at=now, ends_at=now + timedelta(hours=5), by=by, now=now
    )


def press(act: Callable[..., object], number: int, by: int, **more: Any) -> Doing:
    """Return the act of doing something to an alert."""
    return lambda session, now: act(session, number, by=by, now=now, **more)


decisions = (life.approve, life.refuse, life.cancel, life.renew, life.confirm, life.undo)
acts = st.one_of(
    st.builds(move, moves, people),
    st.builds(move, moves, people, hours=st.integers(1, 9)),
    st.builds(move, moves, people, approver=people),
    st.builds(decide, st.sampled_from(decisions), recent, people),
    st.builds(decide, st.sampled_from([life.approve, life.undo]), recent, people),
    st.builds(leave, people, active=st.booleans()),
    st.builds(stand_in, people, people),
    st.builds(press, st.sampled_from([alert_life.take, alert_life.undo]), st.sampled_from([*ALERTS]), people),
    st.builds(press, st.just(alert_life.reassign), st.sampled_from([*ALERTS]), people, to=people),
)

EXPECTED = (refusals.Refused, covers.Refused, Conflict, alert_life.NothingToUndo)
"""What may stand in the way of somebody; anything else is a mistake, a deadlock too."""


class Business(RuleBasedStateMachine):
    """A sales team at work: several act at the same moment, each in a session of their own."""

    engine: Engine
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.now, self.imports = NOW, 0
        self.sessions = database.sessions(self.engine)
        begin(self.engine)

    @rule(at_once=st.lists(acts, min_size=1, max_size=4), hours=st.integers(0, 4))
    def act(self, at_once: Sequence[Doing], hours: int) -> None:
        """Let some people act at the same moment."""
        self.now += timedelta(hours=hours)
        start = Barrier(len(at_once))

        def perform(doing: Doing) -> None:
            start.wait()
            try:
                with self.sessions() as session, session.begin():
                    doing(session, self.now)
            except EXPECTED:
                return

        with ThreadPoolExecutor(len(at_once)) as pool:
            list(pool.map(perform, at_once))

    @rule(hours=st.integers(0, 10))
    def wait(self, hours: int) -> None:
        """Let time pass, and two clocks do what is due."""
        self.now += timedelta(hours=hours)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: hand_over(self.now, sessions=self.sessions), range(2)))

    @precondition(lambda self: self.imports < IMPORTS)
    @rule(owners=st.lists(people, min_size=len(ACCOUNTS), max_size=len(ACCOUNTS)))
    def bring_in(self, owners: list[int]) -> None:
        """Import a file of customers."""
        self.imports += 1
        file = self.folder / "customers.csv"
        rows = (f"{number},P{owner}\n" for number, owner in zip(ACCOUNTS, owners, strict=True))
        file.write_text("id,owner\n" + "".join(rows))
        importing.customers(self.engine, file, OPTIONS)

    @invariant()
    def each_account_has_the_owner_that_the_record_tells(self) -> None:
        """The record is whole, and replays to the present owners."""
        with self.sessions() as session:
            held = {row[0]: row[1] for row in session.execute(select(Customer.id, Customer.owner_id))}
            assert sorted(held) == list(ACCOUNTS)
            assert set(held.values()) <= set(PEOPLE)
            assert audit.verify(session).broken is None
            assert dict.fromkeys(ACCOUNTS, 1) | audit.owners(session) == held

    @invariant()
    def each_entry_begins_where_the_one_before_ended(self) -> None:
        """No account goes from an owner it did not have."""
        held: dict[int, int | None] = dict.fromkeys(ACCOUNTS, 1)
        with self.sessions() as session:
            told = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith(audit.ACCOUNTS)))
            for entry in sorted(told, key=lambda one: one.id):
                assert {int(one): owner for one, owner in entry.before.items()}.items() <= held.items()
                held |= {int(one): owner for one, owner in entry.after.items()}

    @invariant()
    def nobody_is_told_twice_nor_has_two_stand_ins(self) -> None:
        """Each handover has one note for each person and event, and covers of one person do not overlap."""
        with self.sessions() as session:
            notes = session.scalars(select(Message).where(Message.kind == "handover_note")).all()
            told = [(note.handover_id, note.person_id, note.content["event"]) for note in notes]
            assert len(told) == len(set(told))
            covered = session.scalars(select(Cover.person_id).where(Cover.ended_at.is_(None), Cover.ends_at > self.now))
            assert len(found_ones := covered.all()) == len(set(found_ones))


def begin(engine: Engine) -> None:
    """Let the first of four people own eight accounts, about some of which there are alerts; nothing has happened."""
    with Session(engine) as session, session.begin():
        with _freely(session):
            for table in WRITTEN:
                session.execute(delete(table))
        session.add_all(person(number, f"P{number}", slack_id=f"U{number}") for number in PEOPLE)
        session.flush()
        owned = {"owner_id": 1, "owner_in_file_id": 1, "attributes": {}}
        session.add_all(Customer(id=number, name=str(number), **owned) for number in ACCOUNTS)
        session.add_all(CustomerSource(source="main", source_id=str(one), customer_id=one) for one in ACCOUNTS)
        session.add_all(alert(number, customer_id=customer) for number, customer in ALERTS.items())
        session.flush()
        session.add_all(found(number) for number in ALERTS)


@contextmanager
def _freely(session: Session) -> Iterator[None]:
    """Let the record be emptied, which the database refuses otherwise."""
    if session.get_bind().dialect.name == "sqlite":
        triggers = session.connection().exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
        )
        kept = triggers.all()
        for name, _ in kept:
            session.connection().exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, definition in kept:
            session.connection().exec_driver_sql(definition)
    else:
        session.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        session.connection().exec_driver_sql("SET LOCAL session_replication_role = origin")


def test_accounts_always_have_the_owner_that_the_record_tells(engine: Engine, tmp_path: Path) -> None:
    Business.engine, Business.folder = engine, tmp_path
    examples = 4 if engine.dialect.name == "sqlite" else 8  # SQLite has one writer at a time: there are fewer orders
    patient = settings(stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Business, settings=settings(patient, max_examples=examples))
