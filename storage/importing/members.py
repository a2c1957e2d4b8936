"""Members of the sales team: raw rows of a people file turned into persons, or a reason why not.

What a cell says in no way that is understood is left out of its row, and told in a note.
"""

# ruff: noqa: S608 - only names of our own columns are put into SQL

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.columns import Taken
from storage.importing.outcome import Understood, listed
from storage.importing.parsing.addresses import account, address, time_zone
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined
from storage.importing.parsing.words import INACTIVE, language, role, truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows

FIELDS = (
    *("source_id", "name", "email", "slack_id", "role", "manager"),
    *("time_zone", "language", "territory", "team", "active"),
)

READ: Mapping[str, Callable[[str], str | None]] = {
    "email": address,
    "slack_id": account,
    "role": role,
    "time_zone": time_zone,
    "language": language,
}
"""How the fields are understood that not everything can stand in."""

WRITTEN = tuple(f"{field}_written" for field in READ)
"""The same as they are written."""

NOTES: Mapping[str, str] = {
    "email": "{rows} rows have an e-mail address that is none: {values}; what is known stays",
    "slack_id": "{rows} rows have a Slack id that is none, such as U012AB3CD: {values}; what is known stays",
    "role": "{rows} rows have a title that is no role: {values}; who is new is a salesperson, others keep their role",
    "time_zone": "{rows} rows have a time zone that is none, such as Europe/Berlin: {values}; what is known stays",
    "language": "{rows} rows have a language that is not spoken here: {values}; what is known stays",
}


def parse(batch: Batch, taken: Taken) -> pa.Table:
    """Turn raw rows into people.

    Returns:
        `line` int64; `source_id`, `name`, `email`, `slack_id`, `role`, `manager`, `time_zone`, `language`,
        `territory`, `team` text; `active` bool; `email_written` and so on, text, what stood there of the fields that
        are to be understood; `reason` and `detail` say why a row cannot be used.
    """
    rows = len(batch.lines)
    nothing = pa.nulls(rows, pa.string())
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    get = shown.get
    parts = [taken.fields[part][0] for part in ("first_name", "last_name") if part in taken.fields]
    name = get("name", joined(batch.columns, parts) if parts else nothing)
    written = {field: get(field, nothing) for field in READ}
    understood = {field: _understood(values, READ[field]) for field, values in written.items()}
    identity = pc.coalesce(get("source_id", nothing), written["email"], name)
    checks = [
        Check(identity.is_null(), "no id, e-mail or name"),
        *too_long({**shown, "id": identity}, ("id", "email", "slack_id", "team")),
    ]
    active = ~truths(shown["active"], INACTIVE) if "active" in shown else [True] * rows
    return pa.table(
        {
            "line": batch.lines,
            "source_id": identity,
            "name": name,
            **understood,
            "manager": get("manager", nothing),
            "territory": pc.fill_null(shown["territory"], "") if "territory" in shown else nothing,
            "team": get("team", nothing),
            "active": pa.array(active, pa.bool_()),
            **{f"{field}_written": values for field, values in written.items()},
            **refusals(rows, checks),
        }
    )


def _understood(written: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    """Return what cells are understood as (text), null where they are not."""
    values = written.to_pylist()
    known = {value: read(value) for value in set(values) if value is not None}
    return pa.array([known.get(value) for value in values], pa.string())


def notes(stage: Stage) -> Iterator[str]:
    """Say what was not understood in the rows that can be used."""
    for field, told in NOTES.items():
        strange = f"SELECT {field}_written, count(*) FROM staged WHERE {field} IS NULL AND {field}_written IS NOT NULL"
        found = stage.execute(f"{strange} GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
        if found:
            yield told.format(
                rows=f"{sum(count for _, count in found):,}", values=listed([value for value, _ in found])
            )


def given(taken: Taken) -> frozenset[str]:
    """Return the fields that a file has."""
    named = {"name"} if {"first_name", "last_name"} & set(taken.fields) else set()
    return frozenset(named | set(taken.fields)) & frozenset(FIELDS)


def understood(stage: Stage, rows: Rows, taken: Taken) -> Understood:
    """Say what was made of the file, with its first usable rows."""
    fields = [field for field in FIELDS if field in given(taken)]
    return Understood(rows.kind, taken.shown(), taken.rest, "not used", rows.notes, tuple(first_rows(stage, fields)))
