"""Arrow batches of visits, cut anywhere, become groups of whole customers."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from segmentation.visits import Days, Ints, Truths, VisitsByCustomer

ROWS = 2**18
"""Receipts in one group of customers: few enough to stay in the processor's cache."""


def by_customer(batches: Iterable[pa.RecordBatch], *, rows: int = ROWS) -> Iterator[VisitsByCustomer]:
    """Group receipts by customer, some `rows` at a time; memory is bounded by that and the largest customer.

    Args:
        batches: sorted by customer and day, cut anywhere, with columns `customer_id`, `day` (date32 or days since
            1970-01-01), `amount`, and if they are known `margin`, `cost` (ten-thousandths, null where unknown).
        rows: how many receipts to group at a time.

    Yields:
        Groups of whole customers, in order.

    Raises:
        ValueError: the rows are not sorted, or lack a customer, a day or an amount.
    """
    waiting: list[pa.RecordBatch] = []
    held, wanted = 0, rows
    for piece in _pieces(batches, rows):
        waiting.append(piece)
        held += len(piece)
        if held >= wanted:
            receipts = pa.Table.from_batches(waiting).combine_chunks()
            group, rest = _cut(receipts)
            if group is not None:
                yield group
            waiting, held = rest.to_batches(), len(rest)
            wanted = max(rows, 2 * held)
    if waiting:
        yield _grouped(pa.Table.from_batches(waiting).combine_chunks())


def _pieces(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Cut large batches, pass over empty ones."""
    for batch in batches:
        for start in range(0, len(batch), rows):
            yield batch.slice(start, rows)


def _cut(receipts: pa.Table) -> tuple[VisitsByCustomer | None, pa.Table]:
    """Group all customers but the last, whose receipts may go on; there is no group when there is but one."""
    customer = _whole(receipts, "customer_id")
    last = int(np.searchsorted(customer, customer[-1]))
    return _grouped(receipts.slice(0, last)) if last else None, receipts.slice(last)


def _grouped(receipts: pa.Table) -> VisitsByCustomer:
    """Group receipts by customer."""
    customer, day = _whole(receipts, "customer_id"), _whole(receipts, "day")
    same = customer[1:] == customer[:-1]
    _check_sorted(customer, day, same)
    start = np.concatenate(([0], np.flatnonzero(~same) + 1))
    margin, margin_known = _known(receipts, "margin")
    cost, cost_known = _known(receipts, "cost")
    return VisitsByCustomer(
        customer_id=customer[start].astype(np.int64),
        offset=np.append(start, len(customer)),
        day=day,
        amount=_whole(receipts, "amount").astype(np.int64, copy=False),
        margin=margin,
        margin_known=margin_known,
        cost=cost,
        cost_known=cost_known,
    )


def _check_sorted(customer: Ints, day: Days, same: Truths) -> None:
    """Refuse receipts out of order."""
    in_order = (customer[1:] > customer[:-1]) | (same & (day[1:] >= day[:-1]))
    if not in_order.all():
        at = int(np.argmin(in_order))
        raise ValueError(
            f"visits must be sorted by customer and day: customer {customer[at + 1]}, day {day[at + 1]} "
            f"comes after customer {customer[at]}, day {day[at]}"
        )


def _whole(receipts: pa.Table, name: str) -> Ints:
    """Return a column of whole numbers or days that has a value in every row."""
    column = receipts[name]
    if column.null_count:
        raise ValueError(f"{column.null_count} visits have no {name}")
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    elif not pa.types.is_integer(column.type):
        raise ValueError(f"{name} must be whole numbers, not {column.type}")
    numbers: Ints = column.to_numpy()
    return numbers


def _known(receipts: pa.Table, name: str) -> tuple[Ints, Truths] | tuple[None, None]:
    """Return a column that may be absent or unknown in some rows, and where it is known."""
    if name not in receipts.column_names or receipts[name].null_count == len(receipts):
        return None, None
    column = receipts[name].cast(pa.int64())
    return column.fill_null(0).to_numpy(), column.is_valid().to_numpy()
