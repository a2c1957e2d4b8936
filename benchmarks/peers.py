"""The plain figures of a visits file by DuckDB, Polars and pandas, each as its own users would write it.

First and last visit, visits and spend of windows and complete months, median gap: no value, margin, cost or trend.
Each function returns one row per customer.
"""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from segmentation.periods import periods

THREADS = 2


def spans(as_of: date) -> dict[str, tuple[int, int]]:
    """Return the first day of each window and month, and the day after its last."""
    wanted = ("30d", "90d", "365d", "total", *(f"month_{month}" for month in range(1, 14)))
    return {name: span for name, span in periods(as_of).spans.items() if name in wanted}


def by_duckdb(file: Path, as_of: date) -> pd.DataFrame:
    """Compute the figures in SQL."""
    days = spans(as_of)
    visits = [f"count(*) FILTER (visit AND day >= {a} AND day < {b}) AS visits_{name}" for name, (a, b) in days.items()]
    spend = [f"sum(spend) FILTER (day >= {a} AND day < {b}) AS spend_{name}" for name, (a, b) in days.items()]
    query = f"""
        WITH daily AS (
            SELECT customer_id, day, sum(amount)::BIGINT AS spend, bool_or(amount > 0) AS visit
            FROM read_parquet('{file}') WHERE day < {days["total"][1]} GROUP BY ALL
        ), gaps AS (
            SELECT customer_id, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap
            FROM daily WHERE visit
        ), cadence AS (SELECT customer_id, median(gap) AS cadence_days FROM gaps GROUP BY ALL)
        SELECT customer_id, any_value(cadence_days) AS cadence_days, min(day) FILTER (visit) AS first_visit,
            max(day) FILTER (visit) AS last_visit, {", ".join(visits + spend)}
        FROM daily LEFT JOIN cadence USING (customer_id) GROUP BY customer_id
    """
    with duckdb.connect(config={"threads": THREADS}) as connection:
        figures: pd.DataFrame = connection.sql(query).df()
        return figures


def by_polars(file: Path, as_of: date) -> pd.DataFrame:
    """Compute the figures lazily, streaming."""
    import polars as pl  # comes with `make bench` alone

    days = spans(as_of)
    visit, day = pl.col("visit"), pl.col("day")
    within = {name: (day >= first) & (day < end) for name, (first, end) in days.items()}
    daily = (
        pl.scan_parquet(file)
        .filter(day < days["total"][1])
        .group_by("customer_id", "day")
        .agg(spend=pl.col("amount").sum(), visit=(pl.col("amount") > 0).any())
    )
    figures: pd.DataFrame = (
        daily.group_by("customer_id")
        .agg(
            day.filter(visit).min().alias("first_visit"),
            day.filter(visit).max().alias("last_visit"),
            day.filter(visit).sort().diff().median().alias("cadence_days"),
            *((visit & inside).sum().alias(f"visits_{name}") for name, inside in within.items()),
            *(pl.col("spend").filter(inside).sum().alias(f"spend_{name}") for name, inside in within.items()),
        )
        .collect(engine="streaming")
        .to_pandas()
    )
    return figures


def by_pandas(file: Path, as_of: date) -> pd.DataFrame:
    """Compute the figures by groups of data frames."""
    days = spans(as_of)
    receipts = pd.read_parquet(file, columns=["customer_id", "day", "amount"])
    receipts = receipts[receipts["day"] < days["total"][1]].assign(visit=receipts["amount"] > 0)
    daily = receipts.groupby(["customer_id", "day"], as_index=False).agg(
        spend=("amount", "sum"), visit=("visit", "any")
    )
    visits = daily[daily["visit"]]
    customers = visits.groupby("customer_id")["day"]
    figures = {
        "first_visit": customers.min(),
        "last_visit": customers.max(),
        "cadence_days": customers.diff().groupby(visits["customer_id"]).median(),
    }
    for name, (first, end) in days.items():
        some, came = (frame[(frame["day"] >= first) & (frame["day"] < end)] for frame in (daily, visits))
        figures[f"visits_{name}"] = came.groupby("customer_id").size()
        figures[f"spend_{name}"] = some.groupby("customer_id")["spend"].sum()
    return pd.DataFrame(figures).reset_index()


PEERS = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}
