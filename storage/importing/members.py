"""Members of the sales team: raw rows of a people file turned into persons, or a reason why not."""

from zoneinfo import available_timezones

import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.columns import Taken
from storage.importing.outcome import Understood
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined
from storage.importing.parsing.words import INACTIVE, language, role, truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows

FIELDS = (
    *("source_id", "name", "email", "slack_id", "role", "manager"),
    *("time_zone", "language", "territory", "team", "active"),
)


def parse(batch: Batch, taken: Taken) -> pa.Table:
    """Turn raw rows into people.

    Returns:
        `line` int64; `source_id`, `name`, `email`, `slack_id`, `role`, `manager`, `time_zone`, `language`,
        `territory`, `team` text;
        `active` bool; `reason` and `detail` say why a row cannot be used.
    """
    rows = len(batch.lines)
    nothing = pa.nulls(rows, pa.string())
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    get = shown.get
    parts = [taken.fields[part][0] for part in ("first_name", "last_name") if part in taken.fields]
    name = get("name", joined(batch.columns, parts) if parts else nothing)
    identity = pc.coalesce(get("source_id", nothing), get("email", nothing), name)
    zone = get("time_zone", nothing)
    known_zone = pc.is_in(zone, value_set=pa.array(sorted(available_timezones())))
    checks = [
        Check(identity.is_null(), "no id, e-mail or name"),
        *too_long({**shown, "id": identity}, ("id", "email", "slack_id", "team")),
        Check(pc.and_(zone.is_valid(), pc.invert(known_zone)), "not a time zone such as Europe/Berlin", zone),
    ]
    active = ~truths(shown["active"], INACTIVE) if "active" in shown else [True] * rows
    return pa.table(
        {
            "line": batch.lines,
            "source_id": identity,
            "name": name,
            "email": get("email", nothing),
            "slack_id": pc.utf8_upper(get("slack_id", nothing)),
            "role": pa.array([role(title) for title in get("role", nothing).to_pylist()], pa.string()),
            "manager": get("manager", nothing),
            "time_zone": zone,
            "language": pa.array([language(spoken) for spoken in get("language", nothing).to_pylist()], pa.string()),
            "territory": pc.fill_null(shown["territory"], "") if "territory" in shown else nothing,
            "team": get("team", nothing),
            "active": pa.array(active, pa.bool_()),
            **refusals(rows, checks),
        }
    )


def given(taken: Taken) -> frozenset[str]:
    """Return the fields that a file has."""
    named = {"name"} if {"first_name", "last_name"} & set(taken.fields) else set()
    return frozenset(named | set(taken.fields)) & frozenset(FIELDS)


def understood(stage: Stage, rows: Rows, taken: Taken) -> Understood:
    """Say what was made of the file, with its first usable rows."""
    fields = [field for field in FIELDS if field in given(taken)]
    return Understood(rows.kind, taken.shown(), taken.rest, "not used", rows.notes, tuple(first_rows(stage, fields)))
