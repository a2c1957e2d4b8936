"""A VIP who has not been seen lately has a birthday or an anniversary."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.models.value_group import MVC
from segmentation.rhythm import floats
from segmentation.rule import Scene, Severity, Verdict, rule

LATELY = 14
"""Days within which everybody was seen lately."""

NEVER = np.iinfo(np.int32).max


@rule(severity=Severity.OPPORTUNITY, reads=("tier",), vips=True, absence=True, passing=True, expires_days=14)
def important_date(scene: Scene) -> Verdict:
    """A VIP who has not been seen lately has a birthday or an anniversary.

    Fires up to 7 days (IMPORTANT_DATE_DAYS) before a birthday or anniversary of an MVC who has been away for longer
    than their own rhythm and 14 days. A 29 February counts as the 28th in other years.
    Ends when the date is over, or the customer has come.
    Why: a call that opens with a congratulation is welcome, and a concrete booking follows easily.
    What to do: call, congratulate, offer a table or a date, and remember what they liked last time.
    """
    after, ahead = scene.after, scene.policy.sensitivity.ahead_days
    until = pd.DataFrame(
        {name: _days_until(scene.facts[name], scene.as_of, ahead) for name in ("birthday", "anniversary")},
        index=after.index,
    )
    first = until.min(axis=1).to_numpy()
    near, away = first <= ahead, floats(after["days_since_last_visit"])
    missed = (away > np.nan_to_num(floats(after["cadence_days"]))) & (away > LATELY)
    evidence = pd.DataFrame(
        {
            "occasion": np.where(until["birthday"] == first, "birthday", "anniversary"),
            "occasion_day": scene.day + np.where(near, first, 0),
            "days_since_last_visit": after["days_since_last_visit"],
            "last_visit": after["last_visit"],
            "value_at_risk": after["value_at_risk"],
        },
        index=after.index,
    )
    leave = ~near | (away <= LATELY)
    return Verdict(enter=scene.is_now("tier", MVC) & near & missed, leave=leave, evidence=evidence)


def _days_until(dates: "pd.Series[int]", as_of: date, ahead: int) -> npt.NDArray[np.int32]:
    """Return the days until each date comes round, from 1 to `ahead`; `NEVER` when it is further off or unknown."""
    known = np.asarray(dates.notna(), dtype=bool)
    day = dates.to_numpy(dtype=np.int64, na_value=0).astype("M8[D]")
    month = day.astype("M8[M]")
    of_year = (month.astype(np.int64) % 12 + 1) * 32 + (day - month).astype(np.int64) + 1
    days_until = np.full(13 * 32, NEVER, dtype=np.int32)
    for coming in range(ahead, 0, -1):
        days_until[_observed(as_of + timedelta(coming))] = coming
    return np.where(known, days_until[of_year], NEVER)


def _observed(day: date) -> list[int]:
    """Return the months and days, as numbers, of the dates kept on a day."""
    observed = [(day.month, day.day)]
    if observed == [(2, 28)] and (day + timedelta(1)).month == 3:
        observed.append((2, 29))
    return [month * 32 + of_month for month, of_month in observed]
