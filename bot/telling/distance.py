"""How far a customer is from the tiers above and below: in money, and in visits like its usual ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from segmentation import money
from segmentation.models.value_group import BZ, MGC, MVC, STANDARD
from storage.tables import Profile

LEAST = money.shown(1)
"""The least by which one amount can be more than another."""


@dataclass(frozen=True)
class Step:
    """What moves a customer to `tier`: `money` more within `days`, or a loss of more than `money`.

    `visits` is how many visits like the usual ones that is; None where the usual visit brings nothing.
    """

    tier: str
    money: Decimal
    days: int
    visits: int | None


def up(profile: Profile, lines: Mapping[str, float | None]) -> list[Step]:
    """Return the steps to higher tiers, the next one first, without those that a smaller step leaps over."""
    mvc, mgc = _line(lines, "mvc_line"), _line(lines, "mgc_line")
    steps = []
    if profile.tier == BZ.key:
        steps.append(_gain(profile, STANDARD.key, -profile.value_365d, 365))
    if profile.tier in {BZ.key, STANDARD.key} and mgc is not None:
        wanted = max(mgc, profile.value_prior_180d + LEAST)
        steps.append(_gain(profile, MGC.key, wanted - profile.value_180d, 180))
    if profile.tier != MVC.key and mvc is not None:
        steps.append(_gain(profile, MVC.key, mvc - profile.value_365d, 365))
    return [step for place, step in enumerate(steps, 1) if all(step.money < above.money for above in steps[place:])]


def down(profile: Profile, lines: Mapping[str, float | None], *, stay: float) -> Step | None:
    """Return the step to the next lower tier; `stay` is the share of a line down to which an MGC stays."""
    if profile.tier == MVC.key and (line := _line(lines, "mvc_leave_line")) is not None:
        growing = profile.value_180d >= (_line(lines, "mgc_line") or line) and (
            profile.value_180d > profile.value_prior_180d
        )
        return _loss(profile, MGC.key if growing else STANDARD.key, profile.value_365d - line, 365)
    if profile.tier == MGC.key and (line := _line(lines, "mgc_leave_line")) is not None:
        kept = max(line, profile.value_prior_180d * Decimal(str(stay)))
        return _loss(profile, STANDARD.key, profile.value_180d - kept, 180)
    return _loss(profile, BZ.key, profile.value_365d, 365) if profile.tier == STANDARD.key else None


def per_visit(profile: Profile) -> Decimal | None:
    """Return what a visit brings: the value of the year per visit, None where that is nothing or there was none."""
    if not profile.visits_365d or profile.value_365d <= 0:
        return None
    return profile.value_365d / profile.visits_365d


def _gain(profile: Profile, tier: str, missing: Decimal, days: int) -> Step:
    """Return a step up."""
    usual, missing = per_visit(profile), max(missing, Decimal(0))
    return Step(tier, missing, days, ceil(missing / usual) if usual else None)


def _loss(profile: Profile, tier: str, spare: Decimal, days: int) -> Step:
    """Return a step down: the customer falls once it loses more than it has to spare."""
    usual, spare = per_visit(profile), max(spare, Decimal(0))
    return Step(tier, spare, days, floor(spare / usual) + 1 if usual else None)


def _line(lines: Mapping[str, float | None], name: str) -> Decimal | None:
    """Return a line as money; None if nobody reaches it."""
    line = lines.get(name)
    return None if line is None else money.shown(int(line))
