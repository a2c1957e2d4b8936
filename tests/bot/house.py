"""A small house with a matter of every kind on somebody's Home."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from storage.tables import AccessRequest, Alert, Cover, SlackMember
from tests.bot.views.alerts import EVIDENCE
from tests.business import TODAY, asleep, change, classification, customer, person, profile, remember

NOON = datetime(2025, 11, 30, 12, tzinfo=UTC)
GRACE, MARIA, JOE, CHEN, PRIYA = 1, 2, 3, 4, 5
MOVES = {"moves": [["tier", "standard", "MGC", 31], ["tier", "MGC", "MVC", 12], ["tier", "MVC", "standard", 7]]}

PEOPLE = (
    {"id": "U0GRACE", "name": "grace"},
    {"id": "U0MARIA", "name": "maria"},
    {"id": "U0JOE", "name": "joe"},
    {"id": "U0CHEN", "name": "chen"},
    {"id": "U0PRIYA", "name": "priya"},
    {"id": "U0LEE", "name": "lee"},
)
"""The workspace, in which Lee is of no team."""


def furnish(engine: Engine, *more: object) -> None:
    """Fill an empty database: Grace is an administrator, Priya a manager, Maria leads Joe and Chen."""
    remember(
        engine,
        classification(summary=MOVES),
        person(GRACE, "Grace Whitfield", role="admin", slack_id="U0GRACE"),
        person(PRIYA, "Priya Nair", role="manager", slack_id="U0PRIYA"),
        person(MARIA, "Maria Santos", role="lead", slack_id="U0MARIA", manager_id=PRIYA),
        person(JOE, "Joe Marsh", slack_id="U0JOE", manager_id=MARIA),
        person(CHEN, "陈志远", slack_id="U0CHEN", manager_id=MARIA, language="zh"),
        *_customers(),
        *_profiles(),
        change(5, "tier", "MGC", "MVC", as_of=TODAY - timedelta(2)),
        change(2, "tier", "MVC", "standard", as_of=TODAY - timedelta(3)),
        *(_alert(number, *of) for number, of in enumerate(_ALERTS, 17)),
        *more,
    )


def stands_in(person_id: int, stand_in: int) -> Cover:
    """Return a cover that runs."""
    ends = NOON + timedelta(days=5)
    return Cover(
        person_id=person_id, stand_in_id=stand_in, begins_at=NOON - timedelta(1), ends_at=ends, made_by=2, made_at=NOON
    )


def member(slack_id: str, name: str, *, is_guest: bool = False) -> SlackMember:
    """Return somebody as Slack tells of them."""
    flags = {"is_guest": is_guest, "is_bot": False, "is_foreign": False, "is_deleted": False}
    return SlackMember(slack_id=slack_id, workspace="T1", handle=name, name=name, seen_at=NOON, **flags)


def asks(name: str = "lee", slack_id: str = "U0LEE") -> AccessRequest:
    """Return somebody's wish to be let in."""
    return AccessRequest(slack_id=slack_id, name=name, asked_at=NOON - timedelta(hours=3))


_NAMES = {
    1: ("Harbour Hotel", JOE),
    2: ("Mill & Sons", JOE),
    3: ("Grand Café", JOE),
    4: ("Linden Foods", JOE),
    5: ("Sunrise Bakery", JOE),
    6: ("中成大酒店", CHEN),
    7: ("Abbey Inn", CHEN),
    8: ("Bell Tower", CHEN),
    9: ("Castle Rooms", MARIA),
    10: ("Orphan Trading", None),
}

_ALERTS: tuple[tuple[str, int, int, dict[str, Any]], ...] = (
    ("vip_slipping", 1, 31_000, {}),
    ("vip_stage_worse", 2, 28_000, {}),
    ("growth_crossing", 5, 41_000, {"state": "acknowledged", "taken_by": JOE, "version": 1}),
    ("vip_slipping", 6, 52_000, {}),
    ("vip_unowned", 10, 60_000, {}),
    ("vip_slipping", 7, 90_000, {"snoozed_until": NOON + timedelta(days=3)}),
)


def _customers() -> list[object]:
    """Return who buys."""
    dates = {3: {"birthday": date(1970, 12, 2)}, 4: {"anniversary": date(1996, 11, 30)}, 8: {"birthday": TODAY}}
    return [customer(number, name, owner_id=owner, **dates.get(number, {})) for number, (name, owner) in _NAMES.items()]


def _profiles() -> list[object]:
    """Return how they stand."""
    worth = {
        number: {"value_at_risk": Decimal(3_000 * number), "value_365d": Decimal(3_000 * number)} for number in _NAMES
    }
    return [
        profile(1, tier="MVC", activity="resting", **worth[1]),
        asleep(2, days=34, stage="dormant", tier="standard", **worth[2]),
        profile(3, **worth[3]),
        asleep(4, days=48, stage="shock", **worth[4]),
        profile(5, tier="MVC", **worth[5]),
        asleep(6, days=30, stage="dormant", tier="MVC", **worth[6]),
        asleep(7, days=90, stage="buried", **worth[7]),
        profile(8, tier="MGC", **worth[8]),
        profile(9, **worth[9]),
        profile(10, tier="MVC", **worth[10]),
    ]


def _alert(alert_id: int, rule: str, customer_id: int, at_risk: int, values: dict[str, Any]) -> Alert:
    """Return an alert that was announced yesterday."""
    usual = {"state": "open", "version": 0, "escalated": 0, "announced_at": NOON - timedelta(1)}
    return Alert(
        id=alert_id,
        rule=rule,
        customer_id=customer_id,
        as_of=TODAY,
        found_at=NOON - timedelta(1),
        value_at_risk=Decimal(at_risk),
        evidence=dict(EVIDENCE[rule]),
        **usual | values,
    )
