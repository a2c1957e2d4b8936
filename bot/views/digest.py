"""The daily digest: which VIPs are falling asleep, those new since the last one first, and the alerts that waited."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from bot.locale import Language
from bot.question import File, Reply
from bot.telling import blocks, happenings, reasons, spreadsheet, wording
from bot.telling.choices import CAUSES, CONTACTS, in_words
from bot.telling.controls import Button, opening, row
from segmentation.guard import Drop, Late
from segmentation.profile import Policy
from segmentation.rules.vip_stage_worse import vip_stage_worse
from storage.alerts.lists import AlertView
from storage.alerts.sleepers import Sleeper, Sleepers

ROWS = 20
"""VIPs in the table; all are in the file."""

NAMED = 3
"""VIPs and alerts named in a notification."""

ALERTS = 10
"""Alerts told in a digest; the list has all."""

COLUMNS = tuple(column.name for column in fields(Sleeper))
"""The columns of the file."""


def digest(
    language: Language,
    policy: Policy,
    found: Sleepers | None,
    alerts: Sequence[AlertView],
    *,
    with_file: bool = False,
    as_of: date | None,
    today: date,
    quiet: Late | Drop | None = None,
) -> Reply:
    """Show the VIPs who sleep, to those who are told of them (`found`), and the `alerts` that waited for the digest.

    Args:
        quiet: why no rule speaks at present, if there is a reason.
    """
    because = _because(language, quiet) if found and quiet else ""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, found) if found else ""
    described = found.described if found else ()
    shown = described[:ROWS]
    alerts = _untold(alerts, shown)
    waited = _waited(language, alerts, beside=bool(answer))
    changes = [reasons.change(language, policy, one) for one in alerts[:NAMED]]
    is_long = len(shown) < (found.total if found else 0)
    return blocks.reply(
        " ".join(part for part in (answer, because, _named(language, shown), waited, *changes, reach) if part),
        blocks.paragraph(f"*{answer}*", because) if answer else None,
        _table(language, policy, shown) if shown else None,
        _chart(language, found) if found and any(found.week.values()) else None,
        *_alerts(language, policy, alerts, waited),
        row(
            Button(language.say("Open alerts"), "/alerts"),
            Button(language.say("All as a file"), "/alerts digest csv") if is_long and not with_file else None,
            Button(language.say("Settings"), opening("hearing", "")),
            kept=True,
        ),
        blocks.remark(_more(language, len(shown), found), reach),
        file=_file(language, described, as_of) if with_file and described and as_of else None,
    )


def _answer(language: Language, found: Sleepers) -> str:
    """Say how many sleep, how many of them newly, and what is at risk."""
    if not found.total:
        return language.say("Nothing to report: no VIP is dormant.")
    answer = language.count(
        "{n} VIP is dormant or worse; {money} a year at risk.",
        "{n} VIPs are dormant or worse; {money} a year at risk.",
        found.total,
        money=language.money(found.value_at_risk),
    )
    if not found.new:
        return answer
    return f"{answer} {language.count('{n} is new.', '{n} are new.', found.new)}"


def _because(language: Language, quiet: Late | Drop) -> str:
    """Say that nobody can be known to have come lately, or that everybody stays away at once."""
    if isinstance(quiet, Drop):
        return language.count(
            "Everybody stays away at once: in the last {n} day only {share} of the usual visits came in. Until "
            "that is over there are no alerts.",
            "Everybody stays away at once: in the last {n} days only {share} of the usual visits came in. Until "
            "that is over there are no alerts.",
            quiet.days,
            share=language.share(quiet.share),
        )
    day = language.day(quiet.since)
    return language.say(
        "The data is late: no visit is known after {day}. Who seems to stay away may have come.", day=day
    )


def _named(language: Language, shown: Sequence[Sleeper]) -> str:
    """Name the first for those who see a notification only."""
    if not shown:
        return ""
    return language.say("First: {names}.", names=language.listed([blocks.escaped(one.name) for one in shown[:NAMED]]))


def _table(language: Language, policy: Policy, shown: Sequence[Sleeper]) -> blocks.Part:
    """List those who sleep, one a row."""
    titles = (
        language.say("Customer"),
        language.say("Stage"),
        language.say("Last visit"),
        language.say("At risk"),
        language.say("Owner"),
        language.say("Last outreach"),
    )
    rows = [
        (
            language.say("{name} (new)", name=blocks.plain(one.name, 34)) if one.is_new else one.name,
            wording.named(language, policy, "activity", one.stage),
            _absence(language, one),
            language.money(one.value_at_risk),
            one.owner.name if one.owner else language.say("nobody"),
            _outreach(language, one),
        )
        for one in shown
    ]
    return blocks.table(titles, rows, numbers=(3,))


def _absence(language: Language, one: Sleeper) -> str:
    """Say how long ago the last visit was."""
    if one.days_since_last_visit is None:
        return language.say("never")
    return language.say("{days} ago", days=wording.days(language, one.days_since_last_visit))


def _outreach(language: Language, one: Sleeper) -> str:
    """Say how somebody last reached out, and what came of it; else who means to."""
    if one.contact is None or one.contact_day is None:
        return language.say("{name} has it", name=one.taken_by.name) if one.taken_by else language.say("none")
    made = language.say(
        "{contact}, {day}", contact=in_words(language, CONTACTS, one.contact), day=_short(language, one)
    )
    if one.last_visit and one.last_visit >= one.contact_day:
        return language.say("{made}: came since", made=made)
    return (
        language.say("{made}: {cause}", made=made, cause=in_words(language, CAUSES, one.cause)) if one.cause else made
    )


def _short(language: Language, one: Sleeper) -> str:
    """Return the day of an outreach."""
    return language.day(one.contact_day) if one.contact_day else ""


def _chart(language: Language, found: Sleepers) -> blocks.Part:
    """Draw how many VIPs slept on each day of the week."""
    title = language.say("VIPs dormant or worse, day by day")
    return blocks.bars(title, language.say("VIPs"), {f"{day:%m-%d}": count for day, count in found.week.items()})


def _untold(alerts: Sequence[AlertView], shown: Sequence[Sleeper]) -> list[AlertView]:
    """Return the alerts that tell more than the table: not of those in it once more that they are falling asleep."""
    asleep = {one.customer_id for one in shown}
    return [one for one in alerts if one.rule != vip_stage_worse.name or one.customer_id not in asleep]


def _waited(language: Language, alerts: Sequence[AlertView], *, beside: bool) -> str:
    """Say how many alerts waited for the digest, `beside` those who sleep."""
    if not alerts:
        return ""
    if beside:
        return language.count("{n} more alert:", "{n} more alerts:", len(alerts))
    return language.count("{n} alert for your digest:", "{n} alerts for your digest:", len(alerts))


def _alerts(language: Language, policy: Policy, alerts: Sequence[AlertView], waited: str) -> list[blocks.Part]:
    """Tell the alerts that waited, each in a line, and offer to open them."""
    if not alerts:
        return []
    lines = [f"• {_line(language, policy, alert)}" for alert in alerts[:ALERTS]]
    if len(alerts) > ALERTS:
        lines.append(language.count("And {n} more.", "And {n} more.", len(alerts) - ALERTS))
    return blocks.paragraphs(f"*{waited}*", *lines)


def _line(language: Language, policy: Policy, alert: AlertView) -> str:
    """Tell one alert: what has changed, what shows it and, of who is back, after whose outreach."""
    made = alert.outreach_before if alert.rule == "vip_back" else None
    contact = language.say("Last contact: {contact}.", contact=happenings.outreach(language, made)) if made else ""
    told = reasons.change(language, policy, alert), reasons.evidence(language, policy, alert), contact
    return " ".join(part for part in told if part)


def _more(language: Language, shown: int, found: Sleepers | None) -> str:
    """Say how many are not in the table."""
    left = (found.total if found else 0) - shown
    return language.count("{n} more is in the file.", "{n} more are in the file.", left) if left > 0 else ""


def _file(language: Language, found: Sequence[Sleeper], as_of: date) -> File:
    """Return all who sleep as a file."""
    rows = ([_plain(getattr(one, column)) for column in COLUMNS] for one in found)
    return spreadsheet.file(f"dormant-vips-{as_of:%Y-%m-%d}.csv", language.say("Dormant VIPs"), COLUMNS, rows)


def _plain(value: object) -> object:
    """Return a value for a cell: somebody's name for somebody."""
    return getattr(value, "name", value)
