"""Entries: raw rows of a customers file turned into the fields every business has and attributes for the rest."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from storage.columns import from_day_number
from storage.importing.columns import CUSTOMERS, Taken, fold, recognise
from storage.importing.outcome import Options, Understood
from storage.importing.parsing.cells import shown as cell_text
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Evidence, Notation, decide, evidence
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined, rounded, text
from storage.importing.parsing.words import CLOSED, YES, truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows

NEEDED = (("source_id", "name", "last_name"),)
PLAIN = ("region", "city", "country", "industry", "email", "phone")
DAYS = ("birthday", "anniversary")
FIELDS = ("name", "owner", "status", *PLAIN, *DAYS, "alias")
SAYS_CLOSED = frozenset({"closed", "isclosed"})


def taken(columns: Sequence[str], mapping: Mapping[str, str]) -> Taken:
    """Return what each column is taken as; where there is no name it is the first and the last name.

    Where there are both, these are attributes, and as `person` they name whoever has no other name.

    Raises:
        Unreadable: the mapping is wrong, or a needed field is not found.
    """
    found = recognise(columns, CUSTOMERS, mapping, needed=NEEDED)
    fields = dict(found.fields)
    parts = [*fields.pop("first_name", ()), *fields.pop("last_name", ())]
    if parts and "name" not in {*fields, *mapping}:
        fields["name"], parts = tuple(parts), []
    elif parts and "name" in fields:
        fields["person"] = tuple(parts)
    return Taken(fields, tuple(column for column in columns if column in {*found.rest, *parts}))


def notation(rows: Rows, taken: Taken, options: Options) -> Notation:
    """Find out how the file writes days, reading on until it is clear."""
    seen = Evidence()
    for batch in rows.batches() if any(field in taken.fields for field in DAYS) else ():
        for field in DAYS:
            if field in taken.fields:
                seen = seen.plus(evidence([], joined(batch.columns, taken.fields[field])))
        if seen.day_first != seen.month_first:
            break
    return decide(
        seen,
        decimal=rows.decimal,
        chosen_decimal=options.decimal,
        chosen_day_first=options.day_first,
        marks=rows.marks,
    )


def parse(batch: Batch, taken: Taken, written: Notation, options: Options) -> pa.Table:
    """Turn raw rows into entries; a birthday or anniversary that is no day, or has no year, is not known.

    Returns:
        `line` int64; `source_id`, `name`, `owner`, `status`, `region`, `city`, `country`, `industry`, `email`, `phone`,
        `alias` text; `birthday`, `anniversary` int32, days since 1970-01-01; `rest 0`, `rest 1`, ... the other columns
        in their own types; `reason` and `detail`.
    """
    nothing = pa.nulls(len(batch.lines), pa.string())
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    if "status" in shown:
        shown["status"] = _status(batch.columns[taken.fields["status"][0]], taken.fields["status"][0])
    for field in DAYS:
        shown[field] = _days(batch, taken.fields.get(field), written, options)
    if "person" in shown:
        shown["name"] = pc.coalesce(shown["name"], shown["person"])
    identity = shown.get("source_id", shown.get("name", nothing))
    checks = [
        Check(identity.is_null(), "no customer id" if "source_id" in shown else "no name"),
        Check(rounded(identity), "an id in scientific notation: its last digits are lost", identity),
        *too_long({**shown, "id": identity}, ("id", "owner", "region")),
    ]
    return pa.table(
        {
            "line": batch.lines,
            "source_id": identity,
            **{field: shown.get(field, nothing) for field in FIELDS},
            **{f"rest {n}": _kept(batch.columns[column]) for n, column in enumerate(taken.rest)},
            **refusals(len(batch.lines), checks),
        }
    )


def attributes(stage: Stage, taken: Taken) -> str:
    """Return the SQL that gathers the other columns of a staged entry into one JSON object."""
    kinds = {name: kind for name, kind, *_ in stage.execute("DESCRIBE staged").fetchall()}
    members = ", ".join(
        f"{_quoted(column)}, {_as_json(f'rest {n}', str(kinds[f'rest {n}']))}" for n, column in enumerate(taken.rest)
    )
    return f"json_object({members})"


def understood(stage: Stage, rows: Rows, taken: Taken) -> Understood:
    """Say what was made of the file, with its first usable rows."""
    fields = ["source_id", *(field for field in FIELDS if field in taken.fields)]
    shown = tuple({f: _shown(f, value) for f, value in row.items()} for row in first_rows(stage, fields))
    return Understood(rows.kind, taken.shown(), taken.rest, "kept as attributes", rows.notes, shown)


def _shown(field: str, value: object) -> object:
    """Return a staged value as people write it."""
    return from_day_number(value) if field in DAYS and isinstance(value, int) else value


def _days(batch: Batch, names: Sequence[str] | None, written: Notation, options: Options) -> pa.Array:
    """Return the days in a column, null where there is none."""
    if names is None:
        return pa.nulls(len(batch.lines), pa.int32())
    column = batch.columns[names[0]] if len(names) == 1 else joined(batch.columns, names)
    return days(column, day_first=written.day_first, zone=options.time_zone)


def _status(column: pa.Array, name: str) -> pa.Array:
    """Return open or closed for each value; nothing stays nothing."""
    closed = truths(column, YES if fold(name) in SAYS_CLOSED else CLOSED)
    words = pc.if_else(pa.array(closed), "closed", "open")
    return pc.if_else(text(column).is_null(), pa.scalar(None, pa.string()), words)


def _kept(column: pa.Array) -> pa.Array:
    """Return a column in a type that JSON has; what is not a number (NaN) is nothing."""
    column = cell_text(column)
    kind = column.type
    if pa.types.is_floating(kind):
        number = column.cast(pa.float64())
        return pc.if_else(pc.is_finite(number), number, pa.scalar(None, pa.float64()))
    if pa.types.is_nested(kind):
        return pa.array(map(_sayable, column.to_pylist()), kind)
    return column if pa.types.is_integer(kind) or pa.types.is_boolean(kind) else text(column)


def _sayable(value: Any) -> Any:
    """Return a nested value without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _sayable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_sayable, value))
    return None if isinstance(value, float) and not isfinite(value) else value


def _as_json(column: str, kind: str) -> str:
    """Return the SQL for a column as a JSON value, whole numbers without a point."""
    if kind != "DOUBLE":
        return f'to_json("{column}")'
    whole = f'"{column}" = floor("{column}") AND abs("{column}") < 1e15'
    return f'CASE WHEN {whole} THEN to_json("{column}"::BIGINT) ELSE to_json("{column}") END'


def _quoted(name: str) -> str:
    """Return a column's name as an SQL literal."""
    return "'" + name.replace("'", "''") + "'"
