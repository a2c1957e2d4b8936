"""An alert as views get it, and the evidence that each rule stores."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from segmentation.rule import Rule
from segmentation.rules import RULES
from storage.alerts.lists import AlertView, Happening, Outreach
from storage.alerts.who import Who
from storage.columns import day_number
from tests.segmentation.scenes import made_up

AS_OF = date(2025, 11, 30)
AT = datetime(2025, 11, 30, 12, tzinfo=UTC)
DAY = day_number(AS_OF)

JOE, MARIA = Who(3, "Joe Marsh", "U0JOE"), Who(2, "Maria Santos", "U0MARIA")
FOUND = Happening("found", AT, None, {})

WELL_CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "vip_slipping": {
        "usual_month": 4.1,
        "visits_30d": 1,
        "days_since_last_visit": 30,
        "longest_before": 9.0,
        "like_this": 0.7,
        "drop_risk": 0.72,
        "horizon_days": 60,
        "value_at_risk": 124_000_000,
    },
    "growth_crossing": {
        "value_before": 990_000_000,
        "value_365d": 1_040_000_000,
        "mvc_line": 1_000_000_000,
        "visits_90d": 12,
        "last_visit": DAY,
        "is_owned": True,
    },
    "vip_stage_worse": {
        "activity": "dormant",
        "days_since_last_visit": 40,
        "cadence_days": 7.5,
        "longest_gap": 21.0,
        "visits_30d": 0,
        "visits_90d": 6,
        "value_at_risk": 124_000_000,
    },
    "vip_unowned": {
        "value_365d": 1_040_000_000,
        "visits_90d": 12,
        "days_since_last_visit": 4,
        "value_at_risk": 124_000_000,
    },
    "vip_back": {"days_away": 45.0, "last_visit": DAY, "contact_day": DAY - 9, "value_at_risk": 124_000_000},
    "new_high_value": {
        "visits_total": 2,
        "value_365d": 90_000_000,
        "mvc_line": 160_000_000,
        "first_visit": DAY - 12,
        "is_owned": False,
    },
    "bz_entered": {
        "value_365d": -20_000_000,
        "margin_365d": 10_000_000,
        "cost_365d": 30_000_000,
        "spend_365d": 90_000_000,
        "visits_365d": 40,
    },
    "important_date": {
        "occasion": "birthday",
        "occasion_day": DAY + 3,
        "days_since_last_visit": 40,
        "last_visit": DAY - 40,
        "value_at_risk": 124_000_000,
    },
}


def _made_up(rule: Rule) -> Mapping[str, Any]:
    """Return evidence of a rule that has none that is well chosen, with every figure known."""
    scene = made_up(1, size=500, classified=True)
    rows = rule(scene).told(scene.after.index)
    return {name: next((row[name] for row in rows if row[name] is not None), None) for name in rows[0]}


EVIDENCE = {name: WELL_CHOSEN.get(name) or _made_up(rule) for name, rule in RULES.items()}
"""What an alert of each rule might have stored."""


def view(**values: Any) -> AlertView:
    """Return an alert that nobody has touched about a VIP of Joe's who is slipping."""
    rule = values.get("rule", "vip_slipping")
    usual: dict[str, Any] = {
        "id": 17,
        "rule": "vip_slipping",
        "customer_id": 1,
        "customer": "Acme",
        "region": None,
        "owner": JOE,
        "lead": MARIA,
        "successor": MARIA,
        "tier": "MVC",
        "activity": "resting",
        "days_since_last_visit": 30,
        "last_visit": date(2025, 10, 31),
        "as_of": AS_OF,
        "found_at": AT,
        "score": 0.72,
        "value_at_risk": Decimal(12_400),
        "evidence": EVIDENCE.get(rule, {}),
        "state": "open",
        "version": 0,
        "announced_at": AT,
        "taken_by": None,
        "taken_at": None,
        "snoozed_until": None,
        "snoozed_to_visit_after": None,
        "escalated": 0,
        "outcome": None,
        "closed_at": None,
        "outreach": Outreach(date(2025, 10, 2), "call", JOE, "price", "The fish is too dear"),
        "outreach_before": None,
        "events": (FOUND,),
    }
    return AlertView(**usual | values)


def happened(kind: str, /, *, by: Who | None = JOE, to: Who | None = None, **detail: Any) -> Happening:
    """Return one thing that happened at noon."""
    return Happening(kind, AT, by, detail, to)
