"""Backtests on what is stored: visits, and what is known beside them."""

import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from segmentation import backtest, figures
from segmentation.backtest import Backtest
from segmentation.profile import Policy
from segmentation.replay import Circumstances
from segmentation.rules import RULES
from storage import bulk, visits
from storage.columns import day_number, from_day_number
from storage.tables import Absence, Contact

YEAR = timedelta(364)
"""How far a backtest goes back unless it is told: whole weeks."""

UNKNOWN = -(2**31)
"""Stands for a missing day while rows travel: SQLite's driver takes a column's type from its first rows."""

CUSTOMERS = f"""
    SELECT customers.id, CASE WHEN people.active THEN 1 ELSE 0 END AS is_owned,
        COALESCE(birthday, {UNKNOWN}) AS birthday, COALESCE(anniversary, {UNKNOWN}) AS anniversary,
        CASE WHEN people.active THEN '' ELSE COALESCE(SUBSTR(CAST(people.left_at AS TEXT), 1, 10), '') END AS left_on
    FROM customers LEFT JOIN people ON people.id = customers.owner_id ORDER BY customers.id
"""  # noqa: S608


class NothingToReplay(LookupError):
    """There are no visits in the time that was asked for."""


def run(
    engine: Engine, rule_name: str, *, first: date | None = None, last: date | None = None, policy: Policy
) -> Backtest:
    """Say what a rule would have said from the first day to the last: by default the year up to the last visit.

    Raises:
        KeyError: there is no such rule.
        NothingToReplay: nobody came before the last day, or the first lies after it.
    """
    rule = RULES[rule_name]
    with bulk.connect(engine) as connection:
        receipts = next(figures.by_customer(visits.batches(connection), rows=sys.maxsize), None)
        if receipts is None:
            raise NothingToReplay
        customers = _customers(connection)
    with Session(engine) as session:
        known = Circumstances(customers, _contacts(session), _absences(session))
    day = from_day_number(int(receipts.day.max())) if last is None else last
    oldest = from_day_number(int(receipts.day.min()))
    start = max(oldest, day - YEAR) if first is None else first
    if day < oldest or start > day:
        raise NothingToReplay
    return backtest.backtest(rule, receipts, known, first=start, last=day, policy=policy)


def plain(found: Backtest) -> dict[str, Any]:
    """Return a backtest as plain values for JSON, days as YYYY-MM-DD."""
    return {**asdict(found), "first": str(found.first), "last": str(found.last)}


def _customers(connection: Connection) -> pd.DataFrame:
    """Return what is known of customers: whether somebody owns them, when the owner left, birthday, anniversary."""
    customers: pd.DataFrame = pa.Table.from_batches(bulk.read(connection, CUSTOMERS)).to_pandas()
    days = customers[["birthday", "anniversary"]].astype("Int32")
    customers[["birthday", "anniversary"]] = days.where(days != UNKNOWN)
    left_on = customers.pop("left_on")
    left_day = left_on[left_on != ""].map(lambda day: day_number(date.fromisoformat(day)))
    customers["owner_left_day"] = left_day.reindex(customers.index).astype("Int32")
    return customers.set_index("id").rename_axis("customer_id").astype({"is_owned": bool})


def _contacts(session: Session) -> pd.DataFrame:
    """Return who was contacted on which day."""
    rows = [(customer, day_number(day)) for customer, day in session.execute(select(Contact.customer_id, Contact.day))]
    return pd.DataFrame(rows, columns=["customer_id", "day"], dtype=np.int64)


def _absences(session: Session) -> pd.DataFrame:
    """Return the known absences, and the day since when each was known."""
    columns = (Absence.customer_id, Absence.told_on, Absence.first_day, Absence.last_day)
    rows = [
        (customer, day_number(told_on), day_number(first), day_number(last or date.max))
        for customer, told_on, first, last in session.execute(select(*columns))
    ]
    return pd.DataFrame(rows, columns=["customer_id", "known", "first_day", "last_day"], dtype=np.int64)
