"""Nobody looks after a VIP."""

import numpy as np

from segmentation.models.value_group import MVC
from segmentation.rule import Scene, Severity, Verdict, rule

EVIDENCE = ["value_365d", "visits_90d", "days_since_last_visit", "value_at_risk"]


@rule(severity=Severity.URGENT, reads=("tier",), vips=True)
def vip_unowned(scene: Scene) -> Verdict:
    """Nobody looks after a VIP.

    Fires when an MVC has no owner, or one who has left. Who becomes an MVC without an owner is spoken of only at the
    next classification: growth_crossing has just asked who should take over.
    Ends when there is an owner, or when the customer is no MVC any more.
    Why: what belongs to nobody is called by nobody, and no other alert about this customer reaches a salesperson.
    What to do: give the customer to somebody.
    """
    vip, owned = scene.is_now("tier", MVC), np.asarray(scene.facts["is_owned"], dtype=bool)
    known = scene.was("tier", MVC) | (scene.before is None or scene.before.empty)
    return Verdict(enter=vip & ~owned & known, leave=~vip | owned, evidence=scene.after[EVIDENCE])
