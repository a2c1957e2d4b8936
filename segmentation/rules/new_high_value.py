"""A new customer spends like a VIP."""

import numpy as np
import pandas as pd

from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

FIRST_VISITS = 3
"""Up to so many visits are first ones."""

SHARE, STAY = 0.50, 0.40
"""The parts of the MVC line, which is a year's value, at which somebody new enters and leaves."""


@rule(severity=Severity.OPPORTUNITY, reads=())
def new_high_value(scene: Scene) -> Verdict:
    """A new customer spends like a VIP.

    Fires within the first 60 days (NEW_CUSTOMER_DAYS), when the first 3 visits or fewer have brought half of the MVC
    line: what the smallest of today's VIPs brings in half a year.
    Ends when the customer is new no more, or below two fifths of the line, as after a refund.
    Why: nobody knows them yet, and the second visit is the one that most newcomers never make.
    What to do: find out who they are, thank them, and give them somebody to call.
    """
    after, line = scene.after, scene.cutpoints["value_group"]["mvc_line"]
    visits, value = floats(after["visits_total"]), floats(after["value_365d"])
    is_new = (visits >= 1) & (visits <= FIRST_VISITS)
    is_new &= scene.day - floats(after["first_visit"]) < scene.policy.sensitivity.new_days
    vip = np.inf if line is None else line
    evidence = pd.DataFrame(
        {
            "visits_total": after["visits_total"],
            "value_365d": after["value_365d"],
            "mvc_line": line,
            "first_visit": after["first_visit"],
            "is_owned": scene.facts["is_owned"],
        },
        index=after.index,
    )
    return Verdict(enter=is_new & (value >= SHARE * vip), leave=~is_new | (value < STAY * vip), evidence=evidence)
