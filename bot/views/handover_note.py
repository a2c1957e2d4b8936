"""A hand-over note: which accounts somebody gets or gives, and what whoever has them next must know."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.locale import Language, sentence
from bot.question import File, Reply
from bot.telling import blocks, handovers, spreadsheet, wording
from bot.telling.choices import CONTACTS, in_words
from bot.telling.controls import Button, row
from bot.telling.happenings import moment
from segmentation.profile import Policy
from storage.handovers import words
from storage.handovers.lists import Handed, HandoverView

ROWS = 25
"""The most accounts in the message; the others are in the file."""

AHEAD = timedelta(days=60)
"""How far important dates are looked for."""

COLUMNS = (
    "id",
    "account",
    "region",
    "from",
    "to",
    "tier",
    "stage",
    "last_visit",
    "value_365d",
    "open_alerts",
    "last_contact",
    "cause",
    "note",
    "birthday",
    "anniversary",
)
"""The columns of the file."""


def handover_note(
    language: Language,
    policy: Policy,
    found: HandoverView,
    accounts: Sequence[Handed],
    *,
    reader: int | None,
    known: Sequence[Handed] | None = None,
    with_file: bool = False,
    as_of: date | None,
    today: date,
) -> Reply:
    """Tell `reader` (a person's id; None for who only looks on) which accounts they get or give, and about each.

    Args:
        known: those of which the reader may see more than the name; None for all.
    """
    seen = accounts if known is None else known
    reach = blocks.reach(language, as_of=as_of, today=today)
    first = [*_first(language, found, accounts, reader)]
    asked = _by_whom(language, found)
    is_back = found.state == words.UNDONE
    more = len(seen) - ROWS
    return blocks.reply(
        " ".join([*first, asked, reach]),
        blocks.paragraph(*(f"*{line}*" for line in first), asked, _sum(language, seen) if seen else ""),
        None if is_back or not seen else _table(language, policy, seen[:ROWS], today=today),
        row(Button(language.say("All accounts as a file"), f"/assign note {found.id} csv") if seen else None),
        blocks.remark(
            language.say("Handover {id}", id=found.id),
            language.count("{n} more in the file.", "{n} more in the file.", more) if more > 0 and not is_back else "",
            reach,
        ),
        file=_file(language, found, seen) if with_file and seen else None,
    )


def _by_whom(language: Language, found: HandoverView) -> str:
    """Say who asked for it and why, or who took it back."""
    if found.state == words.UNDONE and found.undone_by and found.undone_at:
        by, when = blocks.escaped(found.undone_by.name), moment(found.undone_at)
        return language.say("{name} took it back ({moment}).", name=by, moment=when)
    by = blocks.escaped(found.asked_by.name) if found.asked_by else language.say("somebody")
    if not found.reason:
        return language.say("{name} asked for it.", name=by)
    return language.say("{name} asked for it: “{reason}”.", name=by, reason=blocks.escaped(found.reason, 200))


def _first(language: Language, found: HandoverView, accounts: Sequence[Handed], reader: int | None) -> list[str]:
    """Say what is somebody's from now on, and what is not any more."""
    got = [one for one in accounts if one.receiver.id == reader]
    given = [one for one in accounts if one.giver and one.giver.id == reader]
    if not (got or given):
        return [handovers.headline(language, found)]
    is_back = found.state == words.UNDONE
    return [*_got(language, got, is_back=is_back), *_given(language, given, is_back=is_back)]


def _got(language: Language, got: Sequence[Handed], *, is_back: bool) -> list[str]:
    """Say what somebody has got, or must give back."""
    if not got:
        return []
    givers = list({one.giver.id: one.giver for one in got if one.giver}.values())
    names = handovers.whom(language, givers) if givers else language.say("nobody")
    values = {"name": blocks.escaped(got[0].name), "n": language.number(len(got)), "names": names}
    if len(got) == 1:
        told = sentence("{name} is back with {names}.") if is_back else sentence("{name} is yours now, from {names}.")
    elif is_back:
        told = sentence("{n} accounts are back with {names}.")
    else:
        told = sentence("{n} accounts are yours now, from {names}.")
    return [language.say(told, **values)]


def _given(language: Language, given: Sequence[Handed], *, is_back: bool) -> list[str]:
    """Say what somebody has given, or has got back."""
    if not given:
        return []
    names = handovers.whom(language, list({one.receiver.id: one.receiver for one in given}.values()))
    values = {"name": blocks.escaped(given[0].name), "n": language.number(len(given)), "names": names}
    if len(given) == 1:
        told = sentence("{name} is yours again.") if is_back else sentence("{name} is with {names} now.")
    elif is_back:
        told = sentence("{n} accounts are yours again.")
    else:
        told = sentence("{n} of your accounts are with {names} now.")
    return [language.say(told, **values)]


def _sum(language: Language, accounts: Sequence[Handed]) -> str:
    """Say what the accounts bring, and how many alerts are open."""
    money = language.money(sum((one.value for one in accounts), Decimal(0)))
    alerts = sum(one.alerts for one in accounts)
    if not alerts:
        return language.say("Worth {money} in 365 days; no alert is open.", money=money)
    return language.count(
        "Worth {money} in 365 days; {n} open alert is with them: see `/alerts`.",
        "Worth {money} in 365 days; {n} open alerts are with them: see `/alerts`.",
        alerts,
        money=money,
    )


def _table(language: Language, policy: Policy, accounts: Sequence[Handed], *, today: date) -> blocks.Part:
    """Show what whoever has an account next must know."""
    say = language.say
    titles = (say("Account"), say("Stage"), say("Last contact"), say("Promised"), say("Dates"))
    rows = [
        (
            one.name,
            wording.named(language, policy, "activity", one.stage) if one.stage else blocks.NOTHING,
            _last_contact(language, one),
            one.promise or blocks.NOTHING,
            _dates(language, one, today=today),
        )
        for one in accounts
    ]
    return blocks.table(titles, rows)


def _last_contact(language: Language, one: Handed) -> str:
    """Say when somebody was in touch last."""
    if one.outreach is None:
        return language.say("none logged")
    return language.say(
        "{contact}, {day}",
        contact=in_words(language, CONTACTS, one.outreach.kind),
        day=language.day(one.outreach.day),
    )


def _dates(language: Language, one: Handed, *, today: date) -> str:
    """Name the important dates of the next weeks."""
    dates = ((language.say("birthday"), one.birthday), (language.say("anniversary"), one.anniversary))
    soon = [(next_, title) for title, day in dates if day and (next_ := _next(day, today)) - today <= AHEAD]
    return language.listed([f"{title} {language.day(day)}" for day, title in sorted(soon)]) or blocks.NOTHING


def _next(day: date, today: date) -> date:
    """Return when a date of the year is next; the 29th of February is on the 28th in other years."""
    for year in (today.year, today.year + 1):
        is_leap_day = (day.month, day.day) == (2, 29)
        this = date(year, 2, 28) if is_leap_day and not _is_leap(year) else day.replace(year=year)
        if this >= today:
            return this
    raise AssertionError("every day of the year comes again")


def _is_leap(year: int) -> bool:
    """Say whether a year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _file(language: Language, found: HandoverView, accounts: Sequence[Handed]) -> File:
    """Return all accounts with what is known of each."""
    rows = (
        (
            f"id:{one.customer_id}",
            one.name,
            one.region,
            one.giver.name if one.giver else None,
            one.receiver.name,
            one.tier,
            one.stage,
            one.last_visit,
            one.value,
            one.alerts,
            one.outreach.day if one.outreach else None,
            one.outreach.cause if one.outreach else None,
            one.outreach.note if one.outreach else None,
            one.birthday,
            one.anniversary,
        )
        for one in accounts
    )
    return spreadsheet.file(f"handover-{found.id}.csv", language.say("Handover {id}", id=found.id), COLUMNS, rows)
