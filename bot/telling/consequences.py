"""What a handover would do, in words: what it is worth, who is among it, whose books it changes, what to heed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.approving import Why
from bot.books import load
from bot.locale import Language, sentence
from bot.telling import blocks, wording
from bot.telling.heeding import Lapsed
from segmentation.models.value_group import BZ, MGC, MVC, STANDARD
from segmentation.profile import Policy
from storage.books import Book
from storage.handovers.life import Approval
from storage.handovers.preview import LEFT, Preview
from storage.handovers.shown import Shown

FLOWS = 12
"""The most ways from one person to another that are listed."""

BOOKS = 30
"""The most books that are compared."""

TIERS = (MVC.key, MGC.key, STANDARD.key, BZ.key)

WHYS: Mapping[Why, str] = {
    Why.ACCOUNTS: sentence("many accounts"),
    Why.VALUE: sentence("much value"),
    Why.VIPS: sentence("VIPs among them"),
}
"""Why a handover needs approval."""


@dataclass(frozen=True)
class Foreseen:
    """What a handover would do, and the load in the middle of the team's, where whoever looks may see that.

    `lapsed` is why whoever asked for it may not do so any more, if that is so.
    """

    preview: Preview
    median: float | None = None
    lapsed: Lapsed | None = None

    @property
    def goes_on(self) -> bool:
        """Whether whoever asked for it, and looks, may go on: nobody gives away what is out of their sight."""
        return self.lapsed is None and not self.preview.hidden and self.is_possible

    @property
    def is_possible(self) -> bool:
        """Whether everybody who would get accounts is there still."""
        return all(one.kind != LEFT for one in self.preview.cautions)


@dataclass(frozen=True)
class Needed:
    """The approval that a handover needs: of one of whom, and why."""

    approval: Approval
    approvers: tuple[str, ...]
    why: tuple[Why, ...]


def worth(language: Language, policy: Policy, found: Preview) -> str:
    """Say what the accounts bring, and of which tiers they are; nothing of accounts that are all out of sight."""
    if not found.accounts:
        return ""
    counted = [(tier, found.tiers[tier].accounts) for tier in (*TIERS, None) if tier in found.tiers]
    unknown = language.say("not classified")
    tiers = [
        f"{wording.named(language, policy, 'tier', tier) if tier else unknown} {language.number(number)}"
        for tier, number in counted
    ]
    told = language.say(
        "Worth {money} in 365 days: {tiers}.", money=language.money(found.value), tiers=language.listed(tiers)
    )
    asleep = language.count(
        "{n} is dormant or worse; {money} a year at risk.",
        "{n} are dormant or worse; {money} a year at risk.",
        found.dormant,
        money=language.money(found.value_at_risk),
    )
    closed = language.count("{n} of them is closed.", "{n} of them are closed.", found.closed)
    return " ".join([told, *([asleep] if found.dormant else []), *([closed] if found.closed else [])])


def along(language: Language, found: Preview) -> str:
    """Say what moves along."""
    if not found.accounts:
        return ""
    if not found.alerts:
        return language.say("No open alert moves along.")
    if not found.snoozed:
        return language.count("{n} open alert moves along.", "{n} open alerts move along.", found.alerts)
    return language.count(
        "{n} open alert moves along, snoozed.",
        "{n} open alerts move along, {snoozed} of them snoozed.",
        found.alerts,
        snoozed=language.number(found.snoozed),
    )


def vips(language: Language, found: Preview) -> str:
    """Name the VIPs among the accounts."""
    if not found.vips:
        return language.say("No VIP is among them.") if found.accounts > 1 else ""
    named = [
        language.say("{name} ({beside})", name=blocks.escaped(vip.name), beside=language.money(vip.value))
        for vip in found.vips
    ]
    return language.count(
        "*{n} VIP:* {names}.", "*{n} VIPs:* {names}.", len(named), names=wording.first(language, named)
    )


def flows(language: Language, found: Preview) -> list[str]:
    """Say how many accounts go from whom to whom, where there is more than one way."""
    if len(found.flows) < 2:
        return []
    lines = [
        language.count(
            "{giver} → {receiver}: {n} account, {money}",
            "{giver} → {receiver}: {n} accounts, {money}",
            flow.accounts,
            giver=blocks.escaped(flow.holder.name) if flow.holder else language.say("nobody"),
            receiver=blocks.escaped(flow.receiver.name),
            money=language.money(flow.value),
        )
        for flow in found.flows[:FLOWS]
    ]
    more = len(found.flows) - FLOWS
    return [*lines, language.count("{n} more.", "{n} more.", more)] if more > 0 else lines


def books(language: Language, foreseen: Foreseen) -> blocks.Part | None:
    """Compare the books before and after, the load against the team's median."""
    shown = foreseen.preview.books[:BOOKS]
    if not shown:
        return None
    say = language.say
    titles = (say("Book"), say("Accounts"), say("Value"), say("VIPs"), say("Dormant"), say("Load"))
    rows = [
        (
            change.person.name,
            *(
                before if before == after else f"{before} → {after}"
                for before, after in zip(
                    _book(language, change.before, foreseen.median),
                    _book(language, change.after, foreseen.median),
                    strict=True,
                )
            ),
        )
        for change in shown
    ]
    return blocks.table(titles, rows, numbers=range(1, 6))


def _book(language: Language, book: Book, median: float | None) -> tuple[str, ...]:
    """Write the figures of a book."""
    work = load.load(book)
    above = load.against(work, median) if median is not None else None
    return (
        language.number(book.accounts),
        language.money(book.value),
        language.number(book.vips),
        language.number(book.dormant),
        wording.load(language, work, above),
    )


def explained(language: Language, foreseen: Foreseen) -> str:
    """Say what load is."""
    if foreseen.median is None:
        return language.say("Load: contacts a quarter that the accounts deserve.")
    return language.say("Load: contacts a quarter that the accounts deserve, and against the team's median.")


def approval(language: Language, needed: Needed | None) -> str:
    """Say whose approval a handover needs, and why."""
    if needed is None:
        return ""
    why = language.listed([language.say(WHYS[one]) for one in needed.why])
    names = [blocks.escaped(one) for one in needed.approvers]
    return language.say("It needs the approval of {names}: {why}.", names=wording.first(language, names), why=why)


def changed(language: Language, policy: Policy, before: Shown, after: Shown) -> list[str]:
    """Say what of a handover is not any more as it was shown."""
    pairs = (
        (language.say("Accounts"), language.number(before.accounts), language.number(after.accounts)),
        (language.say("Value"), language.money(before.value), language.money(after.value)),
        (language.say("VIPs"), language.number(len(before.vips)), language.number(len(after.vips))),
        *_tiers(language, policy, before, after),
        (language.say("Open alerts"), language.number(before.alerts), language.number(after.alerts)),
    )
    told = [f"{title} {was} → {is_now}" for title, was, is_now in pairs if was != is_now]
    if before.vips != after.vips and len(before.vips) == len(after.vips):
        told.append(language.say("other VIPs than before"))
    first_line = language.say("*This has changed since it was shown.* Look at it again, then confirm it.")
    return [first_line, language.listed(told)] if told else [first_line]


def _tiers(language: Language, policy: Policy, before: Shown, after: Shown) -> Iterator[tuple[str, str, str]]:
    """Yield of each tier but that of the VIPs how many accounts were of it, and are."""
    for tier in (*TIERS[1:], ""):
        name = wording.named(language, policy, "tier", tier) if tier else language.say("not classified")
        yield name, language.number(before.tiers.get(tier, 0)), language.number(after.tiers.get(tier, 0))
