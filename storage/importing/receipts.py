"""Receipts: raw rows of a visits file turned into customer, day and amounts, or a reason why not."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.columns import day_number, from_day_number
from storage.importing.columns import Taken
from storage.importing.outcome import Options, Understood
from storage.importing.parsing.amounts import amounts
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Evidence, Notation, decide, evidence
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined, rounded
from storage.importing.parsing.words import truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows

MONEY = ("amount", "cost", "margin", "discount")
FIRST_DAY = day_number(date(1900, 1, 1))


def notation(rows: Rows, taken: Taken, options: Options) -> Notation:
    """Find out how the file writes numbers and days, reading on until it is clear."""
    seen = Evidence()
    for batch in rows.batches():
        amounts_of = [_raw(batch, taken, field) for field in MONEY if field in taken.fields]
        seen = seen.plus(evidence(amounts_of, _raw(batch, taken, "date")))
        if seen.settled:
            break
    return decide(seen, decimal=rows.decimal, chosen_decimal=options.decimal, chosen_day_first=options.day_first)


def parse(batch: Batch, taken: Taken, written: Notation, options: Options) -> pa.Table:
    """Turn raw rows into receipts.

    Returns:
        `line` int64, `customer` text, `day` int32, `amount` int64 ten-thousandths; where the file has them `cost`,
        `margin`, `discount` int64 ten-thousandths, `channel`, `source_id` text; `reason` and `detail` say why a row
        cannot be used.
    """
    rows = len(batch.lines)
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    day = days(_raw(batch, taken, "date"), day_first=written.day_first, zone=options.time_zone)
    known = {f: amounts(_raw(batch, taken, f), written.decimal) for f in MONEY if f in taken.fields}
    checks = [
        Check(shown["customer"].is_null(), "no customer"),
        *(
            Check(rounded(shown[field]), "an id in scientific notation: its last digits are lost", shown[field])
            for field in ("customer", "source_id")
            if field in shown
        ),
        *too_long(shown, ("customer", "source_id")),
        Check(shown["date"].is_null(), "no date"),
        Check(day.is_null(), "not a date", shown["date"]),
        Check(pc.greater(day, day_number(options.today)), "a date in the future", shown["date"]),
        Check(pc.less(day, FIRST_DAY), "a date before 1900", shown["date"]),
        Check(shown["amount"].is_null(), "no amount"),
        *(
            Check(pc.and_(values.is_null(), shown[field].is_valid()), f"{field} is not a sensible number", shown[field])
            for field, values in known.items()
        ),
    ]
    if "refund" in taken.fields:
        known |= _taken_back(known, _raw(batch, taken, "refund"))
    return pa.table(
        {
            "line": batch.lines,
            "customer": shown["customer"],
            "day": day,
            **known,
            **{field: shown[field] for field in ("channel", "source_id") if field in shown},
            **refusals(rows, checks),
        }
    )


def understood(stage: Stage, rows: Rows, taken: Taken, written: Notation) -> Understood:
    """Say what was made of the file, with its first usable rows."""
    fields = ["customer", "day", *(f for f in ("source_id", *MONEY, "channel") if f in taken.fields)]
    shown = tuple({f: _shown(f, value) for f, value in row.items()} for row in first_rows(stage, fields))
    return Understood(rows.kind, taken.shown(), taken.rest, "not used", (*rows.notes, *written.notes), shown)


def _shown(field: str, value: object) -> object:
    """Return a staged value as people write it."""
    if not isinstance(value, int):
        return value
    return from_day_number(value) if field == "day" else money.shown(value).normalize()


def _taken_back(known: Mapping[str, pa.Array], refund: pa.Array) -> dict[str, pa.Array]:
    """Return amounts with those of refunds below zero, and margins that go with them: what was earned is lost again."""
    positive = pc.and_(pa.array(truths(refund)), pc.greater(known["amount"], 0))
    return {f: pc.if_else(positive, pc.negate(known[f]), known[f]) for f in ("amount", "margin") if f in known}


def _raw(batch: Batch, taken: Taken, field: str) -> pa.Array:
    """Return the column of a field as it stands, several joined."""
    names = taken.fields[field]
    return batch.columns[names[0]] if len(names) == 1 else joined(batch.columns, names)
