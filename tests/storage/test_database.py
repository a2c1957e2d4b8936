"""Migrations, locks and the rule about two SQLite libraries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from storage import audit, bulk, database, teams
from storage.handovers.proposal import propose
from storage.tables import Absence, Customer, Person, Table
from tests.bot.house import CHEN, JOE, MARIA, NOON, furnish
from tests.storage.test_teams import DEED

ONLY_IN_POSTGRESQL = {"ix_profiles_owner_id"}


def test_migrations_and_tables_agree(engine: Engine) -> None:
    def is_here(_thing: object, name: str | None, *_: object) -> bool:
        return name not in ONLY_IN_POSTGRESQL or engine.dialect.name == "postgresql"

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_here})
        assert compare_metadata(context, Table.metadata) == []


def test_a_migrated_database_has_nothing_pending(engine: Engine) -> None:
    assert not database.pending(engine)


def test_a_new_file_has_migrations_pending(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = database.connect(f"sqlite:///{tmp_path_factory.mktemp('new') / 'regulars.db'}")
    assert database.pending(engine)
    engine.dispose()


def test_several_may_upgrade_a_new_database_at_once(tmp_path: Path) -> None:
    engines = [database.connect(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(database.upgrade, engines))
    assert not any(database.pending(engine) for engine in engines)
    for engine in engines:
        engine.dispose()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    database.upgrade(engine)
    assert not database.pending(engine)


def test_the_newest_migrations_can_be_taken_back_and_applied_again_and_nothing_is_lost(
    engine: Engine,
) -> None:
    furnish(engine)
    with Session(engine) as session, session.begin():
        teams.place(session, "East", DEED, under=teams.place(session, "North", DEED))
        session.get_one(Person, JOE).team_id = 2
        propose(session, {1: CHEN}, by=MARIA, now=NOON)
    taken_back_to(engine, "0002")
    assert database.pending(engine)
    database.upgrade(engine)
    test_migrations_and_tables_agree(engine)
    with Session(engine) as session:
        joe, acme = session.get_one(Person, JOE), session.get_one(Customer, 1)
        assert (joe.name, joe.team_id, acme.owner_id, acme.owner_in_file_id) == ("Joe Marsh", None, JOE, JOE)
        assert audit.verify(session).rows == 0


def test_old_absences_were_told_on_the_day_it_was_where_their_tellers_are(engine: Engine) -> None:
    evening = datetime(2026, 3, 3, 1, tzinfo=UTC)
    away = {"customer_id": 1, "kind": "paused", "first_day": evening.date(), "at": evening, "told_on": date.max}
    furnish(engine, *(Absence(**away, person_id=one) for one in (MARIA, JOE, CHEN, None)))
    with Session(engine) as session, session.begin():
        for person_id, zone in ((MARIA, "America/Los_Angeles"), (JOE, "Asia/Shanghai"), (CHEN, "Nowhere/Land")):
            session.get_one(Person, person_id).time_zone = zone
    taken_back_to(engine, "0006")
    database.upgrade(engine)
    with Session(engine) as session:
        told = session.scalars(select(Absence.told_on).order_by(Absence.id)).all()
    assert told == [date(2026, 3, 2), *[date(2026, 3, 3)] * 3]


def taken_back_to(engine: Engine, revision: str) -> None:
    """Take the migrations after one back."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_bulk_work_refuses_a_sqlite_file_that_a_session_uses(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect(), pytest.raises(bulk.FileInUse), bulk.connect(sqlite_engine):
        pass


def test_a_session_refuses_a_sqlite_file_that_bulk_work_uses(sqlite_engine: Engine) -> None:
    with bulk.connect(sqlite_engine), pytest.raises(bulk.FileInUse), sqlite_engine.connect():
        pass


def test_the_file_is_free_again_when_bulk_work_failed(sqlite_engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), bulk.connect(sqlite_engine):
        raise ZeroDivisionError
    with sqlite_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM runs")) == 0


def test_what_bulk_work_wrote_before_it_failed_is_gone(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), bulk.connect(engine, write=True) as connection:
        bulk.execute(connection, "INSERT INTO customer_names VALUES ('acme', 1, 'name', 'ACME')")
        raise ZeroDivisionError
    with engine.connect() as session:
        assert session.scalar(text("SELECT count(*) FROM customer_names")) == 0


def test_the_planner_is_told_of_cheap_reading_for_as_long_as_a_connection_lives(postgres_engine: Engine) -> None:
    for _ in range(2):
        with postgres_engine.connect() as connection:
            assert connection.scalar(text("SHOW random_page_cost")) == "1.1"
            connection.rollback()
