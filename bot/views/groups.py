"""The user groups of Slack that give their members a role or a place in a team."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.blocks import escaped
from bot.telling.choices import in_words
from bot.telling.roles import ROLES


@dataclass(frozen=True)
class Mapped:
    """A user group, and what it gives; `is_read` says that its members have it already."""

    handle: str
    role: str | None
    team: str | None
    is_read: bool


def groups(language: Language, mapped: Sequence[Mapped], *, unmapped: Sequence[str], told: str = "") -> Reply:
    """Show which user groups give what, and which there are that give nothing."""
    say = language.say
    heading = say("User groups of Slack")
    none = say("None gives a role or a team yet: `/people group @east-sales role salesperson team East`.")
    rest = language.listed([f"@{escaped(one)}" for one in unmapped])
    lines = [_line(language, one) for one in mapped] or [none]
    return blocks.reply(
        f"{told} {heading}".strip(),
        blocks.paragraph(told) if told else None,
        blocks.paragraph(f"*{heading}*"),
        *blocks.paragraphs(*lines),
        blocks.remark(say("Others: {names}.", names=rest)) if rest else None,
    )


def _line(language: Language, one: Mapped) -> str:
    """Say what one group gives."""
    gives = [
        in_words(language, ROLES, one.role) if one.role else "",
        language.say("team {name}", name=escaped(one.team)) if one.team else "",
    ]
    told = language.listed([word for word in gives if word])
    line = language.say("@{group}: {gives}", group=escaped(one.handle), gives=told)
    return line if one.is_read else f"{line} {language.say('(its members are being read)')}"
