"""Customers who may have been meant: up to five to pick, never a guess."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from storage.customers import Found


def candidates(
    language: Language,
    typed: str,
    found: Sequence[Found],
    questions: Mapping[str, str],
    *,
    as_of: date | None,
    today: date,
) -> Reply:
    """Ask which customer was meant by `typed`: each of `questions`, by its label, is a button."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, typed, found, questions)
    lines = [f"{place}. {described(language, customer)}" for place, customer in enumerate(found, start=1)]
    offered = lines or [f"• {blocks.escaped(label)}" for label in questions]
    return blocks.reply(
        "\n".join([answer, *offered, reach]),
        blocks.paragraph(answer, *lines),
        blocks.buttons(questions) if questions else None,
        blocks.remark(reach),
    )


def found_list(
    language: Language, typed: str, found: Sequence[Found], *, total: int, as_of: date | None, today: date
) -> Reply:
    """List the customers whose names have to do with `typed`."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _fitting(language, typed, total)
    lines = [described(language, customer) for customer in found]
    more = total - len(found)
    left_out = language.count("{n} more; a longer text finds fewer.", "{n} more; a longer text finds fewer.", more)
    asking = {f"{n}. {blocks.plain(each.name)}": f"/customer card id:{each.id}" for n, each in enumerate(found[:5], 1)}
    return blocks.reply(
        "\n".join([answer, *lines[:5], reach]),
        *blocks.paragraphs(f"*{answer}*", *(f"{place}. {line}" for place, line in enumerate(lines, start=1))),
        blocks.buttons(asking) if asking else None,
        blocks.remark(left_out if more else "", reach),
    )


def described(language: Language, customer: Found) -> str:
    """Return a customer's name with what tells it from others of that name."""
    known = [blocks.escaped(part, 30) for part in (customer.city, customer.region, customer.owner) if part]
    beside = [*known, *([language.say("closed")] if customer.closed else [])]
    name = blocks.escaped(customer.name)
    return language.say("{name} ({beside})", name=name, beside=language.listed(beside)) if beside else name


def _fitting(language: Language, typed: str, total: int) -> str:
    """Say how many fit."""
    name = blocks.escaped(typed)
    if not total:
        return language.say("No customer fits “{name}”.", name=name)
    return language.count("{n} customer fits “{name}”.", "{n} customers fit “{name}”.", total, name=name)


def _answer(language: Language, typed: str, found: Sequence[Found], questions: Mapping[str, str]) -> str:
    """Say that the name is not clear, or not known."""
    name = blocks.escaped(typed)
    if len(found) > 1:
        return language.say("I am not sure whom you mean by “{name}”. Pick one:", name=name)
    if found:
        return language.say("I am not sure whom you mean by “{name}”. Is it this one?", name=name)
    if questions:
        return language.say("I know no customer called “{name}”. Did you mean this?", name=name)
    return language.say("I know no customer called “{name}”; part of a name is enough.", name=name)
