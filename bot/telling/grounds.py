"""The grounds of a label in words: the figures that decide it, the rule that matched, the lines in force."""

from collections.abc import Callable, Iterator, Mapping

from bot.locale import Language
from bot.telling import wording
from segmentation import money
from segmentation.model import Lines
from segmentation.models.value_group import BZ, MGC, MVC
from segmentation.profile import Cutpoints, Policy, model_of
from storage.tables import Profile


def of(language: Language, policy: Policy, profile: Profile, label: str, lines: Cutpoints) -> Iterator[str]:
    """Yield the grounds of one label, a line each."""
    model = model_of(label, policy)
    held = lines.get(model.name, {})
    figures = [name for name in model.evidence[label] if hasattr(profile, name)]
    said = [wording.figure(language, name, getattr(profile, name)) for name in figures]
    yield language.say("Figures: {figures}", figures=language.say("; ").join(said))
    if label in RULES and (rule := RULES[label](language, policy, profile, held)):
        yield language.say("Rule: {rule}", rule=rule)
    known = [wording.figure(language, name, line) for name, line in held.items() if name in wording.FIGURES]
    if in_force := known or _quantiles(language, policy, held):
        yield language.say("Lines in force: {lines}", lines=language.say("; ").join(in_force))


def _tier(language: Language, _policy: Policy, profile: Profile, lines: Lines) -> str:
    """Say which line the value was held against."""
    if profile.tier == BZ.key:
        return language.say("the value of 365 days is below zero.")
    if profile.tier == MVC.key:
        return (
            language.say("the value of 365 days is at the MVC line or over.")
            if _reaches(profile, lines, "value_365d", "mvc_line")
            else language.say("the value of 365 days fell under the MVC line, but not under the line to stay.")
        )
    grows = profile.value_180d > profile.value_prior_180d
    if profile.tier == MGC.key:
        return (
            language.say("the last 180 days are at the MGC line or over, and above the 180 days before.")
            if grows and _reaches(profile, lines, "value_180d", "mgc_line")
            else language.say("the last 180 days no longer let a customer into MGC, but let one stay.")
        )
    if not _reaches(profile, lines, "value_180d", "mgc_line"):
        return language.say("the value is under the MVC line, and the last 180 days are under the MGC line.")
    return language.say("the value is under the MVC line, and the last 180 days are not above the 180 days before.")


def _activity(language: Language, policy: Policy, profile: Profile, lines: Lines) -> str:
    """Say how late the customer is, where stages go by their own rhythm."""
    away, usual = profile.days_since_last_visit, profile.cadence_days or lines.get("rhythm_days")
    if policy.activity.displayed != "activity_cadence" or away is None or usual is None:
        return ""
    rhythm = max(usual, policy.activity.rhythm.floor_days)
    return language.say(
        "{days} away is {times} times the usual {rhythm}.",
        days=wording.days(language, away),
        times=language.number(away / rhythm, decimals=1),
        rhythm=wording.days(language, rhythm),
    )


def _abc(language: Language, _policy: Policy, profile: Profile, _lines: Lines) -> str:
    """Say between which lines the spend lies."""
    return {
        "A": language.say("the spend is at the A line or over."),
        "B": language.say("the spend is at the B line or over, and under the A line."),
    }.get(profile.abc, language.say("the spend is under the B line."))


def _rfm(language: Language, policy: Policy, profile: Profile, _lines: Lines) -> str:
    """Say which line of the table was the first to match the scores."""
    if profile.rfm_r is None or profile.rfm_f is None or profile.rfm_m is None:
        return ""
    rule = policy.rfm.rule(profile.rfm_r, profile.rfm_f, profile.rfm_m)
    if rule is None:
        return ""
    ranges = {"r": rule.r, "f": rule.f, "m": rule.m}
    return language.say(
        "recency {r}, frequency {f}, monetary {m}: the first line of the table that fits.",
        **{letter: f"{low}–{high}" if low < high else str(low) for letter, (low, high) in ranges.items()},
    )


RULES: Mapping[str, Callable[[Language, Policy, Profile, Lines], str]] = {
    "tier": _tier,
    "activity": _activity,
    "abc": _abc,
    "rfm_segment": _rfm,
}
"""How the rule that matched is told, for labels whose meaning does not say it all."""


def _reaches(profile: Profile, lines: Lines, figure: str, line: str) -> bool:
    """Say whether a figure lies on a line or above; not if there is no line."""
    held = lines.get(line)
    return held is not None and money.stored(getattr(profile, figure)) >= held


def _quantiles(language: Language, policy: Policy, lines: Lines) -> list[str]:
    """Return the lines of the RFM scores, one part for each figure that is scored."""
    figures = policy.rfm.evidence["rfm_segment"][len(policy.rfm.scores) :]
    return [
        f"{wording.figure_title(language, figure)} {' / '.join(shown)}"
        for letter, figure in zip("rfm", figures, strict=True)
        if (
            shown := [
                wording.amount(language, figure, line) for name, line in lines.items() if name[:2] == f"{letter}_"
            ]
        )
    ]
