"""The card of a customer: how they stand, at a glance."""

from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, wording
from bot.telling.controls import Button, opening, row
from segmentation.profile import Policy
from storage.cards import Card
from storage.tables import Customer, Profile


def customer_card(
    language: Language, policy: Policy, card: Card, *, to_give: bool = False, as_of: date | None, today: date
) -> Reply:
    """Show who a customer is, their labels, their figures, and where to go on; whoever may give it away can."""
    customer, profile = card.customer, card.profile
    reach = blocks.reach(language, as_of=profile.as_of if profile else as_of, today=today)
    answer = _answer(language, policy, customer, profile)
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(answer, _also_called(language, card)),
        blocks.facts(_figures(language, profile)) if profile else None,
        blocks.facts(_labels(language, policy, customer, profile)),
        blocks.buttons(_questions(language, customer)) if profile else None,
        row(Button(language.say("Hand over…"), opening("assign", f"id:{customer.id}")), kept=True) if to_give else None,
        blocks.remark(reach),
    )


def _answer(language: Language, policy: Policy, customer: Customer, profile: Profile | None) -> str:
    """Say in a sentence how the customer stands."""
    name = blocks.escaped(customer.name)
    if profile is None:
        return language.say("*{name}* is new: figures come with the next classification.", name=name)
    if customer.status == "closed":
        return language.say("*{name}* is closed and left out of every list.", name=name)
    tier = wording.named(language, policy, "tier", profile.tier)
    if profile.days_since_last_visit is None:
        return language.say("*{name}* never came. Tier: {tier}.", name=name, tier=tier)
    return language.say(
        "*{name}*: tier {tier}, stage {stage}, last visit {days} ago.",
        name=name,
        tier=tier,
        stage=wording.named(language, policy, "activity", profile.activity),
        days=wording.days(language, profile.days_since_last_visit),
    )


def _also_called(language: Language, card: Card) -> str:
    """Name the aliases, three at most."""
    if not card.aliases:
        return ""
    return language.say(
        "Also called {names}.", names=language.listed([blocks.escaped(name) for name in card.aliases[:3]])
    )


def _figures(language: Language, profile: Profile) -> dict[str, str]:
    """Return visits and money."""
    usual, average = profile.cadence_days, profile.average_spend
    return {
        language.say("Last visit"): language.day(profile.last_visit) if profile.last_visit else language.say("never"),
        language.say("Usual rhythm"): language.say("every {days}", days=wording.days(language, usual))
        if usual
        else language.say("not known yet"),
        language.say("Spend in 365 days"): language.money(profile.spend_365d),
        language.say("Visits in 365 days"): language.number(profile.visits_365d),
        language.say("Average per visit, ever"): blocks.NOTHING if average is None else language.money(average),
        language.say("Trend of spend"): _trend(language, profile.trend if profile.visits_365d else None),
    }


def _trend(language: Language, trend: float | None) -> str:
    """Say whether the last 180 days brought more than the 180 days before; refunds alone make no trend."""
    if trend is None:
        return blocks.NOTHING
    if abs(trend) < 0.05:
        return language.say("steady")
    return language.say("rising") if trend > 0 else language.say("falling")


def _labels(language: Language, policy: Policy, customer: Customer, profile: Profile | None) -> dict[str, str]:
    """Return what the customer is to us."""
    labels = wording.MAIN_LABELS if profile else ()
    place = language.listed([blocks.escaped(part, 40) for part in (customer.city, customer.region) if part])
    return {
        **{
            language.say(wording.LABELS[label]): wording.named(language, policy, label, getattr(profile, label))
            for label in labels
        },
        language.say("Owner"): blocks.escaped(customer.owner.name) if customer.owner else language.say("nobody"),
        **({language.say("Where"): place} if place else {}),
        **({language.say("Industry"): blocks.escaped(customer.industry)} if customer.industry else {}),
    }


def _questions(language: Language, customer: Customer) -> dict[str, str]:
    """Return the questions that come next."""
    verbs = {"tier": language.say("Tier"), "why": language.say("Why?")}
    verbs |= {"visits": language.say("Visits"), "history": language.say("History")}
    return {label: f"/customer {verb} id:{customer.id}" for verb, label in verbs.items()}
