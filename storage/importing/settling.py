"""Settling receipts: what is left of an amount that was taken back, refunded in part, or cancelled."""

from collections.abc import Callable, Mapping
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from segmentation import money
from storage.importing.columns import Taken, fold
from storage.importing.outcome import Options
from storage.importing.parsing.amounts import amounts
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Notation
from storage.importing.parsing.text import joined, text
from storage.importing.parsing.words import BACK, VOID, YES, truths
from storage.importing.reading import Batch

REFUNDED = "refunded"
ANNULLING = ("status", "cancelled")

STAGES = frozenset({"stage", "dealstage", "opportunitystage", "销售阶段", "商机阶段"})
CLOSING = frozenset({"closedate", "closingdate", "成交日期", "签约日期"})
WON = r"(?i)won\b|赢单|(?:^|[^未])(?:成交|签约|签单)"
"""By what columns deals are known, and what the stage of those contains that are won."""

NEVER = 0
"""The last of the days that stand where nothing has happened: 0001-01-01, 1900-01-01, 1970-01-01."""


def void(batch: Batch, taken: Taken, written: Notation, options: Options) -> pa.Array | None:
    """Return of which rows nothing has come (bool), by their status, or by yes or a day where a cancellation stands.

    Of deals that counts alone which is won.

    None if the file does not tell.
    """
    told = []
    if "status" in taken.fields:
        said = raw(batch, taken, "status")
        told.append(_not_won(said) if _tells_of_deals(taken) else pa.array(truths(said, VOID)))
    if "cancelled" in taken.fields:
        said = raw(batch, taken, "cancelled")
        day = days(said, day_first=written.day_first, zone=options.time_zone)
        told += [pa.array(truths(said)), pc.greater(pc.fill_null(day, NEVER), NEVER)]
    return reduce(pc.or_, told) if told else None


def _tells_of_deals(taken: Taken) -> bool:
    """Say whether rows are deals, open ones among them: they have a stage, and a day on which they are closed."""
    status, day = (taken.fields[field][0] for field in ("status", "date"))
    return fold(status) in STAGES and fold(day) in CLOSING


def _not_won(stages: pa.Array) -> pa.Array:
    """Return which deals are not won (bool), or not yet."""
    return pc.invert(pc.fill_null(pc.match_substring_regex(text(stages), WON), False))


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
        counted |= _lowered(counted, refunded)
    return counted


def loses(taken: Taken) -> bool:
    """Say whether a file tells that amounts do not count, or not all of them."""
    return any(field in taken.fields for field in (*ANNULLING, REFUNDED))


def lost(sold: pa.Array, counted: pa.Array) -> pa.Array:
    """Return what is left out of amounts; nothing of those that are below zero as they stand or are taken back."""
    return pc.if_else(pc.greater_equal(counted, 0), pc.subtract(sold, counted), 0)


def _lowered(known: Mapping[str, pa.Array], refunded: pa.Array) -> dict[str, pa.Array]:
    """Return amounts without what was refunded, with taxes perhaps more than all, and that share of the margins."""
    amount, real = known["amount"], pa.float64()
    left = pc.max_element_wise(pc.subtract(amount, pc.abs(pc.fill_null(refunded, 0))), 0, skip_nulls=False)
    sold = pc.greater(amount, 0)
    lowered = {"amount": pc.if_else(sold, left, amount)}
    if "margin" in known:
        shares = pc.divide(left.cast(real, safe=False), pc.if_else(sold, amount, 1).cast(real, safe=False))
        kept = pc.round(pc.multiply(known["margin"].cast(real, safe=False), shares)).cast(pa.int64())
        lowered["margin"] = pc.if_else(sold, kept, known["margin"])
    return lowered


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
