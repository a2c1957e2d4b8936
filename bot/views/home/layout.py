"""What the sections of Home are built with."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import slackblocks as slack

from bot.locale import Language
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.telling.controls import Menu, dotted, told_apart

BAR = 14
"""The longest bar of a chart, in characters: with its number and label it fits on a phone."""

LABEL = 30
"""The longest a label of a chart is shown."""

Named = tuple[int, str]
"""A customer by id and name."""


@dataclass(frozen=True)
class Onlooker:
    """Who looks at Home (`me`); `mine` are the ids of those whose customers they take care of.

    These are their own, and of whom they stand in for.
    """

    me: int
    mine: Set[int]


def heading(text: str) -> Part:
    """Return a heading."""
    return slack.HeaderBlock(blocks.plain(text, 150))


def rule() -> Part:
    """Return the line between two sections."""
    return slack.DividerBlock()


def listed(lines: Sequence[str], customers: Sequence[Named]) -> Part:
    """Return lines about a few customers, with three dots that lead to their cards."""
    cards = ((blocks.plain(name, 60), f"/customer card id:{customer_id}") for customer_id, name in customers)
    return dotted("\n".join(lines), Menu(told_apart(cards)))


def told(name: str, *facts: str) -> str:
    """Return a line about a customer: the name, then what is known, leaving out what is empty."""
    return f"*{blocks.escaped(name)}*: {' · '.join(fact for fact in facts if fact)}"


def more(language: Language, shown: int, total: int) -> list[Part]:
    """Say how many are not shown; nothing where all are."""
    if total <= shown:
        return []
    return [blocks.remark(language.count("And {n} more.", "And {n} more.", total - shown))]


def whose(language: Language, owner: str | None, owner_id: int | None, onlooker: Onlooker) -> str:
    """Return whose customer it is, where it is somebody else's, and whether somebody stands in for them."""
    if owner is None or owner_id == onlooker.me:
        return ""
    name = blocks.escaped(owner)
    return language.say("standing in for {name}", name=name) if owner_id in onlooker.mine else name


def chart(language: Language, values: Mapping[str, int]) -> Part:
    """Return bars drawn with letters: number, bar and label in each line. Slack takes no other chart on Home."""
    numbers = {label: language.number(value) for label, value in values.items()}
    width, most = max(map(len, numbers.values())), max(values.values())
    lines = (
        f"{numbers[label]:>{width}} {_bar(value, most):<{BAR}} {blocks.plain(label, LABEL)}"
        for label, value in values.items()
    )
    return blocks.paragraph("```" + "\n".join(lines) + "```")


def _bar(value: int, most: int) -> str:
    """Return a bar as long as a value is large; whatever is more than nothing can be seen."""
    return "█" * max(round(BAR * value / most), 1) if value > 0 else ""
