"""What should be done first, and what comes after."""

from datetime import date

from bot.locale import Language
from bot.telling import blocks, reasons
from bot.telling.blocks import Part
from bot.telling.choices import SNOOZES
from bot.telling.controls import Button, Menu, dotted, opening, row
from bot.views.home.layout import Onlooker, heading, whose
from segmentation.profile import Policy
from storage.alerts import words
from storage.alerts.lists import AlertView
from storage.home.pressing import Pressing


def alerts(language: Language, policy: Policy, found: Pressing, onlooker: Onlooker, *, as_of: date) -> list[Part]:
    """Show the first alert with what can be done about it, and each of the others with the next step.

    Args:
        as_of: the day of the latest data, later than that of which older alerts tell.
    """
    if not found.alerts:
        return [heading(language.say("Open alerts")), blocks.paragraph(language.say("No alert is open."))]
    first, *others = found.alerts
    standing = _standing(language, first, found, onlooker, as_of)
    controls = row(*_controls(language, first, onlooker))
    return [
        heading(language.say("First: {name}", name=first.customer)),
        blocks.paragraph(reasons.change(language, policy, first), reasons.evidence(language, policy, first)),
        *([blocks.remark(" · ".join(standing))] if standing else []),
        *([controls] if controls else []),
        *(_other(language, policy, each, found, onlooker, as_of) for each in others),
        *_all(language, found),
    ]


def _other(
    language: Language, policy: Policy, each: AlertView, found: Pressing, onlooker: Onlooker, as_of: date
) -> Part:
    """Tell an alert in a line, and under it what is at stake, beside the next step."""
    worth = language.say("{money} a year", money=language.money(each.value_at_risk)) if each.value_at_risk > 0 else ""
    beside = " · ".join(part for part in (worth, *_standing(language, each, found, onlooker, as_of)) if part)
    lines = (reasons.change(language, policy, each), beside)
    return dotted("\n".join(line for line in lines if line), _step(language, each, onlooker))


def _standing(language: Language, each: AlertView, found: Pressing, onlooker: Onlooker, as_of: date) -> list[str]:
    """Say of which day it tells, if not the last, that it has rested until now, whose it is, and in whose hands."""
    owner = each.owner
    parts = [
        language.say("as of {day}", day=language.day(each.as_of)) if each.as_of < as_of else "",
        language.say("snoozed until now") if each.id in found.woken else "",
        whose(language, owner.name, owner.id, onlooker) if owner and owner != each.taken_by else "",
        _hands(language, each, onlooker),
    ]
    return [part for part in parts if part]


def _hands(language: Language, each: AlertView, onlooker: Onlooker) -> str:
    """Say who has it in hand; nothing as long as nobody has."""
    if each.taken_by is None:
        return ""
    contacted = each.state == words.CONTACTED
    if each.taken_by.id == onlooker.me:
        return language.say("you were in touch") if contacted else language.say("you have it")
    name = blocks.escaped(each.taken_by.name)
    return language.say("{name} was in touch", name=name) if contacted else language.say("{name} has it", name=name)


def _controls(language: Language, first: AlertView, onlooker: Onlooker) -> list[Button | Menu | None]:
    """Return what can be done about the first one: all of it by those who take care of the customer."""
    step, look = _step(language, first, onlooker), _looking(language, first)
    if step == look:
        return [look]
    main = Button(step.label, step.line, primary=True)
    if not _is_for(first, onlooker):
        return [main, look]
    snoozes = {language.say(label): f"/alerts snooze {_ticket(first)} {word}" for word, label in SNOOZES.items()}
    contact = None if first.taken_by else Button(language.say("Log contact"), opening("log_contact", str(first.id)))
    return [main, contact, Menu(snoozes, language.say("Snooze")), look]


def _step(language: Language, each: AlertView, onlooker: Onlooker) -> Button:
    """Return the next step: to take it, then to say what was done; to find an owner; else to look at it."""
    if _is_for(each, onlooker):
        if each.taken_by is None:
            return Button(language.say("I'll take it"), f"/alerts take {_ticket(each)}")
        return Button(language.say("Log contact"), opening("log_contact", str(each.id)))
    if each.owner is None:
        return Button(language.say("Reassign…"), opening("reassign", _ticket(each)))
    return _looking(language, each)


def _looking(language: Language, each: AlertView) -> Button:
    """Return the button that shows an alert whole."""
    return Button(language.say("Open"), f"/alerts show {each.id}")


def _is_for(each: AlertView, onlooker: Onlooker) -> bool:
    """Say whether whoever looks takes care of it themselves."""
    return any(one is not None and one.id in onlooker.mine for one in (each.owner, each.taken_by))


def _ticket(each: AlertView) -> str:
    """Return which alert is meant, and how it stood when it was shown."""
    return f"{each.id} v{each.version}"


def _all(language: Language, found: Pressing) -> list[Part]:
    """Offer the whole list, where more alerts are open than are shown."""
    if found.total <= len(found.alerts):
        return []
    count = language.count("{n} alert is open.", "{n} alerts are open.", found.total)
    free = language.count("Nobody has taken {n} of them.", "Nobody has taken {n} of them.", found.untaken)
    none = language.say("Nobody has taken any of them.")
    told = f"{count} {none if found.untaken == found.total else free}" if found.untaken else count
    return [dotted(told, Button(language.say("All alerts"), "/alerts"))]
