"""The record: what is added verifies after a round trip through either database, and nothing leaves it unseen."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import audit, canonical
from storage.chain import ALTERED, BEGINNING, MISSING, UNKNOWN_HASH, WRONG_END, Verdict
from storage.tables import AuditEntry, AuditSubject

NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)

TABLES = ("audit", "audit_subjects")

UNLOCKED = {
    "sqlite": ["BEGIN", *(f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete"))],
    "postgresql": [f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_append_only" for table in TABLES],
}
"""What somebody does first who tampers."""

COLUMNS = ", ".join(column.name for column in AuditEntry.__table__.columns if column.name != "id")
COPY = f"INSERT INTO audit (id, {COLUMNS}) SELECT {{}}, {COLUMNS} FROM audit WHERE id = {{}}"
MOVE = "UPDATE audit SET id = {1} WHERE id = {0}"

TAMPERED: Mapping[str, tuple[tuple[str, ...], int | None, str | None]] = {
    "nothing": ((), None, None),
    **{
        f"{column} changed": ((f"UPDATE audit SET {column} = {value} WHERE id = 2",), 2, ALTERED)
        for column, value in {
            "at": "'2026-03-02 09:00:00.123457'",
            "person_id": "NULL",
            "on_behalf_of": "7",
            "action": "'accounts.returned'",
            "subject": "'handover:4'",
            "about": "'[]'",
            "before": """'{"12":2}'""",
            "after": """'{"12": 2}'""",
            "place": "''",
            "request": "'other'",
            "previous": "'x'",
            "hash": "'x'",
        }.items()
    },
    "first changed": (("UPDATE audit SET action = 'x' WHERE id = 1",), 1, ALTERED),
    "last changed": (("UPDATE audit SET action = 'x' WHERE id = 4",), 4, ALTERED),
    "renumbered": (("UPDATE audit SET id = 9 WHERE id = 4",), 4, WRONG_END),
    "removed": (("DELETE FROM audit WHERE id = 2",), 2, MISSING),
    "removed, others moved up": (
        ("DELETE FROM audit WHERE id = 2", *(MOVE.format(n, n - 1) for n in (3, 4))),
        2,
        ALTERED,
    ),
    "swapped": ((MOVE.format(2, 9), MOVE.format(3, 2), MOVE.format(9, 3)), 2, ALTERED),
    "put in": ((*(MOVE.format(n, n + 1) for n in (4, 3)), COPY.format(3, 2)), 3, ALTERED),
    "put in behind": ((COPY.format(5, 4),), 5, WRONG_END),
    "cut off": (("DELETE FROM audit WHERE id > 2",), 3, WRONG_END),
    "all gone": (("DELETE FROM audit",), 1, WRONG_END),
    "head rewound": (("UPDATE audit_head SET last_id = 3",), 4, WRONG_END),
    "head changed": (("UPDATE audit_head SET hash = 'x'",), 5, WRONG_END),
    "head gone": (("DELETE FROM audit_head",), 1, WRONG_END),
}
"""What somebody does to a record of four rows, the first row that does not hold then, and why not."""


def moved(session: Session, before: Mapping[int, int | None], after: Mapping[int, int | None], **told: Any) -> int:
    """Record that accounts changed hands."""
    common = {"action": "accounts.moved", "subject": "handover:3", "by": 1, "now": NOW, "place": "C1", "request": "r"}
    return audit.add(session, **{**common, "before": before, "after": after, **told})


def record(engine: Engine, rows: int) -> None:
    """Record something."""
    for number in range(rows):
        with Session(engine) as session, session.begin():
            assert moved(session, {12: number}, {12: number + 1}) == number + 1


def verdict(engine: Engine, *, known: str | None = None) -> Verdict:
    """Return what comes of looking through the record."""
    with Session(engine) as session:
        return audit.verify(session, known=known)


def test_an_empty_record_verifies(engine: Engine) -> None:
    assert verdict(engine) == verdict(engine, known=BEGINNING) == Verdict(0, BEGINNING)


def test_rows_are_numbered_without_a_gap_whatever_becomes_of_other_transactions(engine: Engine) -> None:
    record(engine, 2)
    with Session(engine) as session:
        moved(session, {}, {12: 7})
        session.rollback()
    with Session(engine) as session, session.begin():
        assert moved(session, {12: 2}, {12: 3}) == 3
    assert verdict(engine).rows == 3
    assert verdict(engine).broken is None


def test_the_record_replays_to_whose_each_account_is(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        moved(session, {12: 1, 13: None}, {12: 2, 13: 2})
        audit.add(session, action="choice.made", subject="choice:x", before={}, after={"12": 9}, by=None, now=NOW)
        moved(session, {13: 2}, {13: None}, action="accounts.returned")
        assert audit.owners(session) == {12: 2, 13: None}
        about = select(AuditSubject.audit_id).where(AuditSubject.subject == audit.customer(13))
        assert sorted(session.scalars(about)) == [1, 3]
        assert session.get_one(AuditEntry, 1).about == ["customer:12", "customer:13"]


anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters())
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)
documents = st.dictionaries(st.text(st.characters()), anything, max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=documents, after=documents, place=st.text(st.characters()), now=st.datetimes(timezones=st.just(UTC)))
def test_whatever_is_recorded_verifies_after_a_round_trip(
    engine: Engine, before: dict[str, Any], after: dict[str, Any], place: str, now: datetime
) -> None:
    with Session(engine) as session, session.begin():
        number = audit.add(
            session, action="a", subject="s", before=before, after=after, place=place, request=place, by=None, now=now
        )
    found = verdict(engine)
    assert (found.rows, found.broken) == (number, None)
    with Session(engine) as session:
        stored = session.get_one(AuditEntry, number)
        assert (stored.before, stored.after, stored.at) == (canonical.plain(before), canonical.plain(after), now)


def test_equal_values_have_one_text_and_different_ones_two() -> None:
    assert canonical.text({"b": 1, "a": {1, 2}}) == canonical.text({"a": {2, 1}, "b": 1}) == '{"a":[1,2],"b":1}'
    assert (
        canonical.text([Decimal("1.10"), date(2026, 3, 2), 0.5, "牛\x00\ud800"]) == '["1.10","2026-03-02","0.5","牛��"]'
    )
    assert canonical.text({"at": NOW}) == '{"at":"2026-03-02T09:00:00.123456+00:00"}'


def test_tampering_shows(engine: Engine) -> None:
    record(engine, 4)
    found = {}
    for deed, (statements, _, _) in TAMPERED.items():
        with Session(engine) as session:
            for statement in (*UNLOCKED[engine.dialect.name], *statements):
                session.connection().exec_driver_sql(statement)
            verdict_then = audit.verify(session)
            found[deed] = (statements, verdict_then.broken, verdict_then.why)
            session.rollback()
    assert found == TAMPERED


def test_a_moment_that_is_none_is_an_alteration_like_others(sqlite_engine: Engine) -> None:
    record(sqlite_engine, 2)
    with Session(sqlite_engine) as session:
        for statement in (*UNLOCKED["sqlite"], "UPDATE audit SET at = 'yesterday' WHERE id = 2"):
            session.execute(text(statement))
        assert audit.verify(session).why == ALTERED


def test_who_rewrites_all_of_it_is_betrayed_by_a_hash_that_was_written_down(engine: Engine) -> None:
    record(engine, 3)
    known = verdict(engine).head
    with Session(engine) as session:
        for statement in (
            *UNLOCKED[engine.dialect.name],
            "DELETE FROM audit",
            "DELETE FROM audit_subjects",
            "DELETE FROM audit_head",
        ):
            session.execute(text(statement))
        for number in range(3):
            moved(session, {12: number}, {12: 5})
        assert audit.verify(session).broken is None
        assert audit.verify(session, known=known).why == UNKNOWN_HASH
        session.rollback()
    record_on = verdict(engine, known=known)
    assert record_on.broken is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET place = 'x' WHERE id = 1", "DELETE FROM audit", "DELETE FROM audit_subjects WHERE audit_id = 1"],
)
def test_the_database_itself_refuses_to_alter_the_record(engine: Engine, statement: str) -> None:
    record(engine, 1)
    with Session(engine) as session, pytest.raises(DBAPIError, match="the record is only ever added to"):
        session.execute(text(statement))


def test_many_who_record_at_once_wait_for_one_another_and_nobody_verifies_half_a_row(engine: Engine) -> None:
    def work(person_id: int) -> list[int]:
        numbers = []
        for _ in range(8):
            with Session(engine) as session, session.begin():
                numbers.append(moved(session, {12: 1}, {12: 2}, by=person_id))
            assert verdict(engine).broken is None
        return numbers

    with ThreadPoolExecutor(4) as pool:
        assert sorted(chain.from_iterable(pool.map(work, range(4)))) == list(range(1, 33))
    assert verdict(engine).rows == 32
