"""The catalogue of alerts: for each rule what it is called, what has changed, when it fires, and what shows it.

To add a rule, add its entry here; a test finds what is missing. In an entry's sentences, names in braces are figures
of the evidence, written as their names say (`KINDS`): `value_…` as money, `days_…` as a span, `…_day` as a date. A
sentence of the evidence is said where all its figures are known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from bot.locale import Language, sentence
from bot.telling import blocks, wording
from segmentation import money
from segmentation.profile import Policy
from storage.alerts import words
from storage.alerts.lists import AlertView
from storage.columns import from_day_number


@dataclass(frozen=True)
class Entry:
    """What is said of a rule's alerts.

    `change` is the first line of a message, `fires` says when the rule speaks, with the settings of its sensitivity in
    braces, and `evidence` are the sentences that show it.
    """

    title: str
    change: str
    fires: str
    evidence: tuple[str, ...]


_LAST_SEEN = sentence("last seen {days_since_last_visit} ago")
_AT_RISK = sentence("{value_at_risk} a year at risk")

CATALOGUE: Mapping[str, Entry] = {
    "vip_slipping": Entry(
        sentence("A VIP is coming less often"),
        sentence("*{name}* is coming less often."),
        sentence(
            "the risk that an MVC comes no more than half as often in the next 60 days reaches {slipping_risk}; "
            "over when it is under {steady_risk}"
        ),
        (
            sentence("usually {usual_month} a month, {visits_30d} in the last 30 days"),
            sentence("away {days_beyond} longer than ever"),
            sentence("{of_ten} of 10 like this dropped"),
            _AT_RISK,
        ),
    ),
    "growth_crossing": Entry(
        sentence("A growth customer has become a VIP"),
        sentence("*{name}* has become a VIP."),
        sentence("the value of 365 days of an MGC reaches the MVC line"),
        (
            sentence("value of 365 days {value_until} → {value_365d}, the line is {mvc_line}"),
            sentence("tipped by the visit of {tipping_day}"),
            sentence("value of 365 days {value_365d}, the line has come down to {lowered_line}"),
            sentence("visits in the last 90 days: {visits_90d}"),
        ),
    ),
    "vip_stage_worse": Entry(
        sentence("A VIP is falling asleep"),
        sentence("*{name}* is falling asleep: stage {activity}."),
        sentence(
            "the activity stage of an MVC becomes dormant, and again after a week or more when it is shock or worse"
        ),
        (_LAST_SEEN, sentence("usually every {cadence_days}"), _AT_RISK),
    ),
    "vip_unowned": Entry(
        sentence("Nobody looks after a VIP"),
        sentence("Nobody looks after *{name}*, a VIP."),
        sentence("an MVC has no owner, or one who has left; working days to hand over before: {handover_days}"),
        (
            sentence("worth {value_365d} in 365 days"),
            sentence("visits in the last 90 days: {visits_90d}"),
            _LAST_SEEN,
        ),
    ),
    "vip_back": Entry(
        sentence("A VIP is back"),
        sentence("*{name}* is back after {days_away}."),
        sentence(
            "an MVC who was dormant or worse comes again, after 21 days and twice the usual rhythm,"
            " or after an outreach"
        ),
        (sentence("came on {last_visit}"), sentence("worth {value_at_risk} a year")),
    ),
    "new_high_value": Entry(
        sentence("A new customer spends like a VIP"),
        sentence("*{name}*, a new customer, spends like a VIP."),
        sentence("the first 3 visits or fewer, within {new_days} days, have brought half of the MVC line"),
        (
            sentence("{value_365d} so far, the MVC line is {mvc_line}"),
            sentence("first seen on {first_visit}"),
            sentence("visits so far: {visits_total}"),
        ),
    ),
    "bz_entered": Entry(
        sentence("A customer costs more than they bring"),
        sentence("*{name}* costs more than they bring."),
        sentence("the value of 365 days falls below zero while the customer still comes"),
        (
            sentence("value of 365 days {value_365d}"),
            sentence("margin {margin_365d}, cost to serve {cost_365d}"),
            sentence("visits in 365 days: {visits_365d}"),
        ),
    ),
    "important_date": Entry(
        sentence("A VIP who has not been seen lately has an important date"),
        sentence("{occasion} of *{name}* on {occasion_day}."),
        sentence(
            "a birthday or an anniversary is up to {ahead_days} days ahead, of an MVC who has been away for longer "
            "than usual"
        ),
        (_LAST_SEEN, sentence("worth {value_at_risk} a year")),
    ),
}
"""Every rule's entry by its name."""

HANDED_OVER = sentence("*{name}*, a VIP whom nobody looked after, has been handed over.")
"""What has changed about a VIP without an owner once somebody has given them one."""


def title(language: Language, rule: str) -> str:
    """Return what a rule's alerts are about; a rule that there is no more keeps its name."""
    return language.say(CATALOGUE[rule].title) if rule in CATALOGUE else rule.replace("_", " ")


def fires(language: Language, policy: Policy, rule: str) -> str:
    """Say when a rule speaks, with the thresholds in force."""
    held = vars(policy.sensitivity)
    values = {name: language.share(value) if isinstance(value, float) else value for name, value in held.items()}
    return language.say(CATALOGUE[rule].fires, **values)


def change(language: Language, policy: Policy, alert: AlertView) -> str:
    """Say what has changed, and for whom."""
    said = {"name": blocks.escaped(alert.customer), **_told(language, policy, alert)}
    entry = CATALOGUE.get(alert.rule)
    if entry is None or not _places(entry.change) <= said.keys():
        return language.say("*{name}*: {title}.", name=said["name"], title=title(language, alert.rule))
    if alert.rule == "vip_unowned" and any(event.kind == words.REASSIGNED for event in alert.events):
        return language.say(HANDED_OVER, name=said["name"])
    return _capital(language.say(entry.change, **said))


def evidence(language: Language, policy: Policy, alert: AlertView) -> str:
    """Say what shows it, in words and numbers; nothing where no figure is known."""
    said, entry = _told(language, policy, alert), CATALOGUE.get(alert.rule)
    sentences = [each for each in entry.evidence if _places(each) <= said.keys()] if entry else []
    told = language.say("; ").join(language.say(each, **said) for each in sentences)
    return language.say("{evidence}.", evidence=_capital(told)) if told else ""


def _told(language: Language, policy: Policy, alert: AlertView) -> dict[str, str]:
    """Return the figures of the evidence that are known and told, as people write them."""
    entry = CATALOGUE.get(alert.rule)
    wanted = {name for each in (entry.change, *entry.evidence) for name in _places(each)} if entry else set()
    known = {name: value for name, value in alert.evidence.items() if value is not None}
    figures = {**known, **_derived(known)}
    told = {name for name in wanted & figures.keys() if figures[name] is not None}
    return {name: _written(language, policy, name, figures[name]) for name in told}


def _derived(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what follows from figures, where it says something."""
    derived: dict[str, Any] = {}
    if "like_this" in known:
        derived["of_ten"] = round(10 * known["like_this"])
    if {"value_before", "value_365d"} <= known.keys():
        derived |= _crossed(known)
    beyond = known.get("days_since_last_visit", 0) - known.get("longest_before", float("inf"))
    return {**derived, "days_beyond": beyond} if beyond > 0 else derived


def _crossed(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what has brought a customer over a line: a visit where the value has risen, or else the line."""
    if known["value_365d"] > known["value_before"]:
        return {"value_until": known["value_before"], "tipping_day": known.get("last_visit")}
    return {"lowered_line": known.get("mvc_line")}


def _written(language: Language, policy: Policy, name: str, value: Any) -> str:
    """Return a figure as people write it; what kind of figure it is, its name says."""
    write = next(write for pattern, write in KINDS.items() if re.search(pattern, name))
    return write(language, policy, value)


def _span(language: Language, _policy: Policy, days: float) -> str:
    """Write a span of time: in days up to three weeks, in weeks up to three months, then in months."""
    if days < 21:
        return wording.days(language, days)
    if days < 90:
        return language.count("{n} week", "{n} weeks", round(days / 7))
    return language.count("{n} month", "{n} months", round(days / 30.4))


def _visits(language: Language, _policy: Policy, visits: float) -> str:
    """Write a number of visits, of which there may be a part."""
    shown = round(visits, 1)
    return language.count("{n} visit", "{n} visits", 1 if shown == 1 else 2, n=language.number(shown, decimals=1))


OCCASIONS: Mapping[str, str] = {"birthday": sentence("birthday"), "anniversary": sentence("anniversary")}

KINDS: Mapping[str, Callable[[Language, Policy, Any], str]] = {
    r"^(value|spend|margin|cost)_|_line$": lambda language, _policy, value: language.money(money.shown(int(value))),
    r"_day$|^(first|last)_visit$": lambda language, _policy, value: language.day(from_day_number(int(value))),
    r"^days_|_days$": _span,
    r"^usual_month$": _visits,
    r"_risk$": lambda language, _policy, value: language.share(value),
    r"^activity$": lambda language, policy, value: wording.named(language, policy, "activity", value),
    r"^occasion$": lambda language, _policy, value: language.say(OCCASIONS.get(value, value)),
    r"": lambda language, _policy, value: language.number(value, decimals=1),
}
"""How figures are written, by what their names look like: the first that fits."""


def _places(text: str) -> set[str]:
    """Return the names in the braces of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _capital(text: str) -> str:
    """Return a sentence beginning with a capital letter."""
    return text[:1].upper() + text[1:]
