"""A VIP is back."""

import pandas as pd

from segmentation.models.activity import BY_CADENCE
from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

NORMAL, RESTING, *DORMANT_OR_WORSE = BY_CADENCE

LEAST_ABSENCE = 14
"""Days away that are worth a word."""


@rule(severity=Severity.NOTICE, reads=("tier", "activity"), expires_days=14)
def vip_back(scene: Scene) -> Verdict:
    """A VIP is back.

    Fires when a customer who was dormant or worse, and is or was an MVC, comes again after 14 days or more: the stage
    is normal. It names the last outreach, so that whoever called learns that it worked.
    Ends when the stage is dormant or worse again.
    Why: the first visits after a long absence decide whether there will be others.
    What to do: see to it that this visit goes well, and say that they were missed.
    """
    after = scene.after
    vip = scene.is_now("tier", MVC) | scene.was("tier", MVC)
    away = floats(after["longest_gap_90d"])
    back = scene.was("activity", *DORMANT_OR_WORSE) & scene.is_now("activity", NORMAL) & (away >= LEAST_ABSENCE)
    evidence = pd.DataFrame(
        {
            "days_away": after["longest_gap_90d"],
            "last_visit": after["last_visit"],
            "contact_day": scene.facts["contact_day"],
            "value_at_risk": after["value_at_risk"],
        },
        index=after.index,
    )
    return Verdict(enter=vip & back, leave=scene.is_now("activity", *DORMANT_OR_WORSE), evidence=evidence)
