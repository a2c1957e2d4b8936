"""Handovers that wait for approval or for their day."""

from collections.abc import Sequence
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling import handovers as telling
from bot.telling.controls import Menu, row
from bot.telling.happenings import moment
from storage.handovers.lists import HandoverView

ROWS = 20
"""The most that are listed."""

NAMED = 5
"""The most that are told in a notification."""


def handovers(
    language: Language,
    found: Sequence[HandoverView],
    *,
    without_number: str | None = None,
    as_of: date | None,
    today: date,
) -> Reply:
    """List handovers with the way to each.

    Args:
        without_number: what is to be done about one of them, where its number was not said.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    told = _which(language, found, without_number) if without_number else _waiting(language, found)
    lines = [_line(language, one) for one in found[:ROWS]]
    more = len(found) - ROWS
    ways = {f"{one.id}. {blocks.plain(telling.what(language, one))}": f"/assign show {one.id}" for one in found[:ROWS]}
    return blocks.reply(
        "\n".join([told, *lines[:NAMED], reach]),
        *blocks.paragraphs(f"*{told}*", *lines),
        row(Menu(ways, language.say("Open one"))),
        blocks.remark(language.count("{n} more.", "{n} more.", more) if more > 0 else "", reach),
    )


def _which(language: Language, found: Sequence[HandoverView], verb: str) -> str:
    """Ask of which one it is to be done."""
    return language.say("Which one? Add its number, as in `/assign {verb} {id}`.", verb=verb, id=found[0].id)


def _waiting(language: Language, found: Sequence[HandoverView]) -> str:
    """Say how many wait."""
    if not found:
        return language.say("No handover waits for approval or for its day.")
    return language.count("{n} handover waits.", "{n} handovers wait.", len(found))


def _line(language: Language, one: HandoverView) -> str:
    """Tell of one handover."""
    asked = blocks.escaped(one.asked_by.name) if one.asked_by else language.say("somebody")
    when, first = moment(one.asked_at), telling.headline(language, one)
    told = language.say(
        "{id}. {first} Asked for by {name} ({moment}).", id=one.id, first=first, name=asked, moment=when
    )
    return " ".join([told, *telling.day(language, one)])
