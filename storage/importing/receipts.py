"""Receipts: raw rows of a visits file turned into customer, day and amounts, or a reason why not."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.columns import day_number, from_day_number
from storage.importing import settling
from storage.importing.columns import VISITS, Fields, Taken, fold, recognise
from storage.importing.outcome import Options, Understood
from storage.importing.parsing.amounts import amounts, products
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Evidence, Notation, decide, evidence
from storage.importing.parsing.refusals import Check, refusals, too_long
from storage.importing.parsing.text import joined, rounded
from storage.importing.reading import Batch, Rows
from storage.importing.settling import ANNULLING, REFUNDED, raw
from storage.importing.staging import Stage, first_rows, number

NEEDED = (("customer",), ("date",), ("amount", "price", "line_amount"))
MONEY = ("amount", "cost", "margin", "discount")
FACTORS = ("quantity", "price")
FIRST_DAY = day_number(date(1900, 1, 1))

TWICE = """
SELECT count(*) FROM staged AS back WHERE amount < 0
AND EXISTS (SELECT 1 FROM staged WHERE lost > 0 AND lost = -back.amount AND customer = back.customer)
"""


def taken(columns: Sequence[str], mapping: Mapping[str, str]) -> Taken:
    """Return what each column is taken as; where there is no amount, what else tells it.

    That is the amount of a line, else the price, times the quantity if known. A row with an amount of the line or a
    quantity is a line of a receipt, whose id and refunds it shares with the others: only who maps them has them.

    Raises:
        Unreadable: the mapping is wrong, or a needed field is not found.
    """
    found = recognise(columns, _fields(columns), mapping, needed=NEEDED)
    fields, unused = dict(found.fields), {"line_amount"}
    if "amount" not in fields:
        if {"line_amount", "quantity"} & fields.keys():
            unused |= {"source_id", REFUNDED} - mapping.keys()
        if "line_amount" in fields or "quantity" not in fields:
            fields["amount"] = fields.get("line_amount") or fields["price"]
    if "amount" in fields:
        unused |= {*FACTORS}
    fields = {field: names for field, names in fields.items() if field not in unused}
    used = {name for names in fields.values() for name in names}
    return Taken(fields, tuple(column for column in columns if column not in used))


def _fields(columns: Sequence[str]) -> Fields:
    """Return what is looked for: beside the name of a contact, the code of an account is one of the ledger."""
    if not any(fold(column) == "contactname" for column in columns):
        return VISITS
    return {**VISITS, "customer": VISITS["customer"].replace("accountcode ", "")}


def notation(rows: Rows, taken: Taken, options: Options) -> Notation:
    """Find out how the file writes numbers and days, reading on until it is clear."""
    seen = Evidence()
    for batch in rows.batches():
        amounts_of = [raw(batch, taken, field) for field in (*MONEY, REFUNDED, *FACTORS) if field in taken.fields]
        seen = seen.plus(evidence(amounts_of, raw(batch, taken, "date")))
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
        `margin`, `discount` int64 ten-thousandths, `channel`, `source_id`, `currency` text, `void` (bool: nothing has
        come of it), `lost` (int64 ten-thousandths: what does not count of an amount), `doubtful` (bool: an amount
        stands where a refund is told); `reason` and `detail` say why a row cannot be used.
    """
    rows = len(batch.lines)
    shown = {field: joined(batch.columns, names) for field, names in taken.fields.items()}
    day = days(raw(batch, taken, "date"), day_first=written.day_first, zone=options.time_zone)
    known = {
        f: amounts(raw(batch, taken, f), written.decimal) for f in (*MONEY, REFUNDED, *FACTORS) if f in taken.fields
    }
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
    void = settling.void(batch, taken, written, options)
    sold = known["amount"]
    known = settling.settled(known, back=settling.back(batch, taken), void=void)
    return pa.table(
        {
            "line": batch.lines,
            "customer": shown["customer"],
            "day": day,
            **known,
            **{field: shown[field] for field in ("channel", "source_id", "currency") if field in shown},
            **({} if void is None else {"void": void}),
            **({"lost": settling.lost(sold, known["amount"])} if settling.loses(taken) else {}),
            **({"doubtful": settling.doubtful(batch, taken, written)} if "refund" in taken.fields else {}),
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
    """Return of how many usable rows nothing has come."""
    told = any(field in taken.fields for field in ANNULLING)
    return number(stage, "SELECT count(*) FROM staged WHERE void") if told else 0


def taken_back_twice(stage: Stage, taken: Taken) -> int:
    """Return how many rows below zero are as much as another row of their customer has lost already."""
    return number(stage, TWICE) if settling.loses(taken) else 0


def doubtful(stage: Stage, taken: Taken) -> int:
    """Return how many usable rows have an amount where they should say whether they are refunds."""
    return number(stage, "SELECT count(*) FROM staged WHERE doubtful") if "refund" in taken.fields else 0


def currencies(stage: Stage, taken: Taken) -> list[str]:
    """Return the currencies of the usable rows, if the file tells any."""
    if "currency" not in taken.fields:
        return []
    found = stage.execute("SELECT DISTINCT upper(currency) FROM staged WHERE currency IS NOT NULL ORDER BY 1")
    return [currency for (currency,) in found.fetchall()]


def _shown(field: str, value: object) -> object:
    """Return a staged value as people write it."""
    if not isinstance(value, int):
        return value
    return from_day_number(value) if field == "day" else f"{money.shown(value).normalize():f}"
