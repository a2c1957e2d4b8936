"""Working ahead changes when things are made, not what comes out."""

import threading
from collections.abc import Iterator

import pytest

from storage.ahead import ahead


def test_the_items_come_in_order() -> None:
    assert list(ahead(iter(range(1_000)))) == list(range(1_000))


def test_the_next_item_is_made_while_the_last_one_is_used() -> None:
    second_is_made = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second_is_made.set()
        yield 2

    coming = ahead(items())
    assert next(coming) == 1
    assert second_is_made.wait(10)
    assert list(coming) == [2]


def test_a_failure_comes_when_its_item_is_wanted() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    coming = ahead(items())
    assert next(coming) == 1
    with pytest.raises(ZeroDivisionError):
        next(coming)
