"""Receipts: raw rows of a visits file turned into customer, day and amounts, or a reason why not."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.columns import day_number, from_day_number
from storage.importing.columns import VISITS, Taken, recognise
from storage.importing.outcome import Options, Understood
from storage.importing.parsing.amounts import amounts, products
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Evidence, Notation, decide, evidence
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined, rounded
from storage.importing.parsing.words import VOID, truths
from storage.importing.reading import Batch, Rows
from storage.importing.staging import Stage, first_rows, number

NEEDED = (("customer",), ("date",), ("amount", "price", "line_amount"))
MONEY = ("amount", "cost", "margin", "discount")
FACTORS = ("quantity", "price")
FIRST_DAY = day_number(date(1900, 1, 1))


def taken(columns: Sequence[str], mapping: Mapping[str, str]) -> Taken:
    """Return what each column is taken as; where there is no amount, what else tells it.

    That is the amount of a line, else the price, times the quantity if known. A row with an amount of the line or a
    quantity is a line of a receipt, whose id it shares with the others: only who maps an id has one.

    Raises:
        Unreadable: the mapping is wrong, or a needed field is not found.
    """
    found = recognise(columns, VISITS, mapping, needed=NEEDED)
    fields, unused = dict(found.fields), {"line_amount"}
    if "amount" not in fields:
        if {"line_amount", "quantity"} & fields.keys():
            unused |= {"source_id"} - mapping.keys()
        if "line_amount" in fields or "quantity" not in fields:
            fields["amount"] = fields.get("line_amount") or fields["price"]
    if "amount" in fields:
        unused |= {*FACTORS}
    fields = {field: names for field, names in fields.items() if field not in unused}
    used = {name for names in fields.values() for name in names}
    return Taken(fields, tuple(column for column in columns if column not in used))


def notation(rows: Rows, taken: Taken, options: Options) -> Notation:
    """Find out how the file writes numbers and days, reading on until it is clear."""
    seen = Evidence()
    for batch in rows.batches():
        amounts_of = [_raw(batch, taken, field) for field in (*MONEY, *FACTORS) if field in taken.fields]
        seen = seen.plus(evidence(amounts_of, _raw(batch, taken, "date")))
        if seen.settled:
            break
    return decide(
        seen,
        decimal=rows.decimal,
        chosen_decimal=options.decimal,
        chosen_day_first=options.day_first,
        marks=rows.marks,
    )


def parse(batch: Batch, taken: Taken, written: Notation, options: Options) -> pa.Table:
    """Turn raw rows into receipts.

    Returns:
        `line` int64, `customer` text, `day` int32, `amount` int64 ten-thousandths; where the file has them `cost`,
        `margin`, `discount` int64 ten-thousandths, `channel`, `source_id` text, `void` (bool: nothing has come of it);
        `reason` and `detail` say why a row cannot be used.
    """
    rows = len(batch.lines)
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    day = days(_raw(batch, taken, "date"), day_first=written.day_first, zone=options.time_zone)
    known = {f: amounts(_raw(batch, taken, f), written.decimal) for f in (*MONEY, *FACTORS) if f in taken.fields}
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
        *(Check(shown[f].is_null(), f"no {f}") for f in ("amount", *FACTORS) if f in known),
        *(
            Check(pc.and_(values.is_null(), shown[field].is_valid()), f"{field} is not a sensible number", shown[field])
            for field, values in known.items()
        ),
    ]
    if "amount" not in known:
        known["amount"] = products(*(known.pop(factor) for factor in FACTORS))
        checks.append(Check(known["amount"].is_null(), "amount is not a sensible number"))
    if "refund" in taken.fields:
        known |= _taken_back(known, pa.array(truths(_raw(batch, taken, "refund"))))
    void = {}
    if "status" in taken.fields:
        void["void"] = pa.array(truths(_raw(batch, taken, "status"), VOID))
        known |= _annulled(known, void["void"])
    return pa.table(
        {
            "line": batch.lines,
            "customer": shown["customer"],
            "day": day,
            **known,
            **{field: shown[field] for field in ("channel", "source_id") if field in shown},
            **void,
            **refusals(rows, checks),
        }
    )


def understood(stage: Stage, rows: Rows, taken: Taken, written: Notation) -> Understood:
    """Say what was made of the file, with its first usable rows."""
    given = {"amount", *taken.fields}
    fields = ["customer", "day", *(f for f in ("source_id", *MONEY, "channel") if f in given)]
    shown = tuple({f: _shown(f, value) for f, value in row.items()} for row in first_rows(stage, fields))
    lines = () if "amount" in taken.fields else ("each row is a line of a receipt: its amount is quantity times price",)
    return Understood(rows.kind, taken.shown(), taken.rest, "not used", (*rows.notes, *written.notes, *lines), shown)


def annulled(stage: Stage, taken: Taken) -> int:
    """Return how many usable rows have a status that says that nothing has come of them."""
    return number(stage, "SELECT count(*) FROM staged WHERE void") if "status" in taken.fields else 0


def _shown(field: str, value: object) -> object:
    """Return a staged value as people write it."""
    if not isinstance(value, int):
        return value
    return from_day_number(value) if field == "day" else f"{money.shown(value).normalize():f}"


def _annulled(known: Mapping[str, pa.Array], void: pa.Array) -> dict[str, pa.Array]:
    """Return amounts and margins without what has come to nothing; refunds stay."""
    positive = pc.and_(void, pc.greater(known["amount"], 0))
    return {f: pc.if_else(positive, pa.scalar(0, pa.int64()), known[f]) for f in ("amount", "margin") if f in known}


def _taken_back(known: Mapping[str, pa.Array], refund: pa.Array) -> dict[str, pa.Array]:
    """Return amounts with those of refunds below zero, and margins that go with them: what was earned is lost again."""
    positive = pc.and_(refund, pc.greater(known["amount"], 0))
    return {f: pc.if_else(positive, pc.negate(known[f]), known[f]) for f in ("amount", "margin") if f in known}


def _raw(batch: Batch, taken: Taken, field: str) -> pa.Array:
    """Return the column of a field as it stands, several joined."""
    names = taken.fields[field]
    return batch.columns[names[0]] if len(names) == 1 else joined(batch.columns, names)
