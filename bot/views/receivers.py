"""Accounts that are to change hands, and nobody is named yet to get them: whose they are, and the ways to go on."""

from collections.abc import Mapping
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.controls import Button, opening, row
from segmentation import money

ROWS = 30
"""The most owners that are listed."""

VALUE = 2_000
"""The longest line that a button carries."""


def receivers(
    language: Language,
    owners: Mapping[str | None, tuple[int, int]],
    *,
    name: str | None,
    words: str,
    by_territory: bool,
    as_of: date | None,
    today: date,
) -> Reply:
    """Show whose the accounts are: how many of each owner, and their value; `words` mean them all.

    Args:
        name: that of a single account.
        by_territory: whether they lie outside their owners' territories.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    count = sum(accounts for accounts, _ in owners.values())
    first = _first(language, count, name, by_territory=by_territory)
    say = language.say
    rows = [
        (owner or say("nobody"), language.number(accounts), language.money(money.shown(value)))
        for owner, (accounts, value) in list(owners.items())[:ROWS]
    ]
    ways = [
        Button(say("By territory…"), f"/assign {words} by territory", primary=True) if by_territory else None,
        Button(say("To somebody…"), opening("assign", words), primary=not by_territory),
    ]
    return blocks.reply(
        f"{first} {reach}",
        blocks.paragraph(f"*{first}*", say("Nothing has changed yet.")),
        blocks.table((say("Owner"), say("Accounts"), say("Value")), rows, numbers=(1, 2)),
        row(*ways) if len(words) < VALUE else None,
        blocks.remark(
            say("Or type who gets them: `/assign … to @name, @name evenly by value`."),
            reach,
        ),
    )


def _first(language: Language, count: int, name: str | None, *, by_territory: bool) -> str:
    """Say what is asked."""
    if by_territory:
        return language.count(
            "{n} account lies outside its owner's territory.",
            "{n} accounts lie outside their owners' territories.",
            count,
        )
    if name:
        return language.say("Who is to get {name}?", name=blocks.escaped(name))
    return language.count("Who is to get this {n} account?", "Who is to get these {n} accounts?", count)
