"""What came of alerts, by kind and by person: counts, and shares only where there are enough of them."""

from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, reasons, wording
from bot.telling.choices import SCOPES, in_words
from storage.alerts.statistics import Counts, Statistics

ENOUGH = 20
"""From how many on a share says something."""

PEOPLE = 40
"""The most people who are listed."""


def alert_stats(
    language: Language, found: Statistics, *, days: int, scope: str, as_of: date | None, today: date
) -> Reply:
    """Show what came of the alerts of some days, of those in a scope."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, found.total, days)
    whose = in_words(language, SCOPES, scope)
    people = sorted(found.by_person.items(), key=lambda one: (-one[1].fired, one[0].name if one[0] else ""))
    rows = [
        *((reasons.title(language, rule), counts) for rule, counts in _most_first(found)),
        (language.say("All kinds"), found.total),
        *((who.name if who else language.say("nobody"), counts) for who, counts in people[:PEOPLE]),
    ]
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(f"*{answer}*", language.say("{whose}, by kind and by person.", whose=whose)),
        _table(language, rows) if found.total.fired else None,
        blocks.remark(*_small_print(language, found.total), reach),
    )


def _answer(language: Language, total: Counts, days: int) -> str:
    """Say how many there were and what came of them."""
    if not total.fired:
        return language.count("No alert in {n} day.", "No alerts in {n} days.", days)
    return language.count(
        "{n} alert in {days}: {acted} acted on, {recovered} back to usual, worth {money} since.",
        "{n} alerts in {days}: {acted} acted on, {recovered} back to usual, worth {money} since.",
        total.fired,
        days=wording.days(language, days),
        acted=language.number(total.acted_on),
        recovered=language.number(total.recovered),
        money=language.money(total.value_recovered),
    )


def _most_first(found: Statistics) -> list[tuple[str, Counts]]:
    """Return the rules, those that spoke most first."""
    return sorted(found.by_rule.items(), key=lambda one: (-one[1].fired, one[0]))


def _table(language: Language, rows: list[tuple[str, Counts]]) -> blocks.Part:
    """Show the counts, one group a row."""
    say = language.say
    titles = (
        say("Kind, person"),
        say("Fired"),
        say("Useful"),
        say("Acted on"),
        say("Recovered"),
        say("Value recovered"),
    )
    cells = [
        (
            name,
            language.number(counts.fired),
            _with_share(language, counts.useful, counts.fired),
            _with_share(language, counts.acted_on, counts.fired),
            _with_share(language, counts.recovered, counts.closed),
            language.money(counts.value_recovered),
        )
        for name, counts in rows
    ]
    return blocks.table(titles, cells, numbers=range(1, 6))


def _with_share(language: Language, part: int, whole: int) -> str:
    """Write a count, with its share where there are enough."""
    if whole < ENOUGH:
        return language.number(part)
    return language.say("{n} ({share})", n=language.number(part), share=language.share(part / whole))


def _small_print(language: Language, total: Counts) -> list[str]:
    """Say how to read it."""
    if not total.fired:
        return []
    few = language.say("Fewer than {enough} alerts say little, so they get no shares.", enough=ENOUGH)
    return [
        few,
        language.say("Recovered: the customer came back, whether or not because of it; shares are of those closed."),
    ]
