"""Why a customer has its labels: the figures, the lines they are held against, the segment that matched."""

from collections.abc import Mapping
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, grounds, wording
from segmentation.outlook.signs import horizon_days
from segmentation.profile import Cutpoints, Policy
from storage.tables import Customer, Profile


def why(
    language: Language,
    policy: Policy,
    customer: Customer,
    profile: Profile,
    *,
    lines: Cutpoints,
    since: Mapping[str, date],
    today: date,
) -> Reply:
    """Show each label with what it means, the figures that decide it, and the lines in force."""
    reach = blocks.reach(language, as_of=profile.as_of, today=today)
    answer = language.say(
        "*{name}* is *{tier}*: {meaning}.",
        name=blocks.escaped(customer.name),
        tier=wording.named(language, policy, "tier", profile.tier),
        meaning=wording.meaning(language, policy, "tier", profile.tier),
    )
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(
            f"{answer} {_began(language, profile, since['tier'])}",
            *grounds.of(language, policy, profile, "tier", lines),
        ),
        *(_label(language, policy, profile, label, lines, since) for label in wording.MAIN_LABELS[1:]),
        blocks.paragraph(_outlook(language, profile)),
        blocks.buttons(
            {
                language.say("Tier"): f"/customer tier id:{customer.id}",
                language.say("History"): f"/customer history id:{customer.id}",
            }
        ),
        blocks.remark(reach),
    )


def _label(
    language: Language, policy: Policy, profile: Profile, label: str, lines: Cutpoints, since: Mapping[str, date]
) -> blocks.Part:
    """Explain one label."""
    key = getattr(profile, label)
    heading = language.say(
        "*{label}: {segment}*, {meaning}.",
        label=language.say(wording.LABELS[label]),
        segment=wording.named(language, policy, label, key),
        meaning=wording.meaning(language, policy, label, key),
    )
    began = _began(language, profile, since[label])
    return blocks.paragraph(f"{heading} {began}", *grounds.of(language, policy, profile, label, lines))


def _outlook(language: Language, profile: Profile) -> str:
    """Say how likely a real drop is."""
    if profile.drop_risk is None or profile.first_visit is None:
        return language.say("Risk of a real drop: too little history to tell.")
    before = profile.visits_total - profile.visits_30d
    return language.say(
        "Risk of a real drop in the next {days} days: {share}.",
        days=horizon_days(before, history=(profile.as_of - profile.first_visit).days),
        share=language.share(profile.drop_risk),
    )


def _began(language: Language, profile: Profile, since: date) -> str:
    """Say since when a label holds; what was before the first classification nobody knows."""
    return language.say("At least since {day}." if since == profile.since else "Since {day}.", day=language.day(since))
