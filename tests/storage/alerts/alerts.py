"""A small team with a customer and an alert about it."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import database
from storage.tables import Alert, AlertEvent, Episode, Message
from tests.business import TODAY, customer, person, profile, remember

NOW = datetime(2025, 12, 1, 9, 30, tzinfo=UTC)
LINDA, MARIA, BOSS = 1, 2, 3


def alert(alert_id: int = 1, **values: Any) -> Alert:
    """Return an alert that a VIP comes less often, announced and open."""
    usual: dict[str, Any] = {
        "id": alert_id,
        "rule": "vip_slipping",
        "customer_id": 1,
        "as_of": TODAY,
        "found_at": NOW - timedelta(hours=6),
        "score": 0.7,
        "value_at_risk": Decimal(12_400),
        "evidence": {"visits_30d": 1},
        "announced_at": NOW - timedelta(hours=1),
    }
    return Alert(**usual | values)


def ongoing(customer_id: int = 1) -> Episode:
    """Return what such an alert tells of, which is still so."""
    return Episode(rule="vip_slipping", customer_id=customer_id, since=TODAY)


def message(alert_id: int = 1, **values: Any) -> Message:
    """Return the message that showed an alert to Linda."""
    common: dict[str, Any] = {"mark": f"alert:{alert_id}:{LINDA}", "kind": "alert", "alert_id": alert_id}
    sent = {"person_id": LINDA, "created_at": NOW, "due_at": NOW, "state": "sent", "channel": "D1", "ts": "1.1"}
    return Message(**common | sent | values)


def team(engine: Engine, *rows: object) -> None:
    """Store a boss, her two salespeople, Linda's customer, an alert, its message, and other rows."""
    people = [
        person(BOSS, "Petra Boss", role="manager"),
        person(LINDA, "Linda Mitchell", manager_id=BOSS),
        person(MARIA, "Maria Rossi", manager_id=BOSS),
    ]
    remember(engine, *people, customer(1, "Acme", owner_id=LINDA), profile(1), alert(), found(), message(), *rows)


def found(alert_id: int = 1) -> AlertEvent:
    """Return the event with which an alert begins."""
    return AlertEvent(alert_id=alert_id, at=NOW - timedelta(hours=6), kind="found", detail={}, before={})


def working(engine: Engine) -> AbstractContextManager[Session]:
    """Open a session whose work is kept."""
    return database.sessions(engine).begin()
