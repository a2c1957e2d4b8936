"""Write the demo business as the three files an operations person would bring, and the visits to come as a fourth."""

import csv
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Any

from bot.demo.business import TEAM, customers, receipts

CUSTOMERS = 400
COMING = "coming.csv"


def write(folder: Path, *, today: date, count: int = CUSTOMERS) -> None:
    """Write `people.csv`, `customers.csv`, `visits.csv` and `coming.csv` as of `today` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    book = list(customers(Random(20_26), count=count))  # noqa: S311 - a story, not a secret
    visits = [receipt for customer, habit in book for receipt in receipts(customer, habit, today=today)]
    visits.sort(key=lambda receipt: receipt.date)
    write_rows(folder / "people.csv", TEAM)
    write_rows(folder / "customers.csv", [customer for customer, _ in book])
    write_rows(folder / "visits.csv", [visit for visit in visits if visit.date <= today])
    write_rows(folder / COMING, [visit for visit in visits if visit.date > today])


def write_rows(path: Path, rows: Iterable[Any]) -> None:
    """Write dataclass rows as a CSV file with their field names as header."""
    rows = list(rows)
    names = [field.name for field in fields(rows[0])]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(map(attrgetter(*names), rows))
