"""Settling receipts: what is left of an amount that was taken back, refunded in part, or cancelled."""

from collections.abc import Callable, Mapping
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.importing.columns import Taken
from storage.importing.outcome import Options
from storage.importing.parsing.amounts import amounts
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Notation
from storage.importing.parsing.text import joined
from storage.importing.parsing.words import BACK, VOID, YES, truths
from storage.importing.reading import Batch

REFUNDED = "refunded"
ANNULLING = ("status", "cancelled")


def void(batch: Batch, taken: Taken, written: Notation, options: Options) -> pa.Array | None:
    """Return of which rows nothing has come (bool), by their status, or by yes or a day where a cancellation stands.

    None if the file does not tell.
    """
    told = []
    if "status" in taken.fields:
        told.append(pa.array(truths(raw(batch, taken, "status"), VOID)))
    if "cancelled" in taken.fields:
        said = raw(batch, taken, "cancelled")
        told += [pa.array(truths(said)), days(said, day_first=written.day_first, zone=options.time_zone).is_valid()]
    return reduce(pc.or_, told) if told else None


def back(batch: Batch, taken: Taken) -> pa.Array | None:
    """Return which rows take value away (bool), by a yes or by their kind; None if the file has neither."""
    words = {"refund": YES, "kind": BACK}
    told = [pa.array(truths(raw(batch, taken, f), said)) for f, said in words.items() if f in taken.fields]
    return reduce(pc.or_, told) if told else None


def doubtful(batch: Batch, taken: Taken, written: Notation) -> pa.Array:
    """Return where an amount stands in place of yes or no (bool)."""
    number = amounts(raw(batch, taken, "refund"), written.decimal)
    return pc.and_(number.is_valid(), pc.invert(pc.is_in(number, pa.array([0, money.SCALE]))))


def settled(known: Mapping[str, pa.Array], *, back: pa.Array | None, void: pa.Array | None) -> dict[str, pa.Array]:
    """Return amounts as they count, in ten-thousandths; what is below zero is taken as it stands.

    What a row takes back is below zero, and so is the margin that goes with it; of a void one nothing is left; of
    others what has not been refunded.
    """
    refunded = known.get(REFUNDED)
    counted = {field: values for field, values in known.items() if field != REFUNDED}
    if back is not None:
        counted |= _where_positive(counted, back, pc.negate)
    if void is not None:
        counted |= _where_positive(counted, void, lambda _: pa.scalar(0, pa.int64()))
    if refunded is not None:
        less = pc.subtract(counted["amount"], pc.abs(pc.fill_null(refunded, 0)))
        counted["amount"] = pc.if_else(pc.greater(counted["amount"], 0), less, counted["amount"])
    return counted


def _where_positive(
    known: Mapping[str, pa.Array], concerned: pa.Array, changed: Callable[[pa.Array], pa.Array]
) -> dict[str, pa.Array]:
    """Return amounts, and margins, of which those of the rows concerned are changed, if their amount is over zero."""
    positive = pc.and_(concerned, pc.greater(known["amount"], 0))
    return {f: pc.if_else(positive, changed(known[f]), known[f]) for f in ("amount", "margin") if f in known}


def raw(batch: Batch, taken: Taken, field: str) -> pa.Array:
    """Return the column of a field as it stands, several joined."""
    names = taken.fields[field]
    return batch.columns[names[0]] if len(names) == 1 else joined(batch.columns, names)
