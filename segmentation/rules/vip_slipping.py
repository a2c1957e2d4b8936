"""A VIP comes less often than usual."""

import numpy as np

from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

WORTH_A_CALL = 2
"""Usual visits within the horizon of the risk from which missing half of them is worth a call."""

EVIDENCE = [
    *("usual_month", "visits_30d", "days_since_last_visit", "longest_before"),
    *("like_this", "drop_risk", "horizon_days", "value_at_risk"),
]


@rule(
    severity=Severity.URGENT,
    reads=("tier", "drop_risk", "like_this", "usual_month", "longest_before", "horizon_days"),
    absence=True,
    vips=True,
)
def vip_slipping(scene: Scene) -> Verdict:
    """A VIP comes less often than usual.

    Fires when an MVC is at risk of a real drop: no more than half of the usual visits in the next 60 days. The risk is
    a probability learned from this business's own past, and fires at SLIPPING_RISK (0.70). The customer must also have
    come less in the last 30 days than in an average 30 days before, and two visits must be usual in 60 days (in a
    longer time for rarer customers), so that half of them missing is worth a call.
    Ends when the risk falls below the second number of SLIPPING_RISK (0.40), as after a visit or two, or when the
    customer is no MVC any more.
    Why: regulars rarely say goodbye. They come less, and then not at all; whoever asks early learns the cause.
    What to do: go there or call today, find the cause, and log it.
    """
    after, lines = scene.after, scene.policy.sensitivity
    risk, usual = floats(after["drop_risk"]), floats(after["usual_month"])
    vip = scene.is_now("tier", MVC)
    fewer = floats(after["visits_30d"]) < usual
    worth = usual / 30 * floats(after["horizon_days"]) >= WORTH_A_CALL
    return Verdict(
        enter=vip & (risk >= lines.slipping_risk) & fewer & worth,
        leave=~vip | (risk < lines.steady_risk),
        evidence=after[EVIDENCE],
        score=np.where(vip & worth, risk, np.nan),
    )
