"""Alerts in a list, with boxes to tick: several can be taken or snoozed at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.lines.orders import LIVE, Listing
from bot.locale import Language, sentence
from bot.question import Reply
from bot.telling import blocks, reasons
from bot.telling.choices import SNOOZES
from bot.telling.controls import TICKED, Box, Button, Menu, boxes, row
from storage.alerts import words
from storage.alerts.lists import AlertView, Page

ROWS = 10
"""Alerts on a page: as many boxes as Slack takes in a group."""

NAMED = 5
"""Alerts told in a notification."""

STATES: Mapping[str, str] = {
    words.OPEN: sentence("nobody has taken it"),
    words.ACKNOWLEDGED: sentence("{name} has it"),
    words.CONTACTED: sentence("{name} was in touch"),
    words.RECOVERED: sentence("back to usual"),
    words.LOST: sentence("lost"),
    words.EXPIRED: sentence("expired"),
    words.DISMISSED: sentence("closed"),
}
"""How an alert stands, in a few words."""


def alerts(language: Language, asked: Listing, page: Page, *, as_of: date | None, today: date, done: str = "") -> Reply:
    """Show one page of alerts, the most value at risk first; `done` is what was done just now, if anything."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, asked, page)
    first = language.listed([_named(language, each) for each in page.alerts[:NAMED]])
    return blocks.reply(
        " ".join(part for part in (done, answer, first, reach) if part),
        blocks.paragraph(done, f"*{answer}*"),
        *boxes([_box(language, each, whose=asked.scope != "mine") for each in page.alerts]),
        row(*_doing(language, asked, page)),
        row(*_turning(language, asked, page), first=5),
        blocks.remark(_page(language, asked, page), reach),
    )


def _answer(language: Language, asked: Listing, page: Page) -> str:
    """Say how many there are."""
    if not page.total:
        return language.say("There are no such alerts.") if asked.page == 1 else language.say("There are no more.")
    if asked.states == LIVE:
        return language.count("{n} alert is open.", "{n} alerts are open.", page.total)
    return language.count("{n} alert.", "{n} alerts.", page.total)


def _named(language: Language, each: AlertView) -> str:
    """Return an alert in a few words, for those who do not see the list."""
    name, what = blocks.escaped(each.customer), reasons.title(language, each.rule)
    return language.say("{id}: {name} ({what})", id=each.id, name=name, what=what)


def _box(language: Language, each: AlertView, *, whose: bool) -> Box:
    """Return the box of an alert: what it is about, and under it how it stands, and `whose` it is."""
    what = reasons.title(language, each.rule)
    beside = [_worth(language, each.value_at_risk), _state(language, each)]
    if whose and each.owner and each.owner != each.taken_by:
        beside.append(language.say("of {owner}", owner=blocks.plain(each.owner.name, 20)))
    label = language.say("{name}: {what}", name=blocks.plain(each.customer, 30), what=what)
    return Box(label, str(each.id), " · ".join(part for part in beside if part))


def _worth(language: Language, money: Decimal) -> str:
    """Say what the customer is worth."""
    return language.say("{money} a year", money=language.money(money)) if money > 0 else ""


def _state(language: Language, each: AlertView) -> str:
    """Say in a few words how an alert stands."""
    if each.snoozed_until:
        return language.say("snoozed until {day}", day=language.day(each.snoozed_until.date()))
    if each.snoozed_to_visit_after:
        return language.say("snoozed until the next visit")
    name = blocks.plain(each.taken_by.name, 20) if each.taken_by else language.say("somebody")
    return language.say(STATES[each.state], name=name)


def _doing(language: Language, asked: Listing, page: Page) -> list[Button | Menu]:
    """Return what can be done about those that are ticked, and the way to one of them."""
    if not page.alerts:
        return []
    numbered = {f"{each.id} {blocks.plain(each.customer, 50)}": f"/alerts show {each.id}" for each in page.alerts}
    show = Menu(numbered, language.say("Open one"))
    if not set(asked.states) <= set(LIVE):
        return [show]
    snoozes = {language.say(label): f"/alerts snooze {TICKED} {word}" for word, label in SNOOZES.items()}
    return [
        Button(language.say("Take ticked"), f"/alerts take {TICKED}", primary=True),
        Menu(snoozes, language.say("Snooze ticked")),
        show,
    ]


def _turning(language: Language, asked: Listing, page: Page) -> list[Button]:
    """Return the buttons that turn the page."""
    last = max(1, -(-page.total // ROWS))
    turns = {language.say("Previous page"): asked.page - 1, language.say("Next page"): asked.page + 1}
    return [
        Button(label, f"/alerts list {replace(asked, page=to).words()}")
        for label, to in turns.items()
        if 1 <= to <= last
    ]


def _page(language: Language, asked: Listing, page: Page) -> str:
    """Say which page this is, where there are several."""
    pages = -(-page.total // ROWS)
    if pages < 2:
        return ""
    return language.say("Page {page} of {pages}.", page=language.number(asked.page), pages=language.number(pages))
