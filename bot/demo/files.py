"""Write the demo business as the three files an operations person would bring."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from bot.demo.business import TEAM, customers, receipts

CUSTOMERS = 400


def write(folder: Path, *, today: date, count: int = CUSTOMERS) -> None:
    """Write `people.csv`, `customers.csv` and `visits.csv` of the demo business as of `today` into `folder`."""
    random = Random(20_26)  # noqa: S311 - a story, not a secret
    folder.mkdir(parents=True, exist_ok=True)
    book = list(customers(random, count=count))
    visits = [receipt for customer, habit in book for receipt in receipts(random, customer, habit, today=today)]
    _write(folder / "people.csv", TEAM)
    _write(folder / "customers.csv", [customer for customer, _ in book])
    _write(folder / "visits.csv", sorted(visits, key=lambda receipt: receipt.date))


def _write(path: Path, rows: Iterable[Any]) -> None:
    """Write dataclass rows as a CSV file with their field names as header."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(rows[0]))
        writer.writerows(astuple(row) for row in rows)
