"""Somebody's book: what it brings, how much work it is, how its accounts stand, and what needs attention first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.books import load
from bot.locale import Language, sentence
from bot.question import Reply
from bot.telling import blocks, reasons, wording
from bot.telling.controls import Button, Menu, row, told_apart
from segmentation.models.activity import SEGMENTS as STAGES
from segmentation.models.value_group import SEGMENTS as TIERS
from segmentation.profile import Policy
from storage.books import Book
from storage.home.asleep import Asleep, Dozer
from storage.home.occasions import Occasion
from storage.home.pressing import Pressing

REGIONS = 5
"""The most regions that are named."""

OCCASIONS = {"birthday": sentence("birthday on {day}"), "anniversary": sentence("anniversary on {day}")}


@dataclass(frozen=True)
class Attention:
    """What needs attention: alerts, whoever is falling asleep, days that matter; the first of each."""

    alerts: Pressing = field(default_factory=Pressing)
    asleep: Asleep = field(default_factory=Asleep)
    occasions: Sequence[Occasion] = ()


def book(
    language: Language,
    policy: Policy,
    found: Book,
    *,
    name: str | None,
    first: Attention,
    leads: bool = False,
    as_of: date | None,
    today: date,
) -> Reply:
    """Show a book; `name` is whose it is, None if it is the reader's own; `leads` if the reader leads a team."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    headline = _headline(language, found, name)
    return blocks.reply(
        " ".join(part for part in (headline, _asleep(language, found), reach) if part),
        blocks.paragraph(f"*{headline}*", *_lines(language, found)),
        _tiers(language, policy, found) if found.accounts else None,
        _stages(language, policy, found),
        *_attention(language, policy, first),
        row(
            Menu(_cards(first), language.say("Look at a customer")),
            Button(language.say("The team's load"), "/accounts team") if leads else None,
        ),
        blocks.remark(
            language.say("Load: contacts a quarter that the accounts deserve.") if found.accounts else "", reach
        ),
    )


def _headline(language: Language, found: Book, name: str | None) -> str:
    """Say how many accounts there are, and what they bring."""
    told = {"money": language.money(found.value)}
    if name is None:
        if not found.accounts:
            return language.say("You look after no accounts.")
        return language.count(
            "You look after {n} account; value of 365 days {money}.",
            "You look after {n} accounts; value of 365 days {money}.",
            found.accounts,
            **told,
        )
    whose = blocks.escaped(name)
    if not found.accounts:
        return language.say("{name} looks after no accounts.", name=whose)
    return language.count(
        "{name} looks after {n} account; value of 365 days {money}.",
        "{name} looks after {n} accounts; value of 365 days {money}.",
        found.accounts,
        name=whose,
        **told,
    )


def _lines(language: Language, found: Book) -> Iterator[str]:
    """Say how the book stands, line by line."""
    if not found.accounts:
        return
    vips = language.count("{n} VIP", "{n} VIPs", found.vips)
    yield " · ".join((vips, language.say("load {n}", n=language.number(load.load(found)))))
    yield _asleep(language, found)
    yield _concentration(language, found)
    yield _regions(language, found)


def _asleep(language: Language, found: Book) -> str:
    """Say how many sleep, and what is at risk."""
    if not found.dormant:
        return ""
    return language.count(
        "{n} is dormant or worse; {money} a year at risk.",
        "{n} are dormant or worse; {money} a year at risk.",
        found.dormant,
        money=language.money(found.value_at_risk),
    )


def _concentration(language: Language, found: Book) -> str:
    """Say how much hangs on few accounts."""
    if found.top_share is None or not found.hhi or found.accounts <= 1:
        return ""
    return language.say(
        "The five largest bring {share} of it, as if {n} equal ones brought it all.",
        share=language.share(found.top_share),
        n=language.number(1 / found.hhi, decimals=1),
    )


def _regions(language: Language, found: Book) -> str:
    """Say where the accounts are, the most first."""
    known = {region: count for region, count in found.by_region.items() if region}
    if not known:
        return ""
    most_first = sorted(known, key=lambda region: (-known[region], region))
    named = [f"{blocks.escaped(region, 30)} {language.number(known[region])}" for region in most_first[:REGIONS]]
    left = sum(known[region] for region in most_first[REGIONS:])
    return language.listed([*named, *([language.say("elsewhere {n}", n=language.number(left))] if left else [])])


def _tiers(language: Language, policy: Policy, found: Book) -> blocks.Part:
    """Show how many accounts of each tier there are, and what they bring."""
    titles = (language.say("Tier"), language.say("Accounts"), language.say("A year"))
    known = [segment.key for segment in TIERS]
    shown = [
        tier for tier in (*known, *sorted({*found.by_tier} - {*known, None}, key=str), None) if tier in found.by_tier
    ]
    rows = [
        (
            wording.named(language, policy, "tier", tier) if tier else language.say("not classified"),
            language.number(found.by_tier[tier].accounts),
            language.money(found.by_tier[tier].value),
        )
        for tier in shown
    ]
    return blocks.table(titles, rows, numbers=(1, 2))


def _stages(language: Language, policy: Policy, found: Book) -> blocks.Part | None:
    """Draw how many accounts are in each stage."""
    counts = {stage.key: found.by_stage[stage.key].accounts for stage in STAGES if stage.key in found.by_stage}
    if not counts:
        return None
    bars = {wording.named(language, policy, "activity", stage): count for stage, count in counts.items()}
    return blocks.bars(language.say("Accounts by stage"), language.say("Accounts"), bars)


def _attention(language: Language, policy: Policy, first: Attention) -> Iterator[blocks.Part]:
    """Show what needs attention, the most pressing first."""
    count = language.count
    alerts, asleep = first.alerts, first.asleep
    for title, lines in (
        (
            count("{n} alert is open.", "{n} alerts are open.", alerts.total),
            [f"• {reasons.change(language, policy, each)}" for each in alerts.alerts],
        ),
        (
            count("{n} customer is falling asleep", "{n} customers are falling asleep", asleep.total),
            [_dozer(language, policy, each) for each in asleep.described],
        ),
        (language.say("Call with congratulations"), [_occasion(language, each) for each in first.occasions]),
    ):
        if lines:
            yield blocks.paragraph(f"*{title}*", *lines)


def _cards(first: Attention) -> dict[str, str]:
    """Return the lines that show the customers who need attention, by their names."""
    named = [
        *((each.customer, each.customer_id) for each in first.alerts.alerts),
        *((each.name, each.customer_id) for each in first.asleep.described),
        *((each.name, each.customer_id) for each in first.occasions),
    ]
    return told_apart((blocks.plain(name), f"/customer card id:{number}") for name, number in named)


def _dozer(language: Language, policy: Policy, each: Dozer) -> str:
    """Tell of somebody who is falling asleep."""
    facts = [wording.named(language, policy, "activity", each.stage)]
    if each.days_since_last_visit is not None:
        facts.append(wording.last_seen(language, each.days_since_last_visit))
    if each.value_at_risk > 0:
        facts.append(language.say("{money} a year", money=language.money(each.value_at_risk)))
    return f"• *{blocks.escaped(each.name)}*: {' · '.join(facts)}"


def _occasion(language: Language, each: Occasion) -> str:
    """Tell of a day that matters."""
    return f"• *{blocks.escaped(each.name)}*: {language.say(OCCASIONS[each.kind], day=language.day(each.day))}"
