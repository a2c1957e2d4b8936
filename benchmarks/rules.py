"""The rules held against the past: `python -m benchmarks.rules [FILE] [--customers N] [--visits N]`.

Prints, as Markdown, what each rule would have said over the last year of the demo business and of Online Retail (FILE
is its `online_retail_invoices.parquet`), beside the plain rules with as many alerts; and what a year takes of a large
business.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.business import Business, load
from bot.demo import business as demo
from bot.demo.files import CUSTOMERS
from segmentation.backtest import Record, backtest
from segmentation.grouping import by_customer
from segmentation.money import SCALE
from segmentation.profile import Policy
from segmentation.replay import Circumstances
from segmentation.rule import day_number
from segmentation.rules import RULES
from segmentation.visits import VisitsByCustomer
from storage import backtest as stored
from storage import database

TODAY = date(2026, 6, 30)
"""The day on which the demo business ends here; it tells the same story on any day."""

PLAIN = {"forty_days": "– no visit for 40 days", "twice_gap": "– twice the usual gap"}


def demo_business() -> VisitsByCustomer:
    """Return the visits of the demo business."""
    book = list(demo.customers(Random(20_26), count=CUSTOMERS))
    receipts = [
        (int(customer.id[1:]), one) for customer, habit in book for one in demo.receipts(customer, habit, today=TODAY)
    ]
    rows = [
        (customer, day_number(one.date), round(float(one.amount) * SCALE), round(float(one.margin) * SCALE))
        for customer, one in receipts
        if one.date <= TODAY
    ]
    return _grouped(pd.DataFrame(rows, columns=["customer_id", "day", "amount", "margin"]))


def online_retail(file: Path) -> VisitsByCustomer:
    """Return the invoices of Online Retail."""
    invoices = pd.read_parquet(file)
    days = invoices["timestamp"].dt.normalize().astype("datetime64[s]").astype(np.int64) // 86_400
    amount = (invoices["amount"].astype(float) * SCALE).round().astype(np.int64)
    ids = invoices["customer_id"].astype(np.int64)
    return _grouped(pd.DataFrame({"customer_id": ids, "day": days, "amount": amount}))


def _grouped(rows: pd.DataFrame) -> VisitsByCustomer:
    """Return receipts grouped by customer."""
    batch = pa.RecordBatch.from_pandas(rows.sort_values(["customer_id", "day"]), preserve_index=False)
    return next(by_customer([batch], rows=sys.maxsize))


def nothing_known(visits: VisitsByCustomer) -> Circumstances:
    """Return what is known beside visits where nothing is but that somebody looks after everybody."""
    unknown = pd.array([pd.NA] * len(visits.customer_id), dtype="Int32")
    customers = {"is_owned": True, "owner_left_day": unknown, "birthday": unknown, "anniversary": unknown}
    nobody = pd.DataFrame(columns=["customer_id", "day", "known", "first_day", "last_day"], dtype=np.int64)
    return Circumstances(
        pd.DataFrame(customers, index=pd.Index(visits.customer_id, name="customer_id")), nobody, nobody
    )


def table(visits: VisitsByCustomer) -> Iterator[str]:
    """Yield the rows of the table of a business."""
    yield "| Rule | Alerts a month | Real drop followed | Came back | Days ahead | AUC |"
    yield "|---|---:|---:|---:|---:|---:|"
    last = date(1970, 1, 1) + timedelta(int(visits.day.max()))
    first = max(last - stored.YEAR, date(1970, 1, 1) + timedelta(int(visits.day.min())))
    for name, rule in RULES.items():
        found = backtest(rule, visits, nothing_known(visits), first=first, last=last, policy=Policy())
        yield _row(f"`{name}`", found)
        yield from (_row(PLAIN[peer], record) for peer, record in found.peers.items())


def _row(name: str, record: Record) -> str:
    """Return a record as a row."""
    judged = f" of {record.judged}"
    dropped = "" if record.share_dropped is None else f"{record.share_dropped:.0%}{judged}"
    back = "" if record.share_came_back is None else f"{record.share_came_back:.0%}"
    ahead = "" if record.median_lead_days is None else f"{record.median_lead_days:.0f}"
    auc = "" if record.auc is None else f"{record.auc:.2f}"
    return f"| {name} | {record.alerts_a_month:.1f} | {dropped} | {back} | {ahead} | {auc} |"


def seconds(business: Business, name: str) -> float:
    """Return how long the backtest of a rule takes on a stored business."""
    with TemporaryDirectory() as folder:
        engine = database.connect(f"sqlite:///{Path(folder) / 'business.db'}")
        database.upgrade(engine)
        load(business, engine)
        began = time.perf_counter()
        stored.run(engine, name, policy=Policy())
        return time.perf_counter() - began


def main() -> None:
    """Print the tables and the times."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--visits", type=int, default=1_000_000)
    chosen = arguments.parse_args()
    print("Demo business\n", *table(demo_business()), "", sep="\n")
    if chosen.file:
        print("Online Retail\n", *table(online_retail(chosen.file)), "", sep="\n")
    business = Business(chosen.customers, chosen.visits)
    for name in ("vip_slipping", "vip_stage_worse"):
        took = seconds(business, name)
        print(
            f"{name}: {took:.1f} s for a year of {chosen.customers:,} customers, {chosen.visits:,} visits", flush=True
        )


if __name__ == "__main__":
    main()
