"""The log of imports and classifications: each is started by itself and finished together with what it wrote."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from adbc_driver_manager.dbapi import Connection
from sqlalchemy import ClauseElement, ColumnElement, Engine, insert, literal, null, select, text, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.columns import day_number, from_day_number
from storage.tables import Run

CLASSIFICATION = "classification"

_CLASSIFIED = f"kind = '{CLASSIFICATION}' AND finished_at IS NOT NULL"


def start(engine: Engine, kind: str, *, now: datetime, as_of: date | None = None) -> int:
    """Note that a run begins, in a transaction of its own, and return its id."""
    begun = insert(Run).values(kind=kind, started_at=now, as_of=as_of, superseded=False).returning(Run.id)
    with bulk.connect(engine, write=True) as connection:
        (batch,) = bulk.read(connection, written_out(engine, begun))
        return int(batch[0][0].as_py())


def finish(
    engine: Engine,
    connection: Connection,
    run_id: int,
    *,
    now: datetime,
    summary: Mapping[str, Any],
    cutpoints: Mapping[str, Any] | None = None,
) -> None:
    """Note on the bulk connection that a run ended, so that it counts exactly when what it wrote does."""
    finished = update(Run).where(Run.id == run_id)
    told = finished.values(finished_at=now, summary=_document(summary), cutpoints=_document(cutpoints))
    bulk.execute(connection, written_out(engine, told))


def overtaken(connection: Connection, run_id: int) -> bool:
    """Say whether a classification that began after this one has finished already: it waited less."""
    later = f"SELECT id FROM runs WHERE {_CLASSIFIED} AND id > {run_id}"  # noqa: S608
    return any(len(batch) for batch in bulk.read(connection, later))


def supersede(connection: Connection, *, after: date) -> list[int]:
    """Mark the classifications of later days than `after` as no longer in force, and return their ids."""
    later = f"{_CLASSIFIED} AND NOT superseded AND as_of > {day_number(after)}"
    marked = bulk.read(connection, f"UPDATE runs SET superseded = true WHERE {later} RETURNING id")  # noqa: S608
    return [run_id for batch in marked for run_id in batch[0].to_pylist()]


def latest_day(connection: Connection) -> date | None:
    """Return the day of the classification whose labels are in force."""
    newest = f"SELECT as_of FROM runs WHERE {_CLASSIFIED} AND NOT superseded ORDER BY id DESC LIMIT 1"  # noqa: S608
    days = [day for batch in bulk.read(connection, newest) for day in batch[0].to_pylist()]
    return from_day_number(days[0]) if days else None


def looked_until(connection: Connection) -> date | None:
    """Return the latest day that a classification has looked at, in force or not; a day still to come was a mistake."""
    query = f"SELECT as_of, substr(CAST(finished_at AS TEXT), 1, 10) AS finished FROM runs WHERE {_CLASSIFIED}"  # noqa: S608
    known = [row for batch in bulk.read(connection, query) for row in batch.to_pylist()]
    days = [(from_day_number(row["as_of"]), date.fromisoformat(row["finished"])) for row in known]
    return max((day for day, finished in days if day <= finished + timedelta(days=1)), default=None)


def latest_classification(session: Session) -> Run | None:
    """Return the classification whose labels are in force: finished, not superseded, the newest by id."""
    finished = select(Run).where(Run.kind == CLASSIFICATION, Run.finished_at.is_not(None), ~Run.superseded)
    return session.scalars(finished.order_by(Run.id.desc()).limit(1)).first()


def wait_for_turn(session: Session) -> None:
    """Let the session's transaction wait until no import or classification writes, and make them wait for it."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    lock = "UPDATE runs SET id = id WHERE 1 = 0" if sqlite else f"SELECT pg_advisory_xact_lock({bulk.WRITERS_LOCK})"
    session.execute(text(lock))


def written_out(engine: Engine, statement: ClauseElement) -> str:
    """Return a statement with its values in place, for a bulk connection, which knows nothing of column types."""
    sql = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    return sql.replace("%%", "%") if engine.dialect.paramstyle in {"format", "pyformat"} else sql


def _document(value: Mapping[str, Any] | None) -> ColumnElement[Any]:
    """Return a JSON value as the text that both databases take for it."""
    return null() if value is None else literal(json.dumps(value))
