"""Small files to import, and options that say what day it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from storage import importing
from storage.importing import Options
from storage.tables import CustomerSource
from tests.business import customer, remember

TODAY = date(2024, 6, 30)
OPTIONS = Options(today=TODAY, now=lambda: datetime(2024, 6, 30, 12, tzinfo=UTC))

NAMES = {"1": "Acme Ltd", "2": "中成大酒店", "3": "Brakes and Gears"}
CUSTOMERS = "\n".join(["id,name", *(f"{number},{name}" for number, name in NAMES.items()), ""])


def written(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    """Write a file and return where it is."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def with_customers(engine: Engine) -> None:
    """Store three customers with the ids 1, 2 and 3, as the import of `CUSTOMERS` would."""
    customers = [customer(int(number), name) for number, name in NAMES.items()]
    known = [CustomerSource(source=OPTIONS.source, source_id=number, customer_id=int(number)) for number in NAMES]
    remember(engine, *customers, *known)


def imported(
    engine: Engine, folder: Path, content: str | bytes, name: str = "visits.csv", **options: Any
) -> importing.Outcome:
    """Import visits from the content of a file."""
    return importing.visits(engine, written(folder, content, name), replace(OPTIONS, **options))


def stored(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def visits(engine: Engine) -> list[tuple[Any, ...]]:
    """Return every visit: the customer's name, day, id, amount in ten-thousandths."""
    query = (
        "SELECT c.name, v.day, v.source_id, v.amount FROM visits v JOIN customers c ON c.id = v.customer_id "
        "ORDER BY c.id, v.day, v.source_id"
    )
    return stored(engine, query)


def mapped(mapping: Mapping[str, str]) -> Options:
    """Return the options with some columns mapped."""
    return replace(OPTIONS, mapping=mapping)
