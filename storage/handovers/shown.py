"""What matters of a handover to whoever confirms it, as kept with it; and whether it still holds; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

CLOSE = Decimal("0.05")
"""The share by which the value may differ: every visit changes it a little."""


@dataclass(frozen=True)
class Shown:
    """How many accounts, their value in 365 days, how many of each tier, the VIPs by id, and live alerts."""

    accounts: int = 0
    value: Decimal = Decimal(0)
    tiers: Mapping[str, int] = field(default_factory=dict)
    vips: tuple[int, ...] = ()
    alerts: int = 0

    def holds(self, now: Shown) -> bool:
        """Say whether what was shown is still what matters."""
        same = (self.accounts, self.tiers, self.vips, self.alerts) == (now.accounts, now.tiers, now.vips, now.alerts)
        return same and abs(now.value - self.value) <= abs(self.value) * CLOSE

    def kept(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "accounts": self.accounts,
            "value": str(self.value),
            "tiers": dict(self.tiers),
            "vips": list(self.vips),
            "alerts": self.alerts,
        }


def shown(kept: Mapping[str, Any]) -> Shown:
    """Return what was shown, from how it is kept."""
    return Shown(kept["accounts"], Decimal(kept["value"]), kept["tiers"], tuple(kept["vips"]), kept["alerts"])
