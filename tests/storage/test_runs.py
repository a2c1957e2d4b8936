"""Runs begin by themselves and end with what they wrote."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import bulk, database, runs
from storage.tables import Run

NOW = datetime(2024, 5, 2, 3, 4, 5, tzinfo=UTC)
DAY = date(2024, 5, 1)


def test_a_run_that_began_is_on_record_before_it_ends(engine: Engine) -> None:
    run_id = runs.start(engine, "import", now=NOW)
    with Session(engine) as session:
        run = session.get_one(Run, run_id)
        assert (run.kind, run.started_at, run.finished_at, run.as_of, run.superseded) == (
            "import",
            NOW,
            None,
            None,
            False,
        )


@pytest.mark.parametrize("name", ["O'Hara", "100 % \\ %s :x $1 {}", "中成大酒店", 'line\nbreak\t"quoted"'])
def test_a_run_keeps_what_it_is_told_to_the_letter(engine: Engine, name: str) -> None:
    fresh = database.connect(engine.url.render_as_string(hide_password=False))
    run_id = runs.start(fresh, "import", now=NOW)
    with bulk.connect(fresh, write=True) as connection:
        runs.finish(fresh, connection, run_id, now=NOW, summary={name: [1, None, 2.5]}, cutpoints={"abc": {name: None}})
    with Session(fresh) as session:
        run = session.get_one(Run, run_id)
        assert (run.finished_at, run.summary, run.cutpoints) == (NOW, {name: [1, None, 2.5]}, {"abc": {name: None}})
    fresh.dispose()


def test_a_run_ends_only_if_what_it_wrote_is_kept(engine: Engine) -> None:
    run_id = runs.start(engine, "import", now=NOW)
    with pytest.raises(ZeroDivisionError), bulk.connect(engine, write=True) as connection:
        runs.finish(engine, connection, run_id, now=NOW, summary={})
        raise ZeroDivisionError
    with Session(engine) as session:
        assert session.get_one(Run, run_id).finished_at is None


def test_the_classification_in_force_is_the_newest_that_ended_and_was_not_superseded(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        assert runs.latest_classification(session) is None
        rows = [
            Run(kind="classification", started_at=NOW, finished_at=NOW, as_of=DAY, summary={"this": "one"}),
            Run(kind="classification", started_at=NOW, finished_at=NOW, as_of=DAY, superseded=True),
            Run(kind="classification", started_at=NOW, as_of=DAY),
            Run(kind="import", started_at=NOW, finished_at=NOW),
        ]
        for row in rows:
            session.add(row)
            session.flush()
        latest = runs.latest_classification(session)
        assert latest is not None
        assert latest.summary == {"this": "one"}


def test_classifications_of_later_days_are_superseded_once(engine: Engine) -> None:
    days = [date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3)]
    with Session(engine) as session, session.begin():
        session.add_all(Run(kind="classification", started_at=NOW, finished_at=NOW, as_of=day) for day in days)
    with bulk.connect(engine, write=True) as connection:
        assert len(runs.supersede(connection, after=date(2024, 5, 1))) == 2
        assert runs.supersede(connection, after=date(2024, 5, 1)) == []
        assert runs.latest_day(connection) == date(2024, 5, 1)


def test_a_run_notices_that_a_later_one_went_first(engine: Engine) -> None:
    first = runs.start(engine, runs.CLASSIFICATION, now=NOW, as_of=DAY)
    second = runs.start(engine, runs.CLASSIFICATION, now=NOW, as_of=DAY)
    with bulk.connect(engine, write=True) as connection:
        assert not runs.overtaken(connection, first)
        runs.finish(engine, connection, second, now=NOW, summary={})
        assert runs.overtaken(connection, first)
        assert not runs.overtaken(connection, second)
