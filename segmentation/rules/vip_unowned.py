"""Nobody looks after a VIP."""

import numpy as np

from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule
from segmentation.segment import Mask

EVIDENCE = ["value_365d", "visits_90d", "days_since_last_visit", "value_at_risk"]


@rule(severity=Severity.URGENT, reads=("tier",), vips=True, waits_for=("growth_crossing", "new_high_value"))
def vip_unowned(scene: Scene) -> Verdict:
    """Nobody looks after a VIP.

    Fires when an MVC has no owner, or one who left 3 working days ago (HANDOVER_DAYS): until then the lead, who was
    told of all customers at once, may hand them over. Who becomes an MVC without an owner is spoken of only at the next
    classification, and not while an alert of growth_crossing or new_high_value is open: it has asked who should take
    over.
    Ends when there is an owner, or when the customer is no MVC any more.
    Why: what belongs to nobody is called by nobody, and no other alert about this customer reaches a salesperson.
    What to do: give the customer to somebody.
    """
    vip, owned = scene.is_now("tier", MVC), np.asarray(scene.facts["is_owned"], dtype=bool)
    known = scene.was("tier", MVC) | (scene.before is None or scene.before.empty)
    return Verdict(
        enter=vip & ~owned & known & ~_is_being_handed_over(scene),
        leave=~vip | owned,
        evidence=scene.after[EVIDENCE],
    )


def _is_being_handed_over(scene: Scene) -> Mask:
    """Say whose owner left so lately that the working days since, Monday to Friday, are too few."""
    days = scene.policy.sensitivity.handover_days
    first = np.busday_offset(np.datetime64(scene.as_of, "D"), 1 - days, roll="backward")
    return np.asarray(floats(scene.facts["owner_left_day"]) >= first.astype(np.int64))
