"""What somebody looks after, and how the work lies in a team."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import Language
from bot.telling import blocks, wording
from bot.telling.blocks import Part
from bot.views.home.layout import chart, heading
from segmentation.models.activity import SEGMENTS
from segmentation.profile import Policy
from storage.holdings import Holding


@dataclass(frozen=True)
class Burden:
    """What one of a team carries: their accounts, and the contacts a quarter that these deserve.

    `above` is by which part that is more than the median of the team, None where that is nothing. `stood_in_by` is who
    stands in for them now; `has_left` once they are of the team no more.
    """

    name: str
    held: Holding
    contacts: int
    above: float | None
    stood_in_by: str | None = None
    has_left: bool = False


def book(language: Language, policy: Policy, mine: Holding, title: str) -> list[Part]:
    """Draw how the open accounts stand, stage by stage."""
    if not mine.accounts:
        return []
    found = {stage: share.accounts for stage, share in mine.by_stage.items()}
    stages = {wording.named(language, policy, "activity", each.key): found.get(each.key, 0) for each in SEGMENTS}
    told = language.count(
        "{n} account brings {money} a year; VIPs: {vips}, dormant or worse: {dormant}.",
        "{n} accounts bring {money} a year; VIPs: {vips}, dormant or worse: {dormant}.",
        mine.accounts,
        money=language.money(mine.value),
        vips=language.number(mine.vips),
        dormant=language.number(mine.dormant),
    )
    drawn = [chart(language, stages)] if any(stages.values()) else []
    return [heading(title), blocks.paragraph(told), *drawn]


def team(language: Language, burdens: Sequence[Burden], *, more: int) -> list[Part]:
    """Show what everybody of a team carries, the heaviest load first."""
    if not burdens:
        return []
    say = language.say
    titles = (say("Who"), say("Load"), say("Accounts"), say("VIPs"), say("Dormant"), say("A year"))
    rows = [
        (
            _name(language, one),
            wording.load(language, one.contacts, one.above),
            language.number(one.held.accounts),
            language.number(one.held.vips),
            language.number(one.held.dormant),
            language.money(one.held.value),
        )
        for one in burdens
    ]
    note = say("Load: contacts a quarter that the accounts deserve, against the team's median.")
    left = language.count("And {n} more.", "And {n} more.", more) if more else ""
    table = blocks.table(titles, rows, numbers=(1, 2, 3, 4, 5))
    return [heading(say("The team's load")), table, blocks.remark(note, left)]


def _name(language: Language, one: Burden) -> str:
    """Return who it is, and who stands in for them, or that they have left."""
    if one.has_left:
        return language.say("{name} (has left)", name=blocks.plain(one.name, 20))
    if one.stood_in_by is None:
        return one.name
    names = {"name": blocks.plain(one.name, 14), "stand_in": blocks.plain(one.stood_in_by, 12)}
    return language.say("{name} ({stand_in} stands in)", **names)
