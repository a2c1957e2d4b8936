"""Batches become groups of whole customers, wherever they are cut."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.grouping import by_customer
from segmentation.visits import VisitsByCustomer
from tests.segmentation.receipts import TODAY, Receipt, batch, books


def rows_of(visits: VisitsByCustomer) -> list[tuple[int, int, int]]:
    """Return customer, day and amount of every receipt."""
    customer = np.repeat(visits.customer_id, np.diff(visits.offset))
    return list(zip(customer.tolist(), visits.day.tolist(), visits.amount.tolist(), strict=True))


def table(**columns: object) -> pa.RecordBatch:
    """Return a batch of two receipts, with some columns replaced."""
    usual = {"customer_id": [1, 2], "day": [10, 11], "amount": [5, 6]}
    return pa.RecordBatch.from_pydict({**usual, **columns})


@given(books, st.integers(1, 5), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_every_receipt_arrives_once_and_no_customer_is_cut(book: list[Receipt], size: int, rows: int) -> None:
    pieces = [batch(book[start : start + size]) for start in range(0, len(book), size)]
    groups = list(by_customer([batch([]), *pieces, batch([])], rows=rows))
    epoch = date(1970, 1, 1)
    assert [row for visits in groups for row in rows_of(visits)] == [
        (row.customer_id, (row.day - epoch).days, row.amount) for row in book
    ]
    customers = [customer for visits in groups for customer in visits.customer_id.tolist()]
    assert customers == sorted(set(customers))


def test_a_customer_larger_than_a_group_stays_whole() -> None:
    book = [Receipt(1, TODAY, 1)] * 3 + [Receipt(2, TODAY, 1)] * 500 + [Receipt(3, TODAY, 1)]
    groups = list(by_customer([batch(book[start : start + 7]) for start in range(0, len(book), 7)], rows=5))
    receipts = {
        customer: count
        for visits in groups
        for customer, count in zip(visits.customer_id.tolist(), np.diff(visits.offset).tolist(), strict=True)
    }
    assert receipts == {1: 3, 2: 500, 3: 1}


def test_one_large_batch_is_grouped_piece_by_piece() -> None:
    book = [Receipt(customer, TODAY, 1) for customer in range(1, 101)]
    assert max(len(visits.day) for visits in by_customer([batch(book)], rows=10)) <= 20


def test_days_may_be_dates_or_numbers() -> None:
    for days in (pa.array([10, 11], pa.date32()), pa.array([10, 11], pa.int32()), [10, 11]):
        assert next(by_customer([table(day=days)])).day.tolist() == [10, 11]


def test_what_is_unknown_is_marked() -> None:
    found = next(by_customer([table(margin=pa.array([None, 7], pa.int64()), cost=pa.nulls(2, pa.int64()))]))
    assert found.margin is not None
    assert found.margin_known is not None
    assert (found.margin.tolist(), found.margin_known.tolist()) == ([0, 7], [False, True])
    assert found.cost is None
    assert next(by_customer([table()])).margin is None


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        ({"customer_id": [2, 1]}, r"sorted.*customer 1, day 11 comes after customer 2, day 10"),
        ({"customer_id": [1, 1], "day": [11, 10]}, r"sorted.*day 10 comes after customer 1, day 11"),
        ({"day": [10, None]}, "1 visits have no day"),
        ({"amount": [1.5, 2.0]}, "amount must be whole numbers, not double"),
    ],
)
def test_visits_that_cannot_be_grouped_are_refused(columns: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(by_customer([table(**columns)]))


def test_disorder_between_batches_is_noticed() -> None:
    first, second = batch([Receipt(1, TODAY, 1), Receipt(3, TODAY, 1)]), batch([Receipt(2, TODAY, 1)])
    for rows in (1, 2, 100):
        with pytest.raises(ValueError, match="sorted"):
            list(by_customer([first, second], rows=rows))
