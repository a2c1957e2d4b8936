"""Covers: who stands in for whom, until when, and what that means for each."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.controls import Button, Menu, opening, row
from bot.telling.happenings import last_minute, moment
from storage.alerts.who import Who
from storage.tables import Cover

ROWS = 30
"""The most covers that are listed."""

NAMED = 5
"""The most that are told in a notification."""


def cover_made(language: Language, cover: Cover, people: Mapping[int, Who], *, has_begun: bool) -> Reply:
    """Tell whoever arranged a cover that it stands."""
    first = _line(language, cover, people)
    after = (
        language.say("Both are told. Alerts and digests go to the stand-in; the accounts stay whose they are.")
        if has_begun
        else language.say("Both are told when it begins. It ends by itself.")
    )
    return blocks.reply(
        f"{first} {after}",
        blocks.paragraph(f"*{first}*", after, _reason(language, cover)),
        row(_end(language, cover)),
        blocks.remark(language.say("Cover {id}", id=cover.id)),
    )


def cover_ended(language: Language, cover: Cover, people: Mapping[int, Who]) -> Reply:
    """Tell whoever has ended a cover that it is over."""
    names = _names(cover, people)
    first = language.say("{stand_in} does not stand in for {covered} any more.", **names)
    return blocks.reply(first, blocks.paragraph(f"*{first}*"), blocks.remark(language.say("Cover {id}", id=cover.id)))


def cover_told(
    language: Language, cover: Cover, covered: Who | None, stand_in: Who | None, *, is_stand_in: bool, has_ended: bool
) -> Reply | None:
    """Tell one of both that a cover begins or has ended, and what that means for them."""
    if covered is None or stand_in is None:
        return None
    names = {"covered": blocks.escaped(covered.name), "stand_in": blocks.escaped(stand_in.name)}
    until = last_minute(cover.ends_at)
    if has_ended:
        first, after = _over(language, names, is_stand_in=is_stand_in)
    elif is_stand_in:
        first = language.say("You stand in for {covered} until {moment}.", **names, moment=until)
        after = language.say("Their alerts and digests come to you; the accounts stay theirs.")
    else:
        first = language.say("{stand_in} stands in for you until {moment}.", **names, moment=until)
        after = language.say("Your alerts and digests go to them; your accounts stay yours.")
    return blocks.reply(
        f"{first} {after}",
        blocks.paragraph(f"*{first}*", after, "" if has_ended else _reason(language, cover)),
        row(None if has_ended else _end(language, cover), _back(language) if has_ended and not is_stand_in else None),
        blocks.remark(language.say("Cover {id}", id=cover.id)),
    )


def cover_failed(
    language: Language, cover: Cover, covered: Who | None, stand_in: Who | None, *, is_covered: bool
) -> Reply | None:
    """Tell whoever is away, or arranged that, that nobody stands in any more: who was to is gone."""
    if covered is None or stand_in is None:
        return None
    say, names = language.say, {"covered": blocks.escaped(covered.name), "stand_in": blocks.escaped(stand_in.name)}
    until = last_minute(cover.ends_at)
    if is_covered:
        first = say("{stand_in} cannot stand in for you until {moment}: they are gone.", **names, moment=until)
        after = say("Your alerts and digests come to you until somebody else stands in.")
    else:
        first = say("{stand_in} cannot stand in for {covered} until {moment}: they are gone.", **names, moment=until)
        after = say("Alerts and digests go to {covered} until somebody else stands in.", **names)
    return blocks.reply(
        f"{first} {after}",
        blocks.paragraph(f"*{first}*", after),
        row(_arrange(language)),
        blocks.remark(say("Cover {id}", id=cover.id)),
    )


def covers(
    language: Language,
    found: Sequence[Cover],
    people: Mapping[int, Who],
    *,
    to_end: bool = False,
    as_of: date | None,
    today: date,
) -> Reply:
    """List the covers that run or are to come, with the way to end each.

    Args:
        to_end: whether one of them is to end, and it was not said which.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    first = _which(language, found) if to_end else _first(language, found)
    lines = [_line(language, cover, people) for cover in found[:ROWS]]
    ways = {
        f"{cover.id}. {blocks.plain(people[cover.person_id].name)}": f"/cover end {cover.id}" for cover in found[:ROWS]
    }
    several = (_arrange(language), Menu(ways, language.say("End one")))
    return blocks.reply(
        "\n".join([first, *lines[:NAMED], reach]),
        *blocks.paragraphs(f"*{first}*", *lines),
        row(*([_end(language, found[0])] if to_end and len(found) == 1 else several)),
        blocks.remark(reach),
    )


def _first(language: Language, found: Sequence[Cover]) -> str:
    """Say how many there are."""
    if not found:
        return language.say("Nobody stands in for anybody, now or later.")
    return language.count("{n} cover runs or is to come.", "{n} covers run or are to come.", len(found))


def _which(language: Language, found: Sequence[Cover]) -> str:
    """Ask which one is to end."""
    if len(found) == 1:
        return language.say("You gave no number: is it this one?")
    return language.say("Which one? Add its number, as in `/cover end {id}`.", id=found[0].id)


def _line(language: Language, cover: Cover, people: Mapping[int, Who]) -> str:
    """Say who stands in for whom, and when."""
    first, last = moment(cover.begins_at), last_minute(cover.ends_at)
    return language.say(
        "{stand_in} stands in for {covered} from {first} until {last}.", **_names(cover, people), first=first, last=last
    )


def _names(cover: Cover, people: Mapping[int, Who]) -> dict[str, str]:
    """Return what both are called."""
    covered, stand_in = people[cover.person_id], people[cover.stand_in_id]
    return {"covered": blocks.escaped(covered.name), "stand_in": blocks.escaped(stand_in.name)}


def _over(language: Language, names: Mapping[str, str], *, is_stand_in: bool) -> tuple[str, str]:
    """Say that it is over, and what comes now."""
    if is_stand_in:
        return (
            language.say("You do not stand in for {covered} any more.", **names),
            language.say("Their alerts and digests go to them again; what you have taken stays with you."),
        )
    return (
        language.say("{stand_in} does not stand in for you any more.", **names),
        language.say("Your alerts and digests come to you again."),
    )


def _reason(language: Language, cover: Cover) -> str:
    """Say why, if somebody said so."""
    return language.say("Because: “{reason}”.", reason=blocks.escaped(cover.reason, 200)) if cover.reason else ""


def _back(language: Language) -> Button:
    """Return the button that lists what came to the stand-in, and is open still, among one's own."""
    return Button(language.say("Open alerts"), "/alerts mine")


def _arrange(language: Language) -> Button:
    """Return the button that opens the form."""
    return Button(language.say("Arrange a cover…"), opening("cover", ""))


def _end(language: Language, cover: Cover) -> Button:
    """Return the button that ends a cover."""
    return Button(language.say("End it"), f"/cover end {cover.id}")
