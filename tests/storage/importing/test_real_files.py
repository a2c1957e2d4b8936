"""Real customer and order files go in whole, to the last ten-thousandth."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from storage import importing
from tests.storage.importing.files import OPTIONS, mapped, stored


def test_adventure_works_resellers_orders_and_salespeople(engine: Engine, shared_data: Path) -> None:
    resellers = mapped({"name": "ResellerName"})
    outcome = importing.customers(engine, shared_data / "adventureworks_resellers.parquet", resellers)
    assert (outcome.new, outcome.rejected) == (701, 0)
    orders = importing.visits(engine, shared_data / "adventureworks_reseller_orders.parquet", OPTIONS)
    assert (orders.new, orders.rejected) == (3_784, 0)
    assert stored(engine, "SELECT sum(amount) FROM visits") == [(804_505_969_823,)]
    people = importing.people(engine, shared_data / "adventureworks_salespeople.parquet", OPTIONS)
    assert (people.new, people.updated, people.rejected) == (4, 13, 0)
    assert stored(engine, "SELECT count(DISTINCT owner_id), count(*) FROM customers") == [(13, 701)]
    assert stored(engine, "SELECT name FROM people WHERE source_id = '274'") == [("Stephen Jiang",)]


def test_online_retail_customers_and_invoices(engine: Engine, shared_data: Path) -> None:
    importing.customers(engine, shared_data / "online_retail_customers.parquet", OPTIONS)
    outcome = importing.visits(engine, shared_data / "online_retail_invoices.parquet", OPTIONS)
    assert (outcome.new, outcome.rejected) == (22_190, 0)
    totals = "SELECT count(*), sum(amount), min(day), max(day), count(DISTINCT customer_id) FROM visits"
    assert stored(engine, totals) == [(22_190, 83_000_658_100, 14_944, 15_317, 4_372)]
    assert stored(engine, "SELECT count(*) FROM visits WHERE amount < 0") == [(3_654,)]
    again = importing.visits(engine, shared_data / "online_retail_invoices.parquet", replace(OPTIONS))
    assert (again.new, again.updated, again.unchanged) == (0, 0, 22_190)
