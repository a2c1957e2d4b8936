"""An alert's columns as its events remember them: plain values for JSON, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.columns import Day, Instant
from storage.tables import Alert


def plain(value: object) -> object:
    """Return a value as JSON has it; days and moments in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def as_it_was(before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that an event remembers, but for the version, which only goes up."""
    return {name: _read(name, value) for name, value in before.items() if name != "version"}


def _read(name: str, value: Any) -> Any:
    """Return a column's value from its plain one."""
    kind = Alert.__table__.columns[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Day) else value
