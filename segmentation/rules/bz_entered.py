"""A customer costs more than they bring."""

from segmentation.models.value_group import BZ
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

CLEAR = 0.01
"""The part of the MVC line from which value is clearly over zero."""

EVIDENCE = ["value_365d", "margin_365d", "cost_365d", "spend_365d", "visits_365d"]


@rule(severity=Severity.NOTICE, reads=("tier",), expires_days=60)
def bz_entered(scene: Scene) -> Verdict:
    """A customer costs more than they bring.

    Fires when the value of the last 365 days, margin less the cost to serve, falls below zero (BZ) while the customer
    still comes: at least once in the last 90 days.
    Ends when the value is at 1 % of the MVC line or over, so that nobody is spoken of twice for a few cents.
    Why: time spent here is missing elsewhere; more often than not a price, a discount or a way of delivery explains it.
    What to do: look at price and service, move them to a cheaper one, or let go.
    """
    value, line = floats(scene.after["value_365d"]), scene.cutpoints["value_group"]["mvc_line"]
    costly, still_comes = scene.is_now("tier", BZ), floats(scene.after["visits_90d"]) > 0
    return Verdict(
        enter=costly & still_comes,
        leave=~costly & (value >= CLEAR * (line or 0)),
        evidence=scene.after[EVIDENCE],
    )
