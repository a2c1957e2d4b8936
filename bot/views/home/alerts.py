"""What should be done first, and what comes after."""

from collections.abc import Collection

from bot.locale import Language
from bot.telling import blocks, reasons
from bot.telling.blocks import Part
from bot.telling.choices import SNOOZES
from bot.telling.controls import Button, Menu, dotted, opening, row
from bot.views.home.layout import heading, whose
from segmentation.profile import Policy
from storage.alerts import words
from storage.alerts.lists import AlertView
from storage.home.pressing import Pressing


def alerts(language: Language, policy: Policy, found: Pressing, *, me: int, mine: Collection[int]) -> list[Part]:
    """Show the first alert with what can be done about it, and the others each with the next step.

    Args:
        mine: ids of those whose customers whoever looks takes care of: their own, and of whom they stand in for.
    """
    if not found.alerts:
        return [heading(language.say("Nothing needs you now")), blocks.paragraph(language.say("No alert is open."))]
    first, *others = found.alerts
    return [
        heading(language.say("First: {name}", name=first.customer)),
        blocks.paragraph(reasons.change(language, policy, first), reasons.evidence(language, policy, first)),
        *_below(language, first, found, me=me, mine=mine),
        *(dotted(_line(language, policy, each, found, me=me), _step(language, each, mine)) for each in others),
        *_all(language, found),
    ]


def _below(
    language: Language, first: AlertView, found: Pressing, *, me: int, mine: Collection[int]
) -> list[Part]:
    """Say how the first one stands, and offer what can be done."""
    standing = _standing(language, first, found, me=me)
    controls = row(*_controls(language, first, mine))
    return [*([blocks.remark(" · ".join(standing))] if standing else []), *([controls] if controls else [])]


def _line(language: Language, policy: Policy, each: AlertView, found: Pressing, *, me: int) -> str:
    """Tell an alert in a line, and under it what is at stake."""
    worth = language.say("{money} a year", money=language.money(each.value_at_risk)) if each.value_at_risk > 0 else ""
    beside = " · ".join(part for part in (worth, *_standing(language, each, found, me=me)) if part)
    return "\n".join(part for part in (reasons.change(language, policy, each), beside) if part)


def _standing(language: Language, each: AlertView, found: Pressing, *, me: int) -> list[str]:
    """Say whose customer it is, if not of whoever looks, in whose hands it is, and that it has rested until now."""
    owner = each.owner
    parts = [
        language.say("snoozed until now") if each.id in found.woken else "",
        whose(owner.name, owner.id, me) if owner else language.say("nobody's customer"),
        _hands(language, each, me=me),
    ]
    return [part for part in parts if part]


def _hands(language: Language, each: AlertView, *, me: int) -> str:
    """Say who has it in hand; nothing as long as nobody has."""
    if each.taken_by is None:
        return ""
    contacted = each.state == words.CONTACTED
    if each.taken_by.id == me:
        return language.say("you were in touch") if contacted else language.say("you have it")
    name = blocks.escaped(each.taken_by.name)
    return language.say("{name} was in touch", name=name) if contacted else language.say("{name} has it", name=name)


def _controls(language: Language, first: AlertView, mine: Collection[int]) -> list[Button | Menu | None]:
    """Return what can be done about the first one."""
    step = _step(language, first, mine)
    if not _is_for(first, mine):
        return [step]
    snoozes = {language.say(label): f"/alerts snooze {_ticket(first)} {word}" for word, label in SNOOZES.items()}
    look = Button(language.say("Open"), f"/alerts show {first.id}")
    contact = None if first.taken_by else Button(language.say("Log contact"), opening("log_contact", str(first.id)))
    return [Button(step.label, step.line, primary=True), contact, Menu(snoozes, language.say("Snooze")), look]


def _step(language: Language, each: AlertView, mine: Collection[int]) -> Button:
    """Return the next step: to take it, then to say what was done; to look at it where others take care of it."""
    if not _is_for(each, mine):
        return Button(language.say("Open"), f"/alerts show {each.id}")
    if each.taken_by is None:
        return Button(language.say("I'll take it"), f"/alerts take {_ticket(each)}")
    return Button(language.say("Log contact"), opening("log_contact", str(each.id)))


def _is_for(each: AlertView, mine: Collection[int]) -> bool:
    """Say whether whoever looks takes care of it themselves."""
    return any(one is not None and one.id in mine for one in (each.owner, each.taken_by))


def _ticket(each: AlertView) -> str:
    """Return which alert is meant, and how it stood when it was shown."""
    return f"{each.id} v{each.version}"


def _all(language: Language, found: Pressing) -> list[Part]:
    """Offer the whole list, where more alerts are open than are shown."""
    if found.total <= len(found.alerts):
        return []
    count = language.count("{n} alert is open", "{n} alerts are open", found.total)
    free = language.count("{n} of them nobody has taken", "{n} of them nobody has taken", found.untaken)
    return [dotted(f"{count}, {free}.", Button(language.say("All alerts"), "/alerts"))]
