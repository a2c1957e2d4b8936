"""Receipts: the body of a request as visits to be stored, or all that is wrong with it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from bot.api.fields import LONGEST, Calendar, amount, text
from bot.api.refusal import Problem, Refusal, wrong

MOST = 1_000
"""Visits in one request."""

MAIN = "main"
"""The source of visits that do not name one, as in imports."""

NEEDED = ("customer", "id", "amount")
OPTIONAL = ("cost", "margin", "discount", "channel")

Readers = Mapping[str, Callable[[Any], Any]]
Row = tuple[tuple[str, Any], ...]
"""An object as JSON writes it: names may come twice."""


@dataclass(frozen=True)
class Receipt:
    """A visit as it was sent; `more` has those of the optional fields that were, None where one is to be emptied."""

    source: str
    id: str
    customer: str
    day: date
    amount: Decimal
    more: Mapping[str, Any]


def read(body: bytes, calendar: Calendar) -> list[Receipt]:
    """Return the visits in a body: one object, or a list of them.

    Raises:
        Refusal: it is not JSON, or anything is wrong with any visit.
    """
    readers = _readers(calendar)
    receipts, problems = list[Receipt](), list[Problem]()
    places = dict[tuple[str, str], int]()
    for position, row in enumerate(_rows(body)):
        values, mistakes = _values(row, readers)
        if not mistakes:
            receipts.append(receipt := _receipt(values))
            first = places.setdefault((receipt.source, receipt.id), position)
            mistakes = [("id", f"is that of the visit at position {first}")] if first != position else []
        problems += (Problem(position, name, mistake) for name, mistake in mistakes)
    if problems:
        raise wrong(problems)
    return receipts


def _rows(body: bytes) -> list[Any]:
    """Return what should be visits: objects as tuples of names and values, numbers as they are written."""
    try:
        content = json.loads(
            body.decode(), parse_float=Decimal, parse_int=Decimal, parse_constant=_refused, object_pairs_hook=tuple
        )
    except (ValueError, RecursionError, InvalidOperation):
        raise Refusal(HTTPStatus.BAD_REQUEST, "The body must be JSON, in UTF-8.") from None
    rows = content if isinstance(content, list) else [content]
    if not 1 <= len(rows) <= MOST:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"Send from 1 to {MOST:,} visits at a time, not {len(rows):,}.")
    return rows


def _refused(word: str) -> Any:
    """Refuse NaN and infinities: JSON has none."""
    raise ValueError(word)


def _values(row: Any, readers: Readers) -> tuple[dict[str, Any], list[tuple[str | None, str]]]:
    """Return the values of a visit by the names of their fields, and what is wrong with it."""
    if not isinstance(row, tuple):
        return {}, [(None, "a visit must be an object")]
    values, mistakes = dict[str, Any](), list[tuple[str | None, str]]()
    for name, value in row:
        try:
            values[name] = _value(name, value, readers, known=values)
        except ValueError as mistake:
            values[name] = mistake
            mistakes.append((name[:LONGEST], str(mistake)))
    return values, [*mistakes, *_missing(values)]


def _value(name: str, value: Any, readers: Readers, *, known: Iterable[str]) -> Any:
    """Return what a value means; nothing stays nothing."""
    if name in known:
        raise ValueError("is there twice")
    if name not in readers:
        raise ValueError(f"is no field; there are {', '.join(readers)}")
    return None if value is None else readers[name](value)


def _missing(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields that a visit needs and has not."""
    yield from ((name, "is missing") for name in NEEDED if values.get(name) is None)
    if (values.get("day") is None) == (values.get("time") is None):
        yield "day", "or time must be there, and not both"


def _receipt(values: Mapping[str, Any]) -> Receipt:
    """Return a visit in which nothing is wrong."""
    return Receipt(
        source=values.get("source") or MAIN,
        day=values.get("day") or values["time"],
        **{name: values[name] for name in NEEDED},
        more={name: values[name] for name in OPTIONAL if name in values},
    )


def _readers(calendar: Calendar) -> Readers:
    """Return how each field is read."""
    moneys = dict.fromkeys(("amount", "cost", "margin", "discount"), amount)
    texts = dict.fromkeys(("customer", "id", "source", "channel"), text)
    return {**texts, **moneys, "day": calendar.day, "time": calendar.time}
