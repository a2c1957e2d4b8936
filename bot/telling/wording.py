"""Labels and figures in words: what a column is called, what its value says, in the language of who asks."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.locale import Language, sentence
from segmentation import money
from segmentation.profile import Policy, model_of, segment_of

LABELS: Mapping[str, str] = {
    "tier": sentence("Tier"),
    "activity": sentence("Stage"),
    "abc": sentence("ABC class"),
    "rfm_segment": sentence("RFM segment"),
    "lifecycle": sentence("Lifecycle"),
    "activity_cadence": sentence("Stage by own rhythm"),
    "activity_month": sentence("Stage by month"),
    "activity_30d": sentence("Stage by 30 days"),
}
"""The labels with their titles."""

NAMED = 10
"""The most things that are named in a row."""

MAIN_LABELS = ("tier", "activity", "abc", "rfm_segment", "lifecycle")
"""The labels shown, in the order of interest; the other three are views of the stage."""


def named(language: Language, policy: Policy, label: str, key: str) -> str:
    """Return the name of the segment stored as `key`; one that no model has any more keeps its key."""
    try:
        return language.name(segment_of(label, key, policy))
    except StopIteration:
        return key


def meaning(language: Language, policy: Policy, label: str, key: str) -> str:
    """Say who is in a segment, with the thresholds of the policy; nothing for one that no model has any more."""
    try:
        segment = segment_of(label, key, policy)
    except StopIteration:
        return ""
    thresholds = {name: _whole(value) for name, value in vars(model_of(label, policy)).items()}
    return language.say(segment.meaning, **thresholds)


def _whole(value: object) -> object:
    """Return 2.0 as 2, as people write it; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def figure(language: Language, name: str, value: Any) -> str:
    """Return a figure with its value: `value of 365 days $1,200`."""
    return language.say("{figure} {value}", figure=figure_title(language, name), value=amount(language, name, value))


def moved(language: Language, name: str, before: Any, after: Any) -> str:
    """Say how a figure moved: `value of 365 days $1,200 → $800`; of one not known before, what it is now."""
    if before is None:
        return figure(language, name, after)
    both = (amount(language, name, value) for value in (before, after))
    return language.say("{figure} {value}", figure=figure_title(language, name), value=" → ".join(both))


def figure_title(language: Language, name: str) -> str:
    """Return what a figure is called; one without words keeps its name."""
    return language.say(FIGURES[name][0]) if name in FIGURES else name.replace("_", " ")


def amount(language: Language, name: str, value: Any) -> str:
    """Return the value of a figure as people write it; money may come as decimals or in stored ten-thousandths."""
    if value is None:
        return language.say("unknown")
    return FIGURES[name][1](language, value) if name in FIGURES else str(value)


def _money(language: Language, value: Decimal | int) -> str:
    """Write money."""
    return language.money(value if isinstance(value, Decimal) else money.shown(int(value)))


def _number(language: Language, value: float) -> str:
    """Write a number of anything."""
    return language.number(value, decimals=1)


def days(language: Language, value: float) -> str:
    """Write a span of days."""
    whole = round(value)
    if abs(value - whole) < 0.05:
        return language.count("{n} day", "{n} days", whole)
    return language.say("{n} days", n=language.number(value, decimals=1))


def last_seen(language: Language, days_since: float) -> str:
    """Say how long ago the last visit was."""
    if days_since < 1:
        return language.say("seen today")
    return language.say("last seen {days} ago", days=days(language, days_since))


def first(language: Language, things: Sequence[str], most: int = NAMED) -> str:
    """Return the first of some things in a row, and how many more there are."""
    more = len(things) - most
    extra = [language.count("{n} more", "{n} more", more)] if more > 0 else []
    return language.listed([*things[:most], *extra])


def load(language: Language, contacts: float, above: float | None) -> str:
    """Write a load, and how far it lies above the team's median, as a share of it; None where that is not known."""
    told = language.number(contacts)
    if above is None or round(above, 2) == 0:
        return told
    return f"{told} ({'+' if above > 0 else '−'}{language.share(abs(above))})"


FIGURES: Mapping[str, tuple[str, Callable[[Language, Any], str]]] = {
    "value_365d": (sentence("value of 365 days"), _money),
    "value_180d": (sentence("value of the last 180 days"), _money),
    "value_prior_180d": (sentence("value of the 180 days before"), _money),
    "value_at_risk": (sentence("value at risk"), _money),
    "spend_30d": (sentence("spend in 30 days"), _money),
    "spend_90d": (sentence("spend in 90 days"), _money),
    "spend_365d": (sentence("spend in 365 days"), _money),
    "spend_total": (sentence("spend in all"), _money),
    "spend_rfm": (sentence("spend in the RFM window"), _money),
    "visits_30d": (sentence("visits in 30 days"), _number),
    "visits_90d": (sentence("visits in 90 days"), _number),
    "visits_365d": (sentence("visits in 365 days"), _number),
    "visits_total": (sentence("visits in all"), _number),
    "visits_rfm": (sentence("visits in the RFM window"), _number),
    "visits_month_1": (sentence("visits in the last complete month"), _number),
    "visits_month_2": (sentence("visits in the month before"), _number),
    "visits_month_3": (sentence("visits two months before"), _number),
    "days_since_last_visit": (sentence("days since the last visit"), _number),
    "cadence_days": (sentence("usual days between visits"), _number),
    "longest_gap_90d": (sentence("longest gap of the last 90 days, in days"), _number),
    "rfm_r": (sentence("recency score"), _number),
    "rfm_f": (sentence("frequency score"), _number),
    "rfm_m": (sentence("monetary score"), _number),
    "mvc_line": (sentence("MVC line"), _money),
    "mvc_leave_line": (sentence("line to stay MVC"), _money),
    "mgc_line": (sentence("MGC line for 180 days"), _money),
    "mgc_leave_line": (sentence("line to stay MGC for 180 days"), _money),
    "a_line": (sentence("A line"), _money),
    "b_line": (sentence("B line"), _money),
    "rhythm_days": (sentence("usual days of those who have no rhythm of their own"), _number),
}
"""Figures and lines, with their titles and how their values are written."""
