"""Entries: raw rows of a customers file turned into the fields every business has and attributes for the rest."""

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.columns import Taken, fold
from storage.importing.outcome import Understood
from storage.importing.parsing.refusals import Check, refusals
from storage.importing.parsing.text import joined, text
from storage.importing.parsing.words import CLOSED, YES, truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows

PLAIN = ("region", "city", "country", "industry", "email", "phone")
FIELDS = ("name", "owner", "status", *PLAIN, "alias")
SAYS_CLOSED = frozenset({"closed", "isclosed"})


def parse(batch: Batch, taken: Taken) -> pa.Table:
    """Turn raw rows into entries.

    Returns:
        `line` int64; `source_id`, `name`, `owner`, `status`, `region`, `city`, `country`, `industry`, `email`, `phone`,
        `alias` text; `rest 0`, `rest 1`, ... the other columns in their own types; `reason` and `detail`.
    """
    nothing = pa.nulls(len(batch.lines), pa.string())
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    if "status" in shown:
        shown["status"] = _status(batch.columns[taken.fields["status"][0]], taken.fields["status"][0])
    identity = shown.get("source_id", shown.get("name", nothing))
    return pa.table(
        {
            "line": batch.lines,
            "source_id": identity,
            **{field: shown.get(field, nothing) for field in FIELDS},
            **{f"rest {n}": _kept(batch.columns[column]) for n, column in enumerate(taken.rest)},
            **refusals(len(batch.lines), [Check(identity.is_null(), "no customer id or name")]),
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
    return Understood(rows.kind, taken.shown(), taken.rest, "kept as attributes", (), tuple(first_rows(stage, fields)))


def _status(column: pa.Array, name: str) -> pa.Array:
    """Return open or closed for each value; nothing stays nothing."""
    closed = truths(column, YES if fold(name) in SAYS_CLOSED else CLOSED)
    words = pc.if_else(pa.array(closed), "closed", "open")
    return pc.if_else(text(column).is_null(), pa.scalar(None, pa.string()), words)


def _kept(column: pa.Array) -> pa.Array:
    """Return a column in a type that JSON has; what is not a number (NaN) is nothing."""
    kind = column.type
    if pa.types.is_floating(kind):
        number = column.cast(pa.float64())
        return pc.if_else(pc.is_finite(number), number, pa.scalar(None, pa.float64()))
    as_it_is = pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_nested(kind)
    return column if as_it_is else text(column)


def _as_json(column: str, kind: str) -> str:
    """Return the SQL for a column as a JSON value, whole numbers without a point."""
    if kind != "DOUBLE":
        return f'to_json("{column}")'
    whole = f'"{column}" = floor("{column}") AND abs("{column}") < 1e15'
    return f'CASE WHEN {whole} THEN to_json("{column}"::BIGINT) ELSE to_json("{column}") END'


def _quoted(name: str) -> str:
    """Return a column's name as an SQL literal."""
    return "'" + name.replace("'", "''") + "'"
