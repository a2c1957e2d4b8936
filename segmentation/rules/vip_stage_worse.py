"""A VIP is falling asleep."""

import numpy as np

from segmentation.models.activity import BY_CADENCE
from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

NORMAL, RESTING, DORMANT, *SHOCK_OR_WORSE = BY_CADENCE

EVIDENCE = [
    *("activity", "days_since_last_visit", "cadence_days", "longest_gap"),
    *("visits_30d", "visits_90d", "value_at_risk"),
]


@rule(severity=Severity.NOTICE, reads=("tier", "activity"), absence=True, vips=True, told_by=("vip_slipping",))
def vip_stage_worse(scene: Scene) -> Verdict:
    """A VIP is falling asleep.

    Fires when the activity stage of an MVC becomes dormant, and once more, a week later at the earliest, when it is
    shock or worse; who goes there at once is spoken of once. The stage is the one shown everywhere (ACTIVITY_POLICY).
    The customer must also have come before and been away longer than ever: some come at odd times, and always come
    again. Says nothing while an alert of vip_slipping about the customer is open, or was dismissed of the same absence:
    somebody has been told.
    Ends when the stage is normal again, not already at resting, or when the customer is no MVC any more.
    Why: the longer a regular is away, the less likely is a return; shock is the last stage that is worth a call.
    It is right less often than vip_slipping, and can wait for the digest.
    What to do: call with a reason: what they liked last time, an offer for a day; without one, a short message.
    """
    vip = scene.is_now("tier", MVC)
    shock = scene.is_now("activity", *SHOCK_OR_WORSE)
    longer_than_ever = floats(scene.after["days_since_last_visit"]) > floats(scene.after["longest_gap"])
    return Verdict(
        enter=vip & (shock | scene.is_now("activity", DORMANT)) & longer_than_ever,
        leave=~vip | scene.is_now("activity", NORMAL),
        evidence=scene.after[EVIDENCE],
        level=np.where(shock, 2, 1).astype(np.int8),
    )
