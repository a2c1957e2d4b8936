"""The best customers who are falling asleep: who, how long, what is at risk, whose they are."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from bot.lines.options import ASLEEP, Options
from bot.locale import Language
from bot.question import File, Reply
from bot.telling import blocks, spreadsheet, wording
from bot.telling.controls import TICKED, Box, Button, boxes, opening, row
from segmentation.profile import Policy
from storage.dormant import Regular

ROWS = 20
"""Customers on a page."""

COLUMNS = tuple(column.name for column in fields(Regular))
"""The columns of the file."""

FURTHEST = 1000
"""The longest top list that is offered."""

NAMED = 5
"""Customers named in the notification."""


def dormant(
    language: Language,
    policy: Policy,
    options: Options,
    found: Sequence[Regular],
    *,
    looked_at: int,
    owner: str | None,
    to_give: Collection[int] = (),
    with_file: bool = True,
    as_of: date,
    today: date,
) -> Reply:
    """Show one page of `found`, the sleepers among the `looked_at` best customers, in the order given.

    Those `to_give`, by customer, can be ticked and handed over.

    `owner` is the name of whose customers they are, if one owner's were asked for. Beyond a page, all of them come as
    a file as well, if there may be one; pages that are turned to come without.
    """
    pages = max(1, -(-len(found) // ROWS))
    page = min(options.page or 1, pages)
    shown = found[(page - 1) * ROWS : page * ROWS]
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, policy, options, found, looked_at)
    whose = blocks.among(language, owner=owner, region=options.region)
    turning = _pages(language, options, page, pages, further=not found and looked_at >= options.top)
    in_file = with_file and bool(found) and (options.csv or (options.page is None and pages > 1))
    return blocks.reply(
        " ".join(part for part in (answer, whose, _in_words(language, policy, shown, page), reach) if part),
        blocks.paragraph(f"*{answer}*", whose, _stages(language, policy, found)),
        _table(language, policy, shown) if shown else None,
        *_giving(language, policy, [regular for regular in shown if regular.customer_id in to_give]),
        blocks.buttons(turning) if turning else None,
        blocks.remark(
            blocks.ties(language, top=options.top, found=looked_at),
            *_small_print(language, found, page, pages, in_file=in_file),
            reach,
        ),
        file=_file(language, found, as_of) if in_file else None,
    )


def _answer(language: Language, policy: Policy, options: Options, found: Sequence[Regular], looked_at: int) -> str:
    """Say how many sleep, and what is at risk."""
    if not looked_at:
        return language.say("There are no such customers.")
    values = {
        "top": language.number(looked_at),
        "money": language.money(sum((regular.value_at_risk for regular in found), Decimal(0))),
    }
    stages = language.listed([wording.named(language, policy, "activity", stage) for stage in options.stages])
    if not found and options.stages == ASLEEP:
        return language.say("None of the top {top} customers by spend is resting or worse.", **values)
    if not found:
        return language.say("None of the top {top} customers by spend is in stage {stages}.", stages=stages, **values)
    if options.stages == ASLEEP:
        return language.count(
            "{n} of the top {top} customers by spend is resting or worse; value at risk {money}.",
            "{n} of the top {top} customers by spend are resting or worse; value at risk {money}.",
            len(found),
            **values,
        )
    return language.count(
        "{n} of the top {top} customers by spend is in stage {stages}; value at risk {money}.",
        "{n} of the top {top} customers by spend are in stage {stages}; value at risk {money}.",
        len(found),
        stages=stages,
        **values,
    )


def _stages(language: Language, policy: Policy, found: Sequence[Regular]) -> str:
    """Count the stages, from the one easiest to wake to the one longest gone."""
    counts = Counter(regular.stage for regular in found)
    return language.listed(
        [
            f"{wording.named(language, policy, 'activity', stage)} {language.number(counts[stage])}"
            for stage in ("normal", *ASLEEP)
            if counts[stage]
        ]
    )


def _in_words(language: Language, policy: Policy, shown: Sequence[Regular], page: int) -> str:
    """Name the first few of a page for those who do not see the table."""
    if not shown:
        return ""
    first = language.listed(
        [
            f"{blocks.escaped(regular.name)} ({wording.named(language, policy, 'activity', regular.stage)})"
            for regular in shown[:NAMED]
        ]
    )
    if page == 1:
        return language.say("First: {names}.", names=first)
    return language.say("First on page {page}: {names}.", page=language.number(page), names=first)


def _table(language: Language, policy: Policy, shown: Sequence[Regular]) -> blocks.Part:
    """List customers, one a row."""
    titles = (
        language.say("Customer"),
        language.say("Stage"),
        language.say("Last visit"),
        language.say("Usually"),
        language.say("At risk"),
        language.say("Owner"),
    )
    rows = [
        (
            regular.name,
            wording.named(language, policy, "activity", regular.stage),
            _absence(language, regular),
            _rhythm(language, regular),
            language.money(regular.value_at_risk),
            regular.owner or language.say("nobody"),
        )
        for regular in shown
    ]
    return blocks.table(titles, rows, numbers=(4,))


def _giving(language: Language, policy: Policy, some: Sequence[Regular]) -> list[blocks.Part | None]:
    """Return a box for each customer that can be handed over, and the button that does."""
    if not some:
        return []
    button = Button(language.say("Hand over ticked…"), opening("assign", TICKED))
    return [*boxes([_box(language, policy, regular) for regular in some]), row(button, kept=True)]


def _box(language: Language, policy: Policy, regular: Regular) -> Box:
    """Return the box of a customer, with how they stand under it."""
    stage = wording.named(language, policy, "activity", regular.stage)
    owner = blocks.plain(regular.owner or language.say("nobody"), 20)
    beside = " · ".join((stage, _absence(language, regular), language.money(regular.value_at_risk), owner))
    return Box(blocks.plain(regular.name), f"id:{regular.customer_id}", beside)


def _absence(language: Language, regular: Regular) -> str:
    """Say how long ago the last visit was."""
    if regular.days_since_last_visit is None:
        return language.say("never")
    return language.say("{days} ago", days=wording.days(language, regular.days_since_last_visit))


def _rhythm(language: Language, regular: Regular) -> str:
    """Say how often the customer usually comes."""
    if regular.cadence_days is None:
        return blocks.NOTHING
    return language.say("every {days}", days=wording.days(language, regular.cadence_days))


def _pages(language: Language, options: Options, page: int, pages: int, *, further: bool) -> Mapping[str, str]:
    """Return the questions that turn the page; where nobody was found, the one that looks further."""
    asked = replace(options, csv=False)
    turns = {language.say("Previous page"): page - 1, language.say("Next page"): page + 1}
    offers = {label: replace(asked, page=to) for label, to in turns.items() if 1 <= to <= pages}
    if further and options.top < FURTHEST:
        top = min(FURTHEST, 4 * options.top)
        offers[language.say("Look at the top {top}", top=language.number(top))] = replace(asked, top=top, page=None)
    return {label: f"/dormant {asking.words()}" for label, asking in offers.items()}


def _small_print(language: Language, found: Sequence[Regular], page: int, pages: int, *, in_file: bool) -> list[str]:
    """Say which page this is, and what is not done by default."""
    notes = []
    if pages > 1:
        notes.append(language.say("Page {page} of {pages}.", page=language.number(page), pages=language.number(pages)))
    if in_file:
        notes.append(language.count("{n} row as a file.", "All {n} rows as a file.", len(found)))
    if {"dead", "buried"} & {regular.stage for regular in found}:
        notes.append(language.say("Dead and buried customers are not contacted by default."))
    return notes


def _file(language: Language, found: Sequence[Regular], as_of: date) -> File:
    """Return all customers found as a file."""
    rows = ([getattr(regular, column) for column in COLUMNS] for regular in found)
    return spreadsheet.file(f"dormant-{as_of:%Y-%m-%d}.csv", language.say("Dormant customers"), COLUMNS, rows)
