"""The customers to think of: whom to congratulate, whom to wake, who has changed tier."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.locale import Language, sentence
from bot.telling import wording
from bot.telling.blocks import Part
from bot.views.home.layout import Onlooker, heading, listed, more, told, whose
from segmentation.profile import Policy
from storage.home.asleep import Asleep
from storage.home.moves import Mover
from storage.home.occasions import Occasion

OCCASIONS: Mapping[str, tuple[str, str, str]] = {
    "birthday": (sentence("birthday today"), sentence("birthday tomorrow"), sentence("birthday on {day}")),
    "anniversary": (sentence("anniversary today"), sentence("anniversary tomorrow"), sentence("anniversary on {day}")),
}
"""How an occasion is told on its day, the day before, and earlier."""


def occasions(
    language: Language, found: Sequence[Occasion], total: int, onlooker: Onlooker, *, today: date
) -> list[Part]:
    """Show whose birthday or anniversary is near."""
    if not found:
        return []
    lines = [
        told(
            one.name,
            _when(language, one, today),
            _seen(language, one.days_since_last_visit),
            _a_year(language, one.value),
            whose(language, one.owner, one.owner_id, onlooker),
        )
        for one in found
    ]
    title = heading(language.say("Call with congratulations"))
    return [title, listed(lines, _named(found)), *more(language, len(found), total)]


def asleep(language: Language, policy: Policy, found: Asleep, onlooker: Onlooker, *, vips: bool = False) -> list[Part]:
    """Show who is falling asleep, most value at risk first; of a large business the VIPs."""
    if not found.total:
        return []
    lines = [
        told(
            one.name,
            wording.named(language, policy, "activity", one.stage),
            _seen(language, one.days_since_last_visit),
            _a_year(language, one.value_at_risk),
            whose(language, one.owner, one.owner_id, onlooker),
        )
        for one in found.described
    ]
    count = (
        language.count("{n} VIP is falling asleep", "{n} VIPs are falling asleep", found.total)
        if vips
        else language.count("{n} customer is falling asleep", "{n} customers are falling asleep", found.total)
    )
    at_risk = language.say("{money} a year at risk", money=language.money(found.value_at_risk))
    title = heading(f"{count} · {at_risk}")
    return [title, listed(lines, _named(found.described)), *more(language, len(lines), found.total)]


def movers(language: Language, policy: Policy, found: Sequence[Mover], total: int, onlooker: Onlooker) -> list[Part]:
    """Show who is in another tier than a week ago."""
    if not found:
        return []
    lines = [
        told(
            one.name,
            " → ".join(wording.named(language, policy, "tier", tier) for tier in (one.before, one.after)),
            _a_year(language, one.value),
            whose(language, one.owner, one.owner_id, onlooker),
        )
        for one in found
    ]
    title = heading(language.say("Changed tier this week"))
    return [title, listed(lines, _named(found)), *more(language, len(found), total)]


def _named(found: Sequence[Occasion | Mover] | Sequence[object]) -> list[tuple[int, str]]:
    """Return customers by id and name."""
    return [(one.customer_id, one.name) for one in found]  # type: ignore[attr-defined]


def _when(language: Language, one: Occasion, today: date) -> str:
    """Say what day it is, and when."""
    on_the_day, day_before, earlier = OCCASIONS[one.kind]
    ahead = (one.day - today).days
    if ahead > 1:
        return language.say(earlier, day=language.day(one.day))
    return language.say(day_before if ahead else on_the_day)


def _seen(language: Language, days: int | None) -> str:
    """Say how long ago the last visit was."""
    if days is None:
        return language.say("never came")
    return wording.last_seen(language, days)


def _a_year(language: Language, value: Decimal) -> str:
    """Say what a customer brings in a year, if they bring anything."""
    return language.say("{money} a year", money=language.money(value)) if value > 0 else ""
