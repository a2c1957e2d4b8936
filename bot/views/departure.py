"""Somebody has left: what they looked after, and who might take over."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.blocks import escaped
from bot.telling.controls import Button, row


@dataclass(frozen=True)
class Departure:
    """Who has left, with what they leave behind; `heirs` are who might take it over, by id and name.

    `way` is how it was noticed: slack, group, file or hand; `stand_in` who stands in for them still.
    """

    person_id: int
    name: str
    way: str | None
    accounts: int
    value: Decimal
    value_at_risk: Decimal
    vips: int
    dormant: int
    heirs: Sequence[tuple[int, str]] = ()
    stand_in: str | None = None


def departure(language: Language, gone: Departure) -> Reply:
    """Tell whoever comes next up the chain what has to be handed over, with a proposal to look at."""
    say = language.say
    first = _first(language, gone)
    if not gone.accounts:
        told = say("Nobody has to take anything over any more.")
        return blocks.reply(f"{first} {told}", blocks.paragraph(first), blocks.paragraph(told))
    book = language.count(
        "They look after {n} account that brought {value} in 365 days; {risk} is at risk.",
        "They look after {n} accounts that brought {value} in 365 days; {risk} is at risk.",
        gone.accounts,
        value=language.money(gone.value),
        risk=language.money(gone.value_at_risk),
    )
    among = say(
        "Among them: {vips} VIPs, {dormant} dormant or worse.",
        vips=language.number(gone.vips),
        dormant=language.number(gone.dormant),
    )
    return blocks.reply(
        f"{first} {book}",
        blocks.paragraph(f"*{first}*", book, f"{among} {_alerts(language, gone)}"),
        _proposed(language, gone),
        row(
            Button(say("Look at a proposal"), proposal(gone), primary=True) if gone.heirs else None,
            Button(say("Their book"), f"/accounts id:{gone.person_id}"),
            kept=True,
        ),
    )


def proposal(gone: Departure) -> str:
    """Return the line that shows what it would be like if the heirs took over."""
    to = ", ".join(f"id:{one}" for one, _ in gone.heirs)
    return f"/assign all of id:{gone.person_id} to {to}{' evenly by value' if len(gone.heirs) > 1 else ''}"


def _first(language: Language, gone: Departure) -> str:
    """Say who has left, and how that is known."""
    name = escaped(gone.name)
    if gone.way == "slack":
        return language.say("{name} has left: their Slack account is closed.", name=name)
    if gone.way == "group":
        return language.say("{name} has left the user group by which they were of the team.", name=name)
    return language.say("{name} has left the sales team.", name=name)


def _alerts(language: Language, gone: Departure) -> str:
    """Say who hears the alerts about their accounts."""
    if gone.stand_in is None:
        return language.say("Their alerts come to you until somebody takes over.")
    name = escaped(gone.stand_in)
    return language.say(
        "Their alerts go to {name} as long as {name} stands in for them; then they come to you.", name=name
    )


def _proposed(language: Language, gone: Departure) -> blocks.Part | None:
    """Say who might take over."""
    if not gone.heirs:
        return None
    names = language.listed([escaped(name) for _, name in gone.heirs])
    return blocks.remark(
        language.say("The proposal shares them among {names}; nothing happens before you confirm it.", names=names)
    )
