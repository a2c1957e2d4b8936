"""Small businesses for tests: rows with sensible values, and only what a test is about said out loud."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.locale import ENGLISH, Language
from bot.question import Asker, Place, Question
from storage import database
from storage.names import search_rows
from storage.tables import Customer, CustomerName, Person, Profile, ProfileChange, Run, Visit

TODAY = date(2025, 11, 30)

OPERATOR = Asker()
"""Whoever has the terminal, and gives no name."""

LINES: dict[str, dict[str, float | None]] = {
    "abc": {"a_line": 50_000_0000, "b_line": 10_000_0000},
    "rfm": {f"{letter}_{share}": share for letter in "rfm" for share in (20, 40, 60, 80)},
    "value_group": {
        "mvc_line": 100_000_0000,
        "mvc_leave_line": 90_000_0000,
        "mgc_line": 40_000_0000,
        "mgc_leave_line": 36_000_0000,
    },
    "activity": {"rhythm_days": 30},
    "lifecycle": {"rhythm_days": 30},
}
"""Lines in force: MVC from 100,000, MGC from 40,000 in 180 days, A from 50,000, B from 10,000."""


def customer(customer_id: int = 1, name: str = "Acme", **values: Any) -> Customer:
    """Return an open customer without an owner."""
    return Customer(**{"id": customer_id, "name": name, "status": "open", "attributes": {}} | values)


def person(person_id: int = 1, name: str = "Linda Mitchell", **values: Any) -> Person:
    """Return a salesperson."""
    common = {
        "id": person_id,
        "source": "main",
        "source_id": f"P{person_id}",
        "name": name,
        "role": "salesperson",
        "active": True,
    }
    return Person(**common | values)


def profile(customer_id: int = 1, **values: Any) -> Profile:
    """Return the profile of a customer who comes every 30 days, last 12 days ago, and spends 12,000 a year."""
    usual: dict[str, Any] = {
        "customer_id": customer_id,
        "as_of": TODAY,
        "since": date(2025, 1, 1),
        "first_visit": date(2023, 1, 5),
        "last_visit": TODAY - timedelta(days=12),
        "days_since_last_visit": 12,
        "visits_30d": 1,
        "visits_90d": 3,
        "visits_365d": 12,
        "visits_total": 36,
        "spend_30d": Decimal(1000),
        "spend_90d": Decimal(3000),
        "spend_365d": Decimal(12000),
        "spend_total": Decimal(36000),
        "average_spend": Decimal(1000),
        "cadence_days": 30.0,
        "trend": 0.0,
        "margin_365d": None,
        "cost_365d": None,
        "value_365d": Decimal(12000),
        "value_180d": Decimal(6000),
        "value_prior_180d": Decimal(6000),
        "value_at_risk": Decimal(12000),
        "abc": "B",
        "rfm_r": 4,
        "rfm_f": 4,
        "rfm_m": 4,
        "rfm_segment": "champions",
        "tier": "standard",
        "activity_month": "shock",
        "activity_30d": "shock",
        "activity_cadence": "normal",
        "activity": "normal",
        "lifecycle": "repeat",
    }
    return Profile(**usual | values)


def asleep(customer_id: int, *, days: int = 50, stage: str = "resting", **values: Any) -> Profile:
    """Return the profile of a customer who has been away for `days`."""
    away = {"days_since_last_visit": days, "last_visit": TODAY - timedelta(days=days)}
    return profile(customer_id, **away | {"activity": stage, "activity_cadence": stage} | values)


def never_came(customer_id: int) -> Profile:
    """Return the profile of a prospect."""
    nothing = dict.fromkeys(("visits_30d", "visits_90d", "visits_365d", "visits_total"), 0)
    no_money = dict.fromkeys(("spend_30d", "spend_90d", "spend_365d", "spend_total"), Decimal(0))
    unknown = dict.fromkeys(("first_visit", "last_visit", "days_since_last_visit", "average_spend", "cadence_days"))
    value = dict.fromkeys(("value_365d", "value_180d", "value_prior_180d", "value_at_risk"), Decimal(0))
    scores = dict.fromkeys(("rfm_r", "rfm_f", "rfm_m"))
    labels = {"activity": "buried", "activity_cadence": "buried", "lifecycle": "prospect", "rfm_segment": "no_purchase"}
    return profile(customer_id, **nothing, **no_money, **unknown, **value, **scores, **labels, abc="C", trend=None)


def visit(customer_id: int, day: date, amount: float = 1000, *, receipt: str = "1") -> Visit:
    """Return a receipt."""
    source_id = f"{customer_id}-{day}-{receipt}"
    money = Decimal(str(amount))
    return Visit(customer_id=customer_id, day=day, source="main", source_id=source_id, derived=False, amount=money)


def classification(run_id: int = 1, *, as_of: date = TODAY, **values: Any) -> Run:
    """Return a finished classification."""
    done = datetime(2025, 12, 1, 3, tzinfo=UTC)
    common = {"id": run_id, "kind": "classification", "started_at": done, "finished_at": done, "as_of": as_of}
    return Run(**common | {"superseded": False, "cutpoints": LINES, "summary": {}} | values)


def change(
    customer_id: int, label: str, before: str, after: str, *, as_of: date = TODAY, run: int = 1
) -> ProfileChange:
    """Return a change of a label, decided by the value of 365 days."""
    values: dict[str, Any] = {"customer_id": customer_id, "run_id": run, "as_of": as_of, "label": label}
    return ProfileChange(**values, before=before, after=after, reason={"value_365d": [12_000_0000, 120_000_0000]})


def remember(engine: Engine, *rows: object) -> None:
    """Store rows in the order given, customers with all the names they are found by."""
    names = (name for row in rows if isinstance(row, Customer) for name in _names(row))
    with Session(engine) as session, session.begin():
        session.bulk_save_objects([*rows, *names])  # a tenth of a suite's time is storing little businesses


def question(engine: Engine, words: str, *, language: Language = ENGLISH, asker: Asker = OPERATOR) -> Question:
    """Return a question asked on `TODAY`: in direct messages, or by the operator in the terminal."""
    now = datetime(2025, 11, 30, 12, tzinfo=UTC)
    place = Place.TERMINAL if asker is OPERATOR else Place.DIRECT
    sessions = database.sessions(engine)
    return Question(words=words, asker=asker, today=TODAY, now=now, language=language, sessions=sessions, place=place)


def _names(row: Customer) -> Iterable[CustomerName]:
    """Yield the rows by which a customer is found."""
    for kind, text, key in search_rows(row.name, row.attributes.get("aliases", ())):
        yield CustomerName(key=key, customer_id=row.id, kind=kind, text=text)
