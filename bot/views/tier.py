"""The tier of a customer: since when, how far to the next and the previous one, what would change it."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, wording
from bot.telling.distance import Step
from segmentation.profile import Policy
from storage.tables import Customer, Profile


def tier(
    language: Language,
    policy: Policy,
    customer: Customer,
    profile: Profile,
    *,
    since: date,
    up: Sequence[Step],
    down: Step | None,
    today: date,
) -> Reply:
    """Show the tier, the figures behind it, and the steps away from it."""
    reach = blocks.reach(language, as_of=profile.as_of, today=today)
    answer = _answer(language, policy, customer, profile, since)
    meaning = wording.meaning(language, policy, "tier", profile.tier)
    steps = [_up(language, policy, step) for step in up] or [language.say("There is no higher tier.")]
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(answer, language.say("In words: {meaning}.", meaning=meaning)),
        blocks.paragraph(*(f"• {step}" for step in (*steps, *([_down(language, policy, down)] if down else [])))),
        blocks.facts(_evidence(language, profile)),
        blocks.buttons(
            {
                language.say("Why?"): f"/customer why id:{customer.id}",
                language.say("History"): f"/customer history id:{customer.id}",
                language.say("Card"): f"/customer card id:{customer.id}",
            }
        ),
        blocks.remark(_basis(language, profile), reach),
    )


def _answer(language: Language, policy: Policy, customer: Customer, profile: Profile, since: date) -> str:
    """Say the tier, and since when."""
    return language.say(
        "*{name}* is *{tier}*, as it was at the first classification on {day}."
        if since == profile.since
        else "*{name}* is *{tier}* since {day}.",
        name=blocks.escaped(customer.name),
        tier=wording.named(language, policy, "tier", profile.tier),
        day=language.day(since),
    )


def _up(language: Language, policy: Policy, step: Step) -> str:
    """Say what leads up to a tier."""
    values = _values(language, policy, step, ROUND_CEILING)
    if step.visits is None:
        return language.say("Up to {tier}: {money} more within {days}.", **values)
    return language.count(
        "Up to {tier}: {money} more within {days}, about {n} visit like the usual ones.",
        "Up to {tier}: {money} more within {days}, about {n} visits like the usual ones.",
        step.visits,
        **values,
    )


def _down(language: Language, policy: Policy, step: Step) -> str:
    """Say what leads down to a tier."""
    values = _values(language, policy, step, ROUND_FLOOR)
    if step.visits is None:
        return language.say("Down to {tier}: if {days} bring over {money} less.", **values)
    return language.count(
        "Down to {tier}: if {days} bring over {money} less, about {n} visit like the usual ones.",
        "Down to {tier}: if {days} bring over {money} less, about {n} visits like the usual ones.",
        step.visits,
        **values,
    )


def _values(language: Language, policy: Policy, step: Step, rounding: str) -> dict[str, str]:
    """Return the places of a sentence about a step: money rounded so that the sentence stays true."""
    return {
        "tier": f"*{wording.named(language, policy, 'tier', step.tier)}*",
        "money": language.money(step.money, rounding=rounding),
        "days": wording.days(language, step.days),
    }


def _evidence(language: Language, profile: Profile) -> dict[str, str]:
    """Return the values that decide."""
    return {
        language.say("Value of 365 days"): language.money(profile.value_365d),
        language.say("Visits in 365 days"): language.number(profile.visits_365d),
        language.say("Value of the last 180 days"): language.money(profile.value_180d),
        language.say("Value of the 180 days before"): language.money(profile.value_prior_180d),
    }


def _basis(language: Language, profile: Profile) -> str:
    """Say what value is made of."""
    if profile.margin_365d is not None:
        return language.say("Value is margin minus cost to serve.")
    return language.say("Value is spend, as no margin is known.")
