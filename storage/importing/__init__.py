"""Importing files: customers, visits and people from CSV, Excel and Parquet, all usable rows or none at all."""

from storage.importing.customers import customers
from storage.importing.outcome import Options, Outcome, Progress, Understood, Unreadable
from storage.importing.people import people
from storage.importing.visits import visits

__all__ = ["Options", "Outcome", "Progress", "Understood", "Unreadable", "customers", "people", "visits"]
