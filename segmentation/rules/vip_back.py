"""A VIP is back."""

import numpy as np
import pandas as pd

from segmentation.models.activity import BY_CADENCE
from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

NORMAL, RESTING, *DORMANT_OR_WORSE = BY_CADENCE

LEAST_ABSENCE, LEAST_RHYTHMS = 21, 2
"""Days away, and multiples of the usual rhythm, that are worth a word even if nobody reached out."""


@rule(severity=Severity.NOTICE, reads=("tier", "activity"), vips=True, expires_days=14)
def vip_back(scene: Scene) -> Verdict:
    """A VIP is back.

    Fires when a customer who was dormant or worse, and is or was an MVC, comes again, so that the stage is normal:
    after 21 days and twice their own rhythm, or after somebody had reached out while they were away. It names the last
    outreach, so that whoever called learns that it worked.
    Ends when the stage is dormant or worse again.
    Why: the first visits after a long absence decide whether there will be others.
    What to do: see to it that this visit goes well, and say that they were missed.
    """
    after = scene.after
    vip = scene.is_now("tier", MVC) | scene.was("tier", MVC)
    away = np.fmax(floats(after["last_gap"]), floats(scene.earlier("days_since_last_visit")))
    long = (away >= LEAST_ABSENCE) & (away >= LEAST_RHYTHMS * np.nan_to_num(floats(after["cadence_days"])))
    called = floats(scene.facts["contact_day"]) >= floats(after["last_visit"]) - away
    back = scene.was("activity", *DORMANT_OR_WORSE) & scene.is_now("activity", NORMAL) & (long | called)
    evidence = pd.DataFrame(
        {
            "days_away": away,
            "last_visit": after["last_visit"],
            "contact_day": scene.facts["contact_day"],
            "value_at_risk": after["value_at_risk"],
        },
        index=after.index,
    )
    return Verdict(enter=vip & back, leave=scene.is_now("activity", *DORMANT_OR_WORSE), evidence=evidence)
