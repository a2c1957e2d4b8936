"""A growth customer has become a VIP."""

import pandas as pd

from segmentation.models.value_group import MGC, MVC
from segmentation.rule import Scene, Severity, Verdict, rule


@rule(severity=Severity.OPPORTUNITY, reads=("tier",))
def growth_crossing(scene: Scene) -> Verdict:
    """A growth customer has become a VIP.

    Fires when an MGC (next in value and growing) reaches the MVC line with the value of the last 365 days: with the
    visit that did it, or in the nightly classification.
    Ends when the customer is no MVC any more, which is at 90 % of the line (TIER_LEAVE_SHARE). So who hovers at the
    line is spoken of once.
    Why: from now on this customer deserves a key contact with authority, and notices whether anybody noticed.
    What to do: thank them, and decide who looks after them.
    """
    after = scene.after
    vip = scene.is_now("tier", MVC)
    evidence = pd.DataFrame(
        {
            "value_before": scene.earlier("value_365d"),
            "value_365d": after["value_365d"],
            "mvc_line": scene.cutpoints["value_group"]["mvc_line"],
            "visits_90d": after["visits_90d"],
            "last_visit": after["last_visit"],
            "is_owned": scene.facts["is_owned"],
        },
        index=after.index,
    )
    return Verdict(enter=vip & scene.was("tier", MGC), leave=~vip, evidence=evidence)
